// kested.yaml(5): the comments of the shipped settings as a page.
#include <optional>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "generate/pages.hpp"
#include "manual/roff.hpp"

namespace keste::generate {
namespace {

using Lines = std::vector<std::string>;
using manual::Roff;

/// Lines up to the next empty one.
std::vector<Lines> split_blocks(std::string_view text) {
  std::vector<Lines> blocks(1);
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) {
      blocks.back().push_back(line);
    } else if (!blocks.back().empty()) {
      blocks.emplace_back();
    }
  }
  return blocks;
}

/// A line of a comment without its mark; empty when it is none.
std::optional<std::string> uncomment(const std::string& line) {
  static const std::regex comment(R"(\s*# ?(.*))");
  std::smatch found;
  if (!std::regex_match(line, found, comment)) return std::nullopt;
  return found[1].str();
}

struct Setting {
  std::string key;
  std::string value;
};

/// "url: …", but no sentence: those begin with a capital letter.
std::optional<Setting> read_setting(const std::string& line) {
  static const std::regex setting(R"(\s*([a-z_]+):(?: (.*))?)");
  std::smatch found;
  if (!std::regex_match(line, found, setting)) return std::nullopt;
  return Setting{found[1].str(), found[2].str()};
}

/// A paragraph, or a name with its explanation.
struct Piece {
  std::string name;
  std::string text;
};

/// Comments: "  name   what it is" with deeper lines going on, and sentences.
std::vector<Piece> read_pieces(const Lines& comments) {
  static const std::regex entry(R"( {2,6}(\S.*?) {2,}(\S.*))");
  std::vector<Piece> pieces;
  bool goes_on = false;
  for (const std::string& line : comments) {
    std::smatch found;
    const auto indent = line.find_first_not_of(' ');
    if (indent == std::string::npos) {
      goes_on = false;
    } else if (std::regex_match(line, found, entry)) {
      pieces.push_back({found[1].str(), found[2].str()});
      goes_on = true;
    } else if (goes_on && (indent > 6 || pieces.back().name.empty())) {
      pieces.back().text += " " + line.substr(indent);
    } else {
      pieces.push_back({"", line.substr(indent)});
      goes_on = true;
    }
  }
  return pieces;
}

void add_pieces(Roff& page, const std::vector<Piece>& pieces, std::size_t from) {
  for (std::size_t i = from; i < pieces.size(); ++i) {
    const Piece& piece = pieces[i];
    if (piece.name.empty()) {
      page.paragraph(piece.text);
    } else {
      page.item("`" + piece.name + "`", piece.text);
    }
  }
}

void add_setting(Roff& page, const Setting& setting, const Lines& comments, bool shipped) {
  const auto pieces = read_pieces(comments);
  const bool begins = !pieces.empty() && pieces.front().name.empty();
  const std::string value = setting.value.empty() ? "" : " " + setting.value;
  page.item("`" + setting.key + ":`" + value,
            (begins ? pieces.front().text : "") + (shipped ? "" : " Optional."));
  const std::size_t from = begins ? 1 : 0;
  if (pieces.size() <= from) return;
  page.begin_inner();
  add_pieces(page, pieces, from);
  page.end_inner();
}

/// A group that is set as shipped: its settings, each after its comment. Comments that hold a
/// setting show an optional one.
void add_group_lines(Roff& page, const Lines& block, std::size_t from) {
  Lines comments;
  for (std::size_t i = from; i < block.size(); ++i) {
    const auto comment = uncomment(block[i]);
    const auto setting = read_setting(comment.value_or(block[i]));
    if (setting && !(comment && comment->starts_with(' '))) {
      add_setting(page, *setting, comments, !comment);
      comments.clear();
    } else if (comment) {
      comments.push_back(*comment);
    }
  }
}

/// A group that is only shown: sentences, and the settings as they would stand.
class Shown {
 public:
  void take(Roff& page, const Lines& block) {
    Lines comments;
    std::string example;
    std::string key;
    for (const std::string& line : block) {
      const std::string text = uncomment(line).value_or(line);
      const auto setting = read_setting(text);
      if (key.empty() && setting && !text.starts_with(' ')) key = setting->key;
      if (key.empty()) {
        comments.push_back(text);
      } else {
        example += "  " + text + "\n";
      }
    }
    if (key.empty()) {
      waiting_.push_back(comments);
      return;
    }
    if (key != last_) page.subheading(key);
    last_ = key;
    for (const Lines& each : waiting_) add_pieces(page, read_pieces(each), 0);
    waiting_.clear();
    add_pieces(page, read_pieces(comments), 0);
    page.verbatim(example);
  }

 private:
  std::vector<Lines> waiting_;  ///< Sentences before the settings that they are about.
  std::string last_;
};

void add_settings(Roff& page, const std::vector<Lines>& blocks) {
  bool within = false;
  std::size_t groups = 0;
  Shown shown;
  for (const Lines& block : blocks) {
    if (block.empty()) continue;
    const auto setting = read_setting(block.front());
    const bool begins = setting && !block.front().starts_with(' ');
    if (begins) {
      page.subheading(setting->key);
      add_group_lines(page, block, 1);
      ++groups;
    } else if (block.front().starts_with(' ') && within) {
      add_group_lines(page, block, 0);
    } else {
      shown.take(page, block);
    }
    within = begins || (within && block.front().starts_with(' '));
  }
  if (groups == 0) throw std::runtime_error("no settings among the comments");
}

}  // namespace

std::string settings_page(std::string_view settings, std::string_view date) {
  std::vector<Lines> blocks = split_blocks(settings);
  Roff page("kested.yaml", 5, "the settings of kested", date);
  page.heading("SYNOPSIS");
  page.paragraph("`/etc/keste/kested.yaml`");
  page.heading("DESCRIPTION");
  Lines head;
  for (const std::string& line : blocks.front()) head.push_back(uncomment(line).value_or(line));
  add_pieces(page, read_pieces(head), 0);
  page.paragraph(
      "`kestectl check` says all that is wrong, with line and column. Under SIGHUP a "
      "file with errors changes nothing.");
  page.heading("OPTIONS");
  blocks.erase(blocks.begin());
  add_settings(page, blocks);
  page.heading("EXIT STATUS");
  page.paragraph("kested(8) ends with 78, and so does `kestectl check`, when the file has errors.");
  page.heading("FILES");
  page.item("`/etc/keste/kested.yaml`", "The settings; another folder is given with `--etc`.");
  page.item("`/etc/keste/campaigns`, `calendars`, `messages`",
            "Schedules, working calendars and texts, read together with them.");
  page.heading("ENVIRONMENT");
  page.item("`CREDENTIALS_DIRECTORY`",
            "Where secrets with a relative path are looked for before the file's own folder.");
  page.heading("EXAMPLES");
  page.paragraph("Mail over a relay, and two daemons on one database:");
  page.verbatim(
      "  http:  {listen: \"127.0.0.1:8080\", public_url: \"https://keste.example.kz\"}\n"
      "  store: {url: \"postgresql://keste@db1.example.kz/keste\"}\n"
      "  mail:  {url: \"smtp://relay.example.kz:25\", from: \"Keste <keste@example.kz>\"}");
  page.heading("SEE ALSO");
  page.paragraph("kested(8), kestectl(1)");
  return page.text();
}

}  // namespace keste::generate
