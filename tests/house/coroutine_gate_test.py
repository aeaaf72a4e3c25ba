#!/usr/bin/env python3
"""The coroutine gate refuses each of the four shapes that g++ 12.2 breaks, and nothing else."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

GATE = pathlib.Path(__file__).parents[2] / "scripts" / "coroutine_gate.py"

PRELUDE = """\
// Coroutines.
#include <coroutine>
#include <string>
struct Task {
  ~Task();
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  std::string await_resume();
};
struct Options { std::string a; std::string b; };
struct Call { template <class F> Call(F) {} ~Call(); };
Task take(Options options);
Task call(Call run);
Task ask();
"""
LINE = PRELUDE.count("\n") + 1

BAD = {
    "aggregate_temporary": "Task f(std::string s) { co_await take(Options{s, s}); }",
    "capturing_lambda_temporary": "Task f(std::string s) { co_await call([s] { (void)s; }); }",
    "class_typed_ternary":
        "Task f(bool yes) { auto v = yes ? co_await ask() : co_await ask(); (void)v; }",
    "await_inside_braces": 'Task f() { Options o{co_await ask(), "b"}; (void)o; }',
}
GOOD = """\
Task aggregate(std::string s) { Options o{s, s}; co_await take(std::move(o)); }
Task lambda(std::string s) { auto run = [s] { (void)s; }; co_await call(run); }
Task choice(bool yes) { if (yes) { co_await ask(); } else { co_await ask(); } }
Task build() { auto a = co_await ask(); Options o{a, "b"}; (void)o; }
"""


class CoroutineGate(unittest.TestCase):
    def run_gate(self, files, compiled=True):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder).resolve()
            for name, text in files.items():
                (root / name).write_text(text, encoding="utf-8")
            if compiled:
                commands = [{"directory": str(root), "file": name,
                             "command": f"c++ -std=c++20 -Werror -Wno-tsan -c {name}"}
                            for name in files if name.endswith(".cpp")]
                (root / "compile_commands.json").write_text(json.dumps(commands))
            run = subprocess.run([sys.executable, "-B", GATE, "--root", root, "--build", root],
                                 capture_output=True, text=True, check=False)
            return run.returncode, run.stdout

    def test_each_broken_shape_is_refused_at_its_line(self):
        for shape, text in BAD.items():
            with self.subTest(shape):
                status, said = self.run_gate({"a.cpp": PRELUDE + text + "\n"})
                self.assertEqual(status, 1, said)
                self.assertIn(f"a.cpp:{LINE}: {shape};", said)

    def test_the_mended_shapes_pass(self):
        status, said = self.run_gate({"a.cpp": PRELUDE + GOOD})
        self.assertEqual(status, 0, said)

    def test_a_header_with_co_await_is_refused(self):
        status, said = self.run_gate({"a.hpp": PRELUDE + GOOD})
        self.assertEqual(status, 1)
        self.assertIn("a.hpp:1: co_await in a header", said)

    def test_what_clang_cannot_read_is_not_passed_over(self):
        status, said = self.run_gate({"a.cpp": PRELUDE + "Task f() { co_await gone(); }\n"})
        self.assertEqual(status, 1)
        self.assertIn("clang must be able to read it", said)

    def test_without_co_await_no_build_is_needed(self):
        status, said = self.run_gate({"a.cpp": "int a;  // co_await\n"}, compiled=False)
        self.assertEqual((status, said), (0, "coroutine gate: no file uses co_await\n"))

    def test_a_missing_build_fails(self):
        status, said = self.run_gate({"a.cpp": PRELUDE + GOOD}, compiled=False)
        self.assertEqual(status, 1)
        self.assertIn("compile_commands.json", said)


if __name__ == "__main__":
    unittest.main()
