"""What every file must have, and that none is dead."""
import posixpath
import re


def header_sentence(tree):
    for file in tree.cpp:
        if not file.text:
            yield file.path, 1, "an empty file; delete it or begin it with a sentence"
            continue
        block = []
        for line in file.lines:
            if not line.startswith("// "):
                break
            block.append(line[3:].strip())
        text = " ".join(block)
        # A first word in small letters begins no sentence, unless it is a name: "kested: …".
        begins = not re.match(r"[a-z]+\s", text) or ":" in text[:40]
        if not text or not begins or not re.search(r"[.)]$", text):
            yield file.path, 1, "no header sentence; begin with `// What this file is for.`"


def pragma_once(tree):
    for file in tree.cpp:
        if file.is_header:
            first = next((line for line in file.lines if line and not line.startswith("//")), "")
            if first != "#pragma once":
                yield file.path, 1, "#pragma once is not the first line after the header comment"


def in_cmake_list(tree):
    listed = set()
    for file in tree.files:
        if file.name == "CMakeLists.txt" or file.suffix == ".cmake":
            folder = posixpath.dirname(file.path)
            for name in re.findall(r"[^\s()\"]+\.cpp\b", file.text):
                own, root = re.subn(r"^\$\{(PROJECT|CMAKE)_SOURCE_DIR\}/", "", name)
                own = own.replace("${CMAKE_CURRENT_LIST_DIR}/", "")
                own = own.replace("${CMAKE_CURRENT_SOURCE_DIR}/", "")
                listed.add(posixpath.normpath(posixpath.join("" if root else folder, own)))
    for file in tree.files:
        if file.suffix == ".cpp" and file.path not in listed:
            yield file.path, 1, "in no CMakeLists.txt; list it, or delete it"


def dead_headers(tree):
    included = {}
    for file in tree.cpp:
        for _, name, quoted in file.includes:
            if quoted:
                included.setdefault(posixpath.basename(name), set()).add(name)
    for file in tree.cpp:
        names = included.get(file.name, ())
        if file.is_header and not any(("/" + file.path).endswith("/" + name) for name in names):
            yield file.path, 1, "included nowhere; use it, or delete it"


def executable(tree):
    for file in tree.files:
        if file.interpreter and not file.real.stat().st_mode & 0o111:
            yield file.path, 1, "has a #! line but is not executable; chmod +x"


def litter(tree):
    for path in tree.litter:
        yield path, 1, "CMake's output among the sources; delete it, build in build/"
