// Svg: a picture as elements; how they look says the style sheet, by their classes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keste::pages {

/// Text for an HTML or SVG document.
std::string escape_markup(std::string_view text);

/// Coordinates are those of the view box. Texts are escaped, and nothing has a style of its own:
/// the pages' policy allows none.
class Svg {
 public:
  struct Point {
    double x = 0;
    double y = 0;
  };

  /// `label` says to those who cannot see it what the picture shows.
  Svg(Point size, std::string_view label);

  Svg& line(std::string_view look, Point from, Point to);
  Svg& bar(std::string_view look, Point corner, Point size, std::string_view title = {});
  Svg& dot(std::string_view look, Point at, double radius, std::string_view title = {});
  Svg& polygon(std::string_view look, const std::vector<Point>& points,
               std::string_view title = {});
  Svg& polyline(std::string_view look, const std::vector<Point>& points);
  Svg& text(std::string_view look, Point at, std::string_view words);
  /// The whole element; the last call.
  std::string finish();

 private:
  void begin(std::string_view element, std::string_view look);
  void number(std::string_view name, double value);
  void list_points(const std::vector<Point>& points);
  void end(std::string_view element, std::string_view title);

  std::string out_;
};

}  // namespace keste::pages
