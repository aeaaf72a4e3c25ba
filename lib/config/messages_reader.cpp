// Message files: every kind with its subject and text, and its SMS where it has one.
#include "config/messages_reader.hpp"

#include "config/fields.hpp"
#include "config/message_kinds.hpp"
#include "config/values.hpp"

namespace keste::config {

MessagesFile read_messages(const Node& root, Report& report) {
  const Fields kinds(root, "messages", {message_kinds.begin(), message_kinds.end()}, report);
  MessagesFile file;
  for (const std::string_view kind : message_kinds) {
    const Node* node = kinds.require(kind);
    if (node == nullptr) continue;
    const Fields fields(*node, kind, {"subject", "text", "sms"}, report);
    const Node* subject = fields.require("subject");
    const Node* text = fields.require("text");
    const Node* sms = fields.find("sms");
    const std::string name(kind);
    MessagePattern& pattern = file.patterns[name];
    keep(pattern.subject, read_text(subject, report));
    keep(pattern.text, read_lines(text, report));
    keep(pattern.sms, read_text(sms, report));
    if (subject != nullptr) file.places[name + ".subject"] = subject->place;
    if (text != nullptr) file.places[name + ".text"] = text->place;
    if (sms != nullptr) file.places[name + ".sms"] = sms->place;
  }
  return file;
}

}  // namespace keste::config
