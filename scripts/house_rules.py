#!/usr/bin/env python3
"""House rules as a test: prints each violation as file:line: what; what instead.

    scripts/house_rules.py [--root DIR] [--cache FILE] [--list]

Standard library only, except PyYAML to parse YAML files. Exit 1 when there are violations.
CONTRIBUTING.md says what the rules are for; each rule stands in scripts/house/.
"""
import argparse
import pathlib
import sys

from house import files, formats, functions, layers, sizes, words
from house.tree import Tree

RULES = {
    "layers": layers.floors,
    "third-party": layers.third_party,
    "cmake-floors": layers.cmake_floors,
    "file-size": sizes.file_sizes,
    "line-length": sizes.line_lengths,
    "blanks": sizes.blanks,
    "functions": functions.shapes,
    "names": functions.names,
    "banned-words": words.banned,
    "catch-all": words.catch_all,
    "macros": words.macros,
    "unfinished": words.unfinished,
    "machine-paths": words.machine_paths,
    "lock-files": words.lock_files,
    "file-header": files.header_sentence,
    "pragma-once": files.pragma_once,
    "in-cmake-list": files.in_cmake_list,
    "dead-header": files.dead_headers,
    "executable": files.executable,
    "litter": files.litter,
    "shell-syntax": formats.shell,
    "python-syntax": formats.python,
    "json-syntax": formats.json_files,
    "yaml-syntax": formats.yaml_files,
    "clang-format": formats.clang_format,
}


def check(tree, rules=tuple(RULES)):
    """Every violation as (path, line, text, rule), in the order of the tree."""
    return sorted({(path, line, text, rule)
                   for rule in rules for path, line, text in RULES[rule](tree)})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).parents[1])
    parser.add_argument("--cache", type=pathlib.Path, help="remembers files found well formatted")
    parser.add_argument("--list", action="store_true", help="names the rules")
    options = parser.parse_args()
    if options.list:
        print("\n".join(RULES))
        return 0
    tree = Tree(options.root.resolve(), options.cache)
    violations = check(tree)
    for path, line, text, rule in violations:
        print(f"{path}:{line}: {text} [{rule}]")
    print(f"house rules: {len(tree.files)} files, {len(violations)} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
