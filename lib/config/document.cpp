// Document: yaml-cpp's events to a tree, refusing what a settings file has no use for.
#include "config/document.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>

#include "base/text.hpp"

namespace keste::config {
namespace {

/// Thrown by the guard when reading on makes no sense; the reason is in the report.
struct Stop {};

/// yaml-cpp counts columns in bytes and from 0; people count characters from 1.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text), starts_{0} {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
  }

  Place place(const YAML::Mark& mark) {
    if (mark.is_null() || mark.line < 0 || mark.column < 0) return {};
    const std::size_t line = std::min(static_cast<std::size_t>(mark.line), starts_.size() - 1);
    const std::size_t at =
        std::min(starts_[line] + static_cast<std::size_t>(mark.column), text_.size());
    // Marks come in order, so a file of one long line is not counted from its start each time.
    if (line != counted_line_ || at < counted_to_) {
      counted_line_ = line;
      counted_to_ = starts_[line];
      characters_ = 0;
    }
    characters_ += code_point_count(text_.substr(counted_to_, at - counted_to_));
    counted_to_ = at;
    return {static_cast<int>(line) + 1, static_cast<int>(characters_) + 1};
  }

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;
  std::size_t counted_line_ = 0;
  std::size_t counted_to_ = 0;
  std::size_t characters_ = 0;
};

/// Builds the tree while it guards. Lives for one parse.
class Builder : public YAML::EventHandler {
 public:
  Builder(Lines& lines, Report& report) : lines_(lines), report_(report) {}

  Node take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (started_) stop(mark, "a second document begins here; a file holds one");
    started_ = true;
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    check_anchor(mark, anchor);
    if (expects_key()) stop(mark, "a key is missing before the ':'");
    add(leaf(Node::Kind::empty, mark));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    constexpr const char* refusal = "aliases (*name) are not supported; write the value out";
    if (expects_key()) stop(mark, refusal);
    report_.error(lines_.place(mark), refusal);
    add(leaf(Node::Kind::refused, mark));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_anchor(mark, anchor);
    check_tag(mark, tag);
    if (expects_key()) return open_key(mark, value, tag == "?");
    Node node = leaf(Node::Kind::scalar, mark);
    node.plain = tag == "?";
    node.text = value;
    add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::Kind::list, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::Kind::map, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    Node node;
    bool has_key = false;
    bool drops_value = false;  ///< The key was refused.
    std::string key;
    Place key_place;
    std::unordered_map<std::string, Place> seen;
  };

  [[noreturn]] void stop(const YAML::Mark& mark, std::string message) {
    report_.error(lines_.place(mark), std::move(message));
    throw Stop{};
  }

  bool expects_key() const {
    return !frames_.empty() && frames_.back().node.kind == Node::Kind::map &&
           !frames_.back().has_key;
  }

  void check_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor == 0) return;
    report_.error(lines_.place(mark), "anchors (&name) are not supported; remove it");
  }

  void check_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    report_.error(lines_.place(mark), "tags (!name) are not supported; write the plain value");
  }

  Node leaf(Node::Kind kind, const YAML::Mark& mark) {
    if (++nodes_ > document_nodes_max) stop(mark, "the file holds more than 1000000 values");
    Node node;
    node.kind = kind;
    node.place = lines_.place(mark);
    return node;
  }

  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    check_anchor(mark, anchor);
    check_tag(mark, tag);
    if (expects_key()) stop(mark, "a key must be a plain text, not a list or a map");
    if (frames_.size() == document_depth_max) stop(mark, "nested deeper than 16 levels");
    Frame frame;
    frame.node = leaf(kind, mark);
    frames_.push_back(std::move(frame));
  }

  void open_key(const YAML::Mark& mark, const std::string& key, bool plain) {
    Frame& frame = frames_.back();
    frame.has_key = true;
    frame.key = key;
    frame.key_place = lines_.place(mark);
    frame.drops_value = true;
    if (++nodes_ > document_nodes_max) stop(mark, "the file holds more than 1000000 values");
    if (plain && key == "<<") {
      report_.error(frame.key_place, "merge keys (<<) are not supported; write the keys out");
      return;
    }
    const auto [first, fresh] = frame.seen.emplace(key, frame.key_place);
    if (!fresh) {
      report_.error(frame.key_place, "duplicate key '" + key + "'; it stands already in line " +
                                         std::to_string(first->second.line));
      return;
    }
    frame.drops_value = false;
  }

  void close() {
    Node node = std::move(frames_.back().node);
    frames_.pop_back();
    add(std::move(node));
  }

  void add(Node node) {
    if (frames_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = frames_.back();
    if (frame.node.kind == Node::Kind::map) {
      frame.has_key = false;
      if (frame.drops_value) return;
      node.key = std::move(frame.key);
      node.key_place = frame.key_place;
      // The parts of a list go by its name in messages.
      if (node.kind == Node::Kind::list) {
        for (Node& child : node.children) child.key = node.key;
      }
      // An absent value is marked where the next token stands, which helps nobody.
      if (node.kind == Node::Kind::empty) node.place = node.key_place;
    }
    frame.node.children.push_back(std::move(node));
  }

  Lines& lines_;
  Report& report_;
  Node root_;
  std::vector<Frame> frames_;
  std::size_t nodes_ = 0;
  bool started_ = false;
};

}  // namespace

const Node* Node::find(std::string_view wanted) const {
  if (kind != Kind::map) return nullptr;
  for (const Node& child : children) {
    if (child.key == wanted) return &child;
  }
  return nullptr;
}

std::optional<Node> parse_document(const std::string& text, Report& report) {
  Lines lines(text);
  Builder builder(lines, report);
  try {
    std::istringstream in(text);
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
    return std::nullopt;
  } catch (const YAML::Exception& failure) {
    report.error(lines.place(failure.mark), "not YAML: " + failure.msg);
    return std::nullopt;
  }
  return builder.take_root();
}

}  // namespace keste::config
