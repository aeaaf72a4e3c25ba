// Elements and attributes.
#include "pages/svg.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace keste::pages {
namespace {

/// With one decimal at most: finer than any screen shows, and short.
std::string short_number(double value) {
  const auto tenths = static_cast<long>(std::lround(value * 10));
  std::array<char, 32> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), tenths / 10);
  std::string text(digits.data(), written.ptr);
  if (tenths < 0 && tenths > -10) text.insert(0, "-");
  const long rest = std::labs(tenths % 10);
  if (rest != 0) text.append(".").append(std::to_string(rest));
  return text;
}

}  // namespace

std::string escape_markup(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

Svg::Svg(Point size, std::string_view label) {
  out_ = "<svg viewBox=\"0 0 " + short_number(size.x) + " " + short_number(size.y) +
         "\" role=\"img\" aria-label=\"" + escape_markup(label) + "\">";
}

void Svg::begin(std::string_view element, std::string_view look) {
  out_.append("<").append(element).append(" class=\"").append(look).append("\"");
}

void Svg::number(std::string_view name, double value) {
  out_.append(" ").append(name).append("=\"").append(short_number(value)).append("\"");
}

void Svg::list_points(const std::vector<Point>& points) {
  out_.append(" points=\"");
  for (const Point& point : points) {
    out_.append(short_number(point.x)).append(",").append(short_number(point.y)).append(" ");
  }
  out_.append("\"");
}

void Svg::end(std::string_view element, std::string_view title) {
  if (title.empty()) {
    out_.append("/>");
    return;
  }
  out_.append("><title>").append(escape_markup(title)).append("</title></");
  out_.append(element).append(">");
}

Svg& Svg::line(std::string_view look, Point from, Point to) {
  begin("line", look);
  number("x1", from.x);
  number("y1", from.y);
  number("x2", to.x);
  number("y2", to.y);
  end("line", {});
  return *this;
}

Svg& Svg::bar(std::string_view look, Point corner, Point size, std::string_view title) {
  begin("rect", look);
  number("x", corner.x);
  number("y", corner.y);
  number("width", size.x);
  number("height", size.y);
  end("rect", title);
  return *this;
}

Svg& Svg::dot(std::string_view look, Point at, double radius, std::string_view title) {
  begin("circle", look);
  number("cx", at.x);
  number("cy", at.y);
  number("r", radius);
  end("circle", title);
  return *this;
}

Svg& Svg::polygon(std::string_view look, const std::vector<Point>& points, std::string_view title) {
  begin("polygon", look);
  list_points(points);
  end("polygon", title);
  return *this;
}

Svg& Svg::polyline(std::string_view look, const std::vector<Point>& points) {
  begin("polyline", look);
  list_points(points);
  end("polyline", {});
  return *this;
}

Svg& Svg::text(std::string_view look, Point at, std::string_view words) {
  begin("text", look);
  number("x", at.x);
  number("y", at.y);
  out_.append(">").append(escape_markup(words)).append("</text>");
  return *this;
}

std::string Svg::finish() {
  out_.append("</svg>");
  return std::move(out_);
}

}  // namespace keste::pages
