#!/usr/bin/env python3
"""Every house rule fires on a bad snippet, at its line, and is quiet on what only looks bad."""
import pathlib
import sys
import tempfile
import textwrap
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "scripts"))

import house_rules  # noqa: E402
from house import cpp  # noqa: E402
from house.tree import Tree  # noqa: E402

# A tree that breaks no rule.
GOOD = {
    ".clang-format": "BasedOnStyle: Google\nColumnLimit: 100\n",
    "lib/base/CMakeLists.txt": "keste_library(base SOURCES clock.cpp)\n",
    "lib/base/clock.hpp": "// Clock: the source of now.\n#pragma once\n\nint now();\n",
    "lib/base/clock.cpp": '// The clock.\n#include "base/clock.hpp"\n\nint now() { return 1; }\n',
    "lib/engine/CMakeLists.txt":
        "keste_library(\n  engine\n  SOURCES turn.cpp turn.hpp\n  FLOORS base)\n",
    "lib/engine/turn.hpp": "// Turn: one step.\n#pragma once\n\nint turn();\n",
    "lib/engine/turn.cpp":
        '// A turn.\n#include "engine/turn.hpp"\n\n#include "base/clock.hpp"\n\n'
        "int turn() { return now(); }\n",
    "docs/words.md": "Words.\n",
}
HEADER = "// A file.\n"


def body(lines):
    return HEADER + "void f() {\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


def code(text):
    return HEADER + textwrap.dedent(text).lstrip("\n")


TURN = "lib/engine/turn.cpp"
TURN_HEADER = "lib/engine/turn.hpp"
LONG_FUNCTION = body(["g();"] * 59)
DEEP = ("if (a) {", "for (;;) {", "while (b) {", "switch (c) {", "try {", "}", "catch (int) {}",
        "}", "}", "}", "}")

# (rule, path, content, line, part of what is said)
BAD = [
    ("layers", "lib/base/clock.cpp", HEADER + '#include "engine/turn.hpp"\n', 2, "above"),
    ("layers", "lib/store/rows.cpp", HEADER + '#include "config/config.hpp"\n', 2, "neighbour"),
    ("layers", "daemon/kestectl/main.cpp", HEADER + '#include "kested/app.hpp"\n', 2, "neighbour"),
    ("layers", TURN, HEADER + '#include "turn.hpp"\n', 2, "folder/file.hpp"),
    ("layers", "lib/cellar/wine.cpp", HEADER, 1, "no floor"),
    ("third-party", TURN, HEADER + "#include <yaml-cpp/yaml.h>\n", 2, "lib/config"),
    ("third-party", "lib/config/read.cpp", HEADER + "#include <sqlite3.h>\n", 2, "lib/store"),
    ("third-party", TURN, HEADER + "#include <SQLiteCpp/SQLiteCpp.h>\n", 2, "lib/store"),
    ("third-party", TURN, HEADER + "#include <boost/beast/core.hpp>\n", 2, "lib/http"),
    ("third-party", "daemon/kested/a.cpp", HEADER + "#include <boost/beast/http.hpp>\n", 2, "http"),
    ("third-party", TURN, HEADER + "#include <boost/asio/post.hpp>\n", 2, "network"),
    ("third-party", "lib/admission/code.cpp", HEADER + "#include <sodium.h>\n", 2, "Vault"),
    ("third-party", "lib/calendar/due.cpp", HEADER + "#include <date/tz.h>\n", 2, "Zone"),
    ("third-party", "lib/http/page.cpp", HEADER + "#include <unicode/locid.h>\n", 2, "ICU"),
    ("cmake-floors", "lib/base/CMakeLists.txt",
     "keste_library(base SOURCES clock.cpp FLOORS engine LIBS x)\n", 1, "not below"),
    ("file-size", TURN, HEADER + "int a;\n" * 400, 401, "401 lines, 400"),
    ("file-size", TURN_HEADER, HEADER + "#pragma once\n" + "int a;\n" * 199, 201, "200 at most"),
    ("file-size", "tests/unit/a_test.cpp", HEADER + "int a;\n" * 600, 601, "600 at most"),
    ("line-length", TURN, HEADER + "// " + "ә" * 98 + "\n", 2, "101 columns"),
    ("line-length", "scripts/x.py", "# " + "a" * 99 + "\n", 1, "101 columns"),
    ("blanks", TURN, HEADER + "int a; \n", 2, "blanks at the end"),
    ("blanks", TURN, HEADER + "\tint a;\n", 2, "a tab"),
    ("blanks", TURN, HEADER + "int a;", 2, "line break"),
    ("functions", TURN, LONG_FUNCTION, 2, "f has 61 lines"),
    ("functions", TURN, code("""
        namespace keste {
        class A {
         public:
          explicit A(int a)
              : a_{a}, b_(a) {
        """) + "    g();\n" * 60 + "  }\n};\n}\n", 5, "A has 63 lines"),
    ("functions", TURN, HEADER + "int f(int a, int b, int c, int d, int e, int g) { return a; }\n",
     2, "6 parameters"),
    ("functions", TURN_HEADER, code("""
        #pragma once
        struct A {
          virtual std::map<int, int> f(std::map<int, int> a, int b, int c = g(1, 2), int d = {},
                                       int e, int h) const = 0;
        };
        """), 4, "6 parameters"),
    ("functions", TURN, body(DEEP), 2, "nests 5 deep"),
    ("names", "lib/engine/turn_manager.cpp", HEADER, 1, "manager"),
    ("names", TURN, HEADER + "class TurnHelper {};\n", 2, "TurnHelper"),
    ("names", TURN, HEADER + "struct SessionInfo final : Base {};\n", 2, "SessionInfo"),
    ("names", TURN, HEADER + "int get_turn() { return 1; }\n", 2, "find_"),
    ("names", TURN, HEADER + "void Turn::process_rows(int n) {}\n", 2, "handle_"),
    ("banned-words", TURN, body(["auto t = std::chrono::system_clock::now();"]), 3, "Clock&"),
    ("banned-words", TURN, body(["auto t = std::chrono::steady_clock::now();"]), 3, "Clock&"),
    ("banned-words", TURN, body(["time(nullptr);"]), 3, "Clock&"),
    ("banned-words", "tests/unit/a_test.cpp", body(["sleep_for(1s);"]), 3, "step the clock"),
    ("banned-words", TURN, body(["localtime_r(&t, &out);"]), 3, "calendar/zone"),
    ("banned-words", TURN, body(["mktime(&out);"]), 3, "calendar/zone"),
    ("banned-words", TURN, body(["std::random_device device;"]), 3, "base/random"),
    ("banned-words", TURN, body(["return std::rand() % 2;"]), 3, "base/random"),
    ("banned-words", "lib/http/a.cpp", body(["co_spawn(io, run(), asio::detached);"]), 3, "name"),
    ("banned-words", TURN, body(["std::thread(f).detach();"]), 3, "join it"),
    ("banned-words", "lib/http/a.cpp", body(["io_.stop();"]), 3, "App's stop"),
    ("banned-words", "lib/store/a.cpp", body(["SQLite::Transaction t(db_);"]), 3, "IMMEDIATE"),
    ("banned-words", TURN, body(["out << std::endl;"]), 3, "'\\n'"),
    ("banned-words", TURN, body(["auto* a = new Turn;"]), 3, "make_unique"),
    ("banned-words", TURN, body(["delete a;"]), 3, "destructor"),
    ("banned-words", TURN, HEADER + "class A : std::enable_shared_from_this<A> {};\n", 2, "owner"),
    ("banned-words", TURN, body(["assert(a);"]), 3, "CHECK"),
    ("banned-words", "lib/http/a.cpp", body(["auto run = [a]() -> asio::awaitable<void> {};"]), 3,
     "named function"),
    ("banned-words", TURN_HEADER, HEADER + "#pragma once\nusing namespace std;\n", 3, "header"),
    ("catch-all", TURN, body(["try {", "  g();", "} catch (...) {", "  a = 1;", "}"]), 5, "log"),
    ("macros", TURN, HEADER + "#define TWICE(x) ((x) * 2)\n", 2, "TWICE"),
    ("unfinished", "docs/words.md", "Words.\nTODO: more.\n", 2, "finish it"),
    ("unfinished", TURN, HEADER + "// FIXME later.\n", 2, "FIXME"),
    ("machine-paths", "docs/words.md", "See /home/somebody/keste.\n", 1, "/home/"),
    ("machine-paths", "tests/unit/a_test.cpp", body(['open("/tmp/a.db");']), 3, "/tmp/"),
    ("machine-paths", "etc/a.yaml", "dir: /root/keste\n", 1, "/root/"),
    ("lock-files", "tests/bench/package-lock.json",
     '{\n"resolved": "https://mirror.example/a.tgz"}\n', 2, "omit-lockfile-registry-resolved"),
    ("file-header", TURN, '#include "engine/turn.hpp"\n', 1, "begin with"),
    ("file-header", TURN, "// no sentence here\n", 1, "begin with"),
    ("file-header", TURN, "", 1, "empty file"),
    ("pragma-once", TURN_HEADER, HEADER + "#ifndef TURN\n#define TURN\n#endif\n", 1, "pragma"),
    ("in-cmake-list", "lib/engine/lost.cpp", HEADER, 1, "list it"),
    ("in-cmake-list", "lib/engine/urn.cpp", HEADER, 1, "list it"),
    ("dead-header", "lib/engine/lost.hpp", HEADER + "#pragma once\n", 1, "included nowhere"),
    ("executable", "scripts/x", "#!/usr/bin/env bash\n", 1, "chmod"),
    ("litter", "lib/base/cmake_install.cmake", "\t", 1, "delete it"),
    ("shell-syntax", "scripts/x", "#!/usr/bin/env bash\nif true; then\n", 3, "bash -n"),
    ("python-syntax", "scripts/x.py", "def f(:\n", 1, "Python"),
    ("json-syntax", "a.json", '{"a": 1,}\n', 1, "JSON"),
    ("yaml-syntax", "etc/a.yaml", "a: 1\nb: [1, 2\n", 3, "YAML"),
    ("clang-format", TURN, HEADER + "int  a;\n", 2, "clang-format-14 -i"),
]

# What looks like a violation and is none: (path, content).
FINE = [
    ("lib/engine/a.cpp", body(["// new, delete, sleep_for, assert(x): words in a comment.",
                               'g("std::endl /* new */ { ( time(nullptr)");',
                               "int n = 1'000'000;", "char c = '{';", "char d = '\\'';"])),
    ("lib/engine/a.cpp",
     HEADER + "struct A {\n  A(const A&) = delete;\n  void f(A a = {1, 2});\n};\n"),
    ("lib/engine/a.cpp", body(["static_assert(true);", "renewed(1);", "deleted = 2;"])),
    ("lib/engine/a.cpp", body(["try {", "} catch (...) {", "  throw;", "}"])),
    ("lib/engine/a.cpp", body(["try {", "} catch (...) {", '  log_.error("a", "b");', "}"])),
    ("lib/engine/a.cpp", body(["if (a) {", "} else if (b) {", "} else if (c) {", "} else if (d) {",
                               "} else if (e) {", "} else {", "}"])),
    ("lib/engine/a.cpp", HEADER + "std::function<void(int, int, int, int, int, int)> f;\n"),
    ("lib/engine/a.cpp", HEADER + "using F = void(int, int, int, int, int, int);\n"),
    ("lib/engine/a.cpp", HEADER + "void f(std::map<int, std::pair<int, int>> a, int b, int c);\n"),
    ("lib/engine/a.cpp", body(["g();"] * 58)),
    ("lib/store/a.cpp",
     body(["SQLite::Transaction t(db_, SQLite::TransactionBehavior::IMMEDIATE);"])),
    ("lib/store/a.cpp", body(["Transaction t(db_);"])),
    ("lib/calendar/zone.cpp", HEADER + "#include <date/tz.h>\n"),
    ("lib/engine/a.cpp", "// flock(2) on a file.\n"),
    ("daemon/kestectl/check.cpp", "// kestectl check: reads the files.\n"),
    ("docs/words.md", "https://example.kz/home/page and ./tmp/a and $HOME/tmp/x and /tmp.\n"),
    ("tests/unit/config/broken/a.yaml", "a: [1\n"),
    ("tests/unit/base/Makefile", "all: /home/somebody/keste\n"),
]
NOT_FOR_FINE = {"in-cmake-list", "clang-format", "dead-header", "litter"}


class HouseRules(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def check(self, changes, rules=tuple(house_rules.RULES)):
        for path, content in {**GOOD, **changes}.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")
        return house_rules.check(Tree(self.root), rules)

    def test_a_good_tree_has_no_violation(self):
        self.assertEqual(self.check({}), [])

    def test_sources_are_found_in_lists_of_other_folders(self):
        lists = {"tests/unit/CMakeLists.txt":
                 "add_library(m ${PROJECT_SOURCE_DIR}/tests/support/m.cpp ../a/b.cpp)\n",
                 "tests/support/m.cpp": HEADER, "tests/a/b.cpp": HEADER,
                 "lib/engine/more.cmake": "set(more turn_more.cpp)\n",
                 "lib/engine/turn_more.cpp": HEADER}
        self.assertEqual(self.check(lists, ["in-cmake-list"]), [])

    def test_each_rule_has_a_bad_snippet(self):
        self.assertEqual({row[0] for row in BAD}, set(house_rules.RULES))


def make_bad_test(rule, path, content, line, part):
    def test(self):
        found = [(at, text) for where, at, text, _ in self.check({path: content}, [rule])
                 if where == path]
        self.assertTrue(any(at == line and part in text for at, text in found),
                        f"expected line {line} with {part!r}, found {found}")
    return test


def make_fine_test(path, content):
    def test(self):
        rules = set(house_rules.RULES) - NOT_FOR_FINE
        self.assertEqual([row for row in self.check({path: content}, rules) if row[0] == path], [])
    return test


for number, row in enumerate(BAD):
    setattr(HouseRules, f"test_{row[0].replace('-', '_')}_fires_{number}", make_bad_test(*row))
for number, row in enumerate(FINE):
    setattr(HouseRules, f"test_fine_{number}", make_fine_test(*row))


class Scanner(unittest.TestCase):
    def test_functions_are_found_with_name_and_size(self):
        source = code("""
            template <class T, class U = std::pair<int, int>>
            auto pick(T a, U b) -> Result<T, U> {
              return a;
            }
            bool operator==(const A& a, const A& b) { return true; }
            A::~A() {}
            A::A(int a) : a_{a}, b_{[a] { return a; }()} { g(); }
            constexpr int table[] = {1, 2};
            [[noreturn]] void fail(const char* text) noexcept(true) { throw text; }
            """)
        found = [(f.name, f.line, f.parameters, f.lines)
                 for f in cpp.find_functions(cpp.blank(source))]
        self.assertEqual(found, [("pick", 3, 2, 3), ("operator", 6, 2, 1), ("A::~A", 7, 0, 1),
                                 ("A::A", 8, 1, 1), ("fail", 10, 1, 1)])

    def test_blanking_keeps_every_offset(self):
        source = 'a("x\\"{", R"q(\n")"{)q"); // {\n/* {\n */ 1\'0;\n'
        blanked = cpp.blank(source)
        self.assertEqual(len(blanked), len(source))
        self.assertEqual(blanked.count("\n"), source.count("\n"))
        self.assertNotIn("{", blanked)


if __name__ == "__main__":
    unittest.main()
