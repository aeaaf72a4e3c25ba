// Tables and filters as values.
#include "pages/desk_table.hpp"

namespace keste::pages {

DeskTable& DeskTable::column(std::string name, std::string_view look) {
  Value column;
  column.set("name", std::move(name)).set("look", look);
  columns_.push_back(std::move(column));
  return *this;
}

DeskTable& DeskTable::row(const std::vector<Cell>& cells) {
  Value::List list;
  for (const Cell& each : cells) {
    Value cell;
    cell.set("text", each.text)
        .set("has_path", !each.path.empty())
        .set("path", each.path)
        .set("look", each.look)
        .set("first", list.empty());
    list.push_back(std::move(cell));
  }
  Value row;
  row.set("cells", std::move(list));
  rows_.push_back(std::move(row));
  return *this;
}

void DeskTable::set_into(Value& page) const {
  page.set("caption", caption_)
      .set("empty", empty_)
      .set("has_rows", !rows_.empty())
      .set("columns", columns_)
      .set("rows", rows_);
}

DeskFilter& DeskFilter::hidden(std::string name, std::string value) {
  Value field;
  field.set("name", std::move(name)).set("value", std::move(value));
  hidden_.push_back(std::move(field));
  return *this;
}

DeskFilter& DeskFilter::text(std::string name, std::string label, std::string value) {
  Value field;
  field.set("name", std::move(name))
      .set("label", std::move(label))
      .set("value", std::move(value))
      .set("is_choice", false);
  fields_.push_back(std::move(field));
  return *this;
}

DeskFilter& DeskFilter::choice(std::string name, std::string label, const Choices& choices,
                               std::string_view chosen) {
  Value::List list;
  for (const auto& [value, says] : choices) {
    Value choice;
    choice.set("value", value).set("says", says).set("chosen", value == chosen);
    list.push_back(std::move(choice));
  }
  Value field;
  field.set("name", std::move(name))
      .set("label", std::move(label))
      .set("choices", std::move(list))
      .set("is_choice", true);
  fields_.push_back(std::move(field));
  return *this;
}

void DeskFilter::set_into(Value& page) const {
  page.set("action", action_)
      .set("method", posts_ ? "post" : "get")
      .set("hidden", hidden_)
      .set("fields", fields_);
}

}  // namespace keste::pages
