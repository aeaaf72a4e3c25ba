"""Sizes of files and lines."""
import re

FILE_LIMITS = [("tests/", ".cpp", 600), ("tests/", ".py", 600), ("", ".cpp", 400),
               ("", ".hpp", 200), ("scripts/", ".py", 400)]
LINE_LIMIT = 100
CODE_NAMES = {"CMakeLists.txt"}
CODE_SUFFIXES = {".cpp", ".hpp", ".py", ".cmake", ".sql", ".js", ".mjs"}


def is_code(file):
    return file.suffix in CODE_SUFFIXES or file.name in CODE_NAMES or bool(file.interpreter)


def file_sizes(tree):
    for file in tree.files:
        for folder, suffix, limit in FILE_LIMITS:
            if file.suffix == suffix and file.below(folder):
                if len(file.lines) > limit:
                    yield file.path, limit + 1, (f"{len(file.lines)} lines, {limit} at most; "
                                                 "split it by what it does")
                break


def line_lengths(tree):
    for file in tree.files:
        if not is_code(file):
            continue
        for number, line in enumerate(file.lines, 1):
            if len(line) > LINE_LIMIT:
                yield file.path, number, f"{len(line)} columns, {LINE_LIMIT} at most; break it"


def blanks(tree):
    for file in tree.files:
        if not is_code(file) or not file.text:
            continue
        if not file.text.endswith("\n") or file.text.endswith("\n\n"):
            yield file.path, len(file.lines), "ends otherwise than with one line break; write one"
        for number, line in enumerate(file.lines, 1):
            if re.search(r"[ \t\r]$", line):
                yield file.path, number, "blanks at the end of the line; delete them"
            if "\t" in line:
                yield file.path, number, "a tab; write spaces"
