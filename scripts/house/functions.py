"""The shape and the names of functions and classes."""
import re

from house import cpp

LINES_MAX = 60
PARAMETERS_MAX = 5
NESTING_MAX = 4


def shapes(tree):
    for file in tree.cpp:
        for function in cpp.find_functions(file.code):
            at = file.path, function.line
            if function.lines > LINES_MAX:
                yield *at, (f"{function.name} has {function.lines} lines, {LINES_MAX} at most; "
                            "name its steps as functions")
            if function.parameters > PARAMETERS_MAX:
                yield *at, (f"{function.name} has {function.parameters} parameters, "
                            f"{PARAMETERS_MAX} at most; use a struct with named fields")
            if function.nesting > NESTING_MAX:
                yield *at, (f"{function.name} nests {function.nesting} deep, {NESTING_MAX} at "
                            "most; return early or name the inner part as a function")


EMPTY_WORDS = {"manager", "helper", "helpers", "util", "utils", "misc", "data", "info"}
# SMTP has its DATA and a log its info: functions may say so.
FUNCTION_EMPTY_WORDS = EMPTY_WORDS - {"data", "info"}
# Names that a standard interface prescribes.
ALLOWED_FUNCTIONS = {"get_executor", "get_allocator", "get_return_object", "get_partial"}


def names(tree):
    for file in tree.cpp:
        if not file.below("lib/", "daemon/"):
            continue
        stem = file.name.rsplit(".", 1)[0]
        for word in sorted(EMPTY_WORDS & set(stem.split("_"))):
            yield file.path, 1, f'"{word}" in a file name; name what the file is about'
        for found in re.finditer(r"\b(?:class|struct)\s+(\w+)\s*(?:final\s*)?[:{]", file.code):
            last = re.findall(r"[A-Z][a-z0-9]*|[a-z0-9]+", found.group(1))[-1:]
            if last and last[0].lower() in EMPTY_WORDS:
                yield file.path, file.line_of(found.start()), (
                    f'{found.group(1)} ends in an empty word; name what it is')
        for function in cpp.find_functions(file.code):
            problem = _judge_name(function.name.split("::")[-1].strip())
            if problem:
                yield file.path, function.line, problem


def _judge_name(name):
    if name in ALLOWED_FUNCTIONS:
        return None
    if name.startswith("get_"):
        return f"{name}; say find_ (may be absent), load_ (must exist), or just the noun"
    if name.startswith("process_"):
        return f"{name}; say what is done: handle_, plan_, insert_, claim_, mark_"
    empty = FUNCTION_EMPTY_WORDS & set(name.lower().split("_"))
    return f'{name} holds the empty word "{empty.pop()}"; name what it does' if empty else None
