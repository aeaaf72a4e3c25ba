// What the desk's groups of subcommands share: secrets and files read, reports printed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "kestectl/kestectl.hpp"

namespace keste::kestectl {

/// A promo code or an IIN as given, or, for "-", the first line of the standard input: so that it
/// need not stand where everybody on the machine can list it. Empty, with the reason printed and
/// `exit` set, when there is none.
std::optional<std::string> read_secret(const std::string& given, Shared& shared);

/// A file's bytes; those of the standard input for "-". Empty, with the reason printed and `exit`
/// set, when it cannot be read.
std::optional<std::string> read_file_or_complain(const std::string& path, Shared& shared);

/// POSTs the members and prints the answer: its facts, one a line, and its rows as a table.
void send_and_print(const std::string& path, const boost::json::object& members, Shared& shared);
/// The same for an answer that is there.
void print_report(const boost::json::value& answer, Shared& shared);

}  // namespace keste::kestectl
