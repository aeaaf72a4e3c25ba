// Writes mails and what they should say into a directory, for mime_oracle.py to compare.
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "dispatch/ics.hpp"
#include "dispatch/mime.hpp"

namespace {

using keste::dispatch::Draft;

std::string repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

/// Texts and names that have broken mail programs before.
std::vector<std::string> make_lines() {
  return {"Results",
          "Қарсы алыңыз: нәтиже шықты",
          "среда, 20 сентября 2023 г.",
          "😀" + repeat("қ😀", 60),
          repeat("word ", 60) + "end",
          repeat("a", 300),
          "=?utf-8?B?aGVsbG8=?= =?utf-8?Q?x?=",
          "Kasymova, A. \"Asel\" <x@example.kz>",
          "back\\slash (comment) [brackets]; semicolon: colon",
          "x" + repeat("і", 31),
          "tail é",
          "=2E=20 _underscores_ ? ="};
}

std::vector<std::string> make_texts() {
  return {"Hello\nWorld\n",
          "Құрметті Әсел!\n\nНәтижеңіз дайын.\n",
          "one é in much ASCII\n" + repeat("plain line of text\n", 40),
          "trailing blank \nand tab\t\n.\n..\nFrom here\n",
          repeat("a", 2000) + "\n" + repeat("é", 500) + "\n",
          "--=_keste.1\n--=_keste.1--\n",
          "= equals =3D =\n\n\n",
          repeat("Қатар №1 — «тырнақша»\n", 60)};
}

Draft make_draft(std::size_t number, const std::vector<std::string>& lines,
                 const std::vector<std::string>& texts) {
  Draft draft;
  draft.from = {lines[number % lines.size()], "keste@example.kz"};
  draft.to = {lines[(number / 2 + 1) % lines.size()], "asel.kasymova@example.kz"};
  if (number % 3 == 0) {
    draft.reply_to = keste::dispatch::Mailbox{lines[(number + 5) % lines.size()], "b@example.kz"};
  }
  draft.message_id = "<keste.pkr-2023." + std::to_string(number) + "@example.kz>";
  draft.date = "Wed, 20 Sep 2023 10:00:00 +0600";
  draft.subject = lines[(number + 3) % lines.size()];
  draft.language = "kk";
  draft.headers = {{"Keste-Kind", "results_due"}, {"Keste-Application", std::to_string(number)}};
  draft.text = texts[number % texts.size()];
  draft.boundary = "=_keste." + std::to_string(number);
  if (number % 2 == 1) {
    keste::dispatch::CalendarEvent event;
    event.uid = "keste." + std::to_string(number) + "@example.kz";
    event.summary = draft.subject;
    event.description = draft.text;
    if (number % 4 == 1) event.method = keste::dispatch::CalendarMethod::cancel;
    draft.calendar = keste::dispatch::make_ics(event);
    draft.calendar_method = to_text(event.method);
  }
  return draft;
}

boost::json::object describe(const keste::dispatch::Mailbox& mailbox) {
  return {{"name", mailbox.name}, {"address", mailbox.address}};
}

boost::json::object describe(const Draft& draft) {
  boost::json::object out{{"from", describe(draft.from)},
                          {"to", describe(draft.to)},
                          {"message_id", draft.message_id},
                          {"date", draft.date},
                          {"subject", draft.subject},
                          {"language", draft.language},
                          {"text", draft.text},
                          {"calendar", draft.calendar},
                          {"calendar_method", draft.calendar_method}};
  if (draft.reply_to) out["reply_to"] = describe(*draft.reply_to);
  boost::json::object headers;
  for (const auto& [name, value] : draft.headers) headers[name] = value;
  out["headers"] = headers;
  return out;
}

void write_file(const std::filesystem::path& path, const std::string& content) {
  std::ofstream out(path, std::ios::binary);
  out << content;
  out.close();
  if (!out) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: mime_samples DIRECTORY\n";
    return 2;
  }
  const std::filesystem::path directory = arguments[1];
  const auto lines = make_lines();
  const auto texts = make_texts();
  for (std::size_t number = 0; number < lines.size() * texts.size(); ++number) {
    const Draft draft = make_draft(number, lines, texts);
    const std::string stem = std::to_string(number);
    write_file(directory / (stem + ".eml"), keste::dispatch::build_message(draft));
    write_file(directory / (stem + ".json"), boost::json::serialize(describe(draft)));
  }
  return 0;
}
