// Exit codes of kestectl, each with what it says.
#pragma once

#include <array>

#include "manual/roff.hpp"

namespace keste::kestectl {

/// The EX_ names of sysexits.h where there is one.
namespace exit_code {
inline constexpr int done = 0;
inline constexpr int unknown = 1;
inline constexpr int usage = 64;
inline constexpr int broken = 65;
inline constexpr int no_input = 66;
inline constexpr int unavailable = 69;
inline constexpr int software = 70;
inline constexpr int output = 74;
inline constexpr int forbidden = 77;
inline constexpr int config = 78;
}  // namespace exit_code

/// The table that the manual shows.
inline constexpr std::array<manual::ExitCode, 10> exit_codes{{
    {exit_code::done, "", "Done, or nothing was wrong."},
    {exit_code::unknown, "", "There is no such city, session, campaign, code or application."},
    {exit_code::usage, "EX_USAGE", "The command line is wrong; what would be right was said."},
    {exit_code::broken, "EX_DATAERR",
     "The daemon refuses what was asked, some rows of a sheet or of a list could not be done, the "
     "audit log is not whole, or somebody is not accounted for."},
    {exit_code::no_input, "EX_NOINPUT", "A file could not be read."},
    {exit_code::unavailable, "EX_UNAVAILABLE",
     "No daemon answers, it cannot serve now, or another one holds the database."},
    {exit_code::software, "EX_SOFTWARE", "A bug of kestectl, or an answer that it cannot read."},
    {exit_code::output, "EX_IOERR", "The answer could not be written."},
    {exit_code::forbidden, "EX_NOPERM", "This account may not ask the daemon that."},
    {exit_code::config, "EX_CONFIG", "The files of the campaign have errors; all were named."},
}};

}  // namespace keste::kestectl
