// DeskTable: rows under headings, and the form that narrows them, for the template desk_list.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pages/value.hpp"

namespace keste::pages {

struct Cell {
  std::string text;
  std::string path{};       ///< Where it leads; empty: nowhere.
  std::string_view look{};  ///< A class: "num", "late-text", "code".
};

/// The first cell of a row names it.
class DeskTable {
 public:
  DeskTable(std::string caption, std::string empty)
      : caption_(std::move(caption)), empty_(std::move(empty)) {}

  DeskTable& column(std::string name, std::string_view look = {});
  DeskTable& row(const std::vector<Cell>& cells);
  /// Sets what the template desk_table shows.
  void set_into(Value& page) const;

 private:
  std::string caption_;
  std::string empty_;
  Value::List columns_;
  Value::List rows_;
};

using Choices = std::vector<std::pair<std::string, std::string>>;  ///< Value and what it says.

/// A form above a list. Sent as POST where it may hold something personal: that stands in no
/// address.
class DeskFilter {
 public:
  DeskFilter(std::string action, bool posts) : action_(std::move(action)), posts_(posts) {}

  DeskFilter& hidden(std::string name, std::string value);
  DeskFilter& text(std::string name, std::string label, std::string value);
  DeskFilter& choice(std::string name, std::string label, const Choices& choices,
                     std::string_view chosen);
  void set_into(Value& page) const;

 private:
  std::string action_;
  bool posts_;
  Value::List hidden_;
  Value::List fields_;
};

}  // namespace keste::pages
