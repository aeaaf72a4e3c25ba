"""Words that must not stand in the tree, each with what to write instead."""
import re

from house import cpp

# Pattern, where it is allowed, what it is, what to write instead. Tests are meant too.
BANNED = [
    (r"\b(system|steady|high_resolution)_clock::now\b", ("lib/base/",), "the machine's clock",
     "take `now` or a Clock&"),
    (r"\btime\s*\(\s*(nullptr|NULL|0)\s*\)|\b(clock_gettime|gettimeofday)\s*\(", ("lib/base/",),
     "the machine's clock", "take `now` or a Clock&"),
    (r"\b(sleep_for|sleep_until|usleep|nanosleep)\b", (), "a sleep",
     "step the clock, or wait for a named signal with a time-out"),
    (r"\b(localtime|gmtime|mktime|timegm|strftime)(_r)?\b", ("lib/calendar/zone.cpp",),
     "C calendar functions", "use calendar/zone"),
    (r"\bs?rand\s*\(|\brandom_device\b", ("lib/base/",), "unseeded randomness",
     "use base/random"),
    (r"\bdetached\b", (), "work whose end nobody hears of", "name the completion"),
    # A look-up of a name cannot be cancelled, and an ending process must not wait for it.
    (r"\.detach\s*\(", ("lib/dispatch/name_lookup.cpp",), "a thread that nobody joins", "join it"),
    (r"\b(io|ioc|context|io_context)_?(\.|->|\(\)\.)stop\s*\(",
     ("daemon/kested/", "tests/unit/kested/io_loop_test.cpp"),
     "stopping the loop under its users", "let App's stop end them by name"),
    (r"\bSQLite::Transaction\s+\w+\s*[({][^,(){}]*[)}]", (), "a transaction without behaviour",
     "pass TransactionBehavior::IMMEDIATE"),
    (r"\bstd::endl\b", (), "std::endl flushes", r"write '\n'"),
    (r"\bnew\b(?!\s*\()", (), "new", "std::make_unique, or a value"),
    (r"(?<!operator )\bdelete\b(?!\s*;)", (), "delete", "let an owner's destructor do it"),
    (r"\b(enable_)?shared_from_this\b", ("lib/http/",), "shared_from_this",
     "one owner, and values to the others"),
    (r"\bassert\s*\(", (), "assert vanishes in release builds", "CHECK"),
    (r"\][^;{}]*->\s*(\w+::)*awaitable\s*<", (), "a lambda coroutine",
     "a named function that takes values"),
]
HEADER_ONLY = [(r"\busing\s+namespace\b", "using namespace in a header", "write the names out")]
OWN_FILES = ("scripts/house", "tests/house/")


def banned(tree):
    for file in tree.cpp:
        code = re.sub(r"=\s*(delete|default)\b", lambda m: " " * len(m.group(0)), file.code)
        for pattern, allowed, what, instead in BANNED:
            if allowed and file.below(*allowed):
                continue
            for found in re.finditer(pattern, code):
                yield file.path, file.line_of(found.start()), f"{what}; {instead}"
        for pattern, what, instead in HEADER_ONLY if file.is_header else []:
            for found in re.finditer(pattern, code):
                yield file.path, file.line_of(found.start()), f"{what}; {instead}"


def catch_all(tree):
    handled = r"\bthrow\b|\blog\w*\b|\w*log_?(\.|->|\(\))|current_exception|\babort\b|\b_exit\b"
    for file in tree.cpp:
        match = cpp.matching(file.code) if "catch" in file.code else {}
        for found in re.finditer(r"\bcatch\s*\(\s*\.\.\.\s*\)\s*{", file.code):
            body = file.code[found.end():match.get(found.end() - 1, len(file.code))]
            if not re.search(handled, body):
                yield file.path, file.line_of(found.start()), (
                    "catch (...) that swallows; rethrow or log")


def macros(tree):
    for file in tree.cpp:
        if not file.below("lib/", "daemon/"):
            continue
        for found in re.finditer(r"^[ \t]*#\s*define\s+(\w+)\(", file.code, re.M):
            if found.group(1) not in ("CHECK", "MARK"):
                yield file.path, file.line_of(found.start()), (
                    f"macro {found.group(1)}; write a function or a template")


def _is_prose(file):
    return not file.below(*OWN_FILES) and not file.name.endswith("-lock.json")


def unfinished(tree):
    word = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    for file in tree.files:
        for number, line in enumerate(file.lines, 1) if _is_prose(file) else []:
            if found := word.search(line):
                yield file.path, number, f"{found.group(1)}; finish it, or leave it out"


def machine_paths(tree):
    path = re.compile(r"(?<![\w.$}~*/-])/(home|work|root|tmp|Users)/[\w.$%{]")
    for file in tree.files:
        for number, line in enumerate(file.lines, 1) if _is_prose(file) else []:
            if found := path.search(line):
                yield file.path, number, (f"a path of one machine (/{found.group(1)}/); "
                                          "use a relative path, an option or a temporary folder")


def lock_files(tree):
    for file in tree.files:
        if not file.name.endswith("package-lock.json"):
            continue
        for found in re.finditer(r'"resolved":\s*"(\w+://[^/"]+)', file.text):
            yield file.path, file.line_of(found.start()), (
                f"names the host {found.group(1)}; lock with omit-lockfile-registry-resolved")
