#!/usr/bin/env python3
"""Refuses expressions with co_await that g++ 12.2 compiles to a double free.

    scripts/coroutine_gate.py --build DIR [--root DIR] [--jobs N]

Runs coroutine_gate.query with clang-query-14 over every .cpp that holds co_await, by the build
folder's compile_commands.json. A header with co_await is refused: the query cannot see into it.
"""
import argparse
import concurrent.futures
import pathlib
import re
import shutil
import subprocess
import sys

from house.tree import Tree

QUERY = pathlib.Path(__file__).with_suffix(".query")
INSTEAD = {
    "aggregate_temporary": "give the struct a constructor, or name the value first",
    "capturing_lambda_temporary": "name the lambda first",
    "class_typed_ternary": "write if and else",
    "await_inside_braces": "await into a name first, then build",
}
HIT = re.compile(r'^(\S[^:\n]*):(\d+):\d+: note: "(\w+)" binds here', re.M)
ERROR = re.compile(r"^(.*?): (?:fatal )?error: (.*)", re.M)


def ask(program, build, path):
    """What clang-query says of one file: a list of complaints."""
    # clang does not know all of g++'s warnings, and its own are not asked for here.
    run = subprocess.run(
        [program, "-p", str(build), "--extra-arg=-w", "-f", str(QUERY), str(path)],
        capture_output=True, text=True, check=False)
    said = run.stdout + run.stderr
    found = {f"{hit[0]}:{hit[1]}: {hit[2]}; {INSTEAD[hit[2]]}" for hit in HIT.findall(said)}
    found |= {f"{where}: {what}; clang must be able to read it" for where, what in
              ERROR.findall(said)[:3]}
    if not found and (run.returncode != 0 or said.count("matches.") + said.count("match.") < 4):
        found = {f"{path}:1: clang-query-14 failed: {said.strip()[-300:]}"}
    return sorted(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).parents[1])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    root = options.root.resolve()
    files = [file for file in Tree(root).cpp if re.search(r"\bco_await\b", file.code)]
    if not files:
        print("coroutine gate: no file uses co_await")
        return 0
    complaints = [f"{file.path}:1: co_await in a header; move it to a .cpp, where the gate sees it"
                  for file in files if file.is_header]
    program = shutil.which("clang-query-14")
    if program is None:
        complaints.append("clang-query-14 is missing; run scripts/setup --test")
    elif not (options.build / "compile_commands.json").is_file():
        complaints.append(f"{options.build} has no compile_commands.json; configure it first")
    else:
        sources = [file.real for file in files if not file.is_header]
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for found in pool.map(lambda path: ask(program, options.build, path), sources):
                complaints += found
    for complaint in complaints:
        print(complaint.replace(str(root) + "/", ""))
    print(f"coroutine gate: {len(files)} files, {len(complaints)} places refused")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
