"""Who may include whom: the floors of the house, and the rooms of third-party headers."""
import re

FLOORS = {"base": 0, "calendar": 1, "locale": 1, "sheet": 1, "campaign": 2, "admission": 3,
          "config": 4, "store": 4, "engine": 5, "dispatch": 6, "pages": 6, "report": 6, "http": 7,
          "manual": 7, "kested": 8, "kestectl": 8, "generate": 9}

# Prefix of the header, where it may stand, what to do instead.
ROOMS = [
    ("yaml-cpp/", ("lib/config/",), "read YAML in lib/config"),
    ("SQLiteCpp/", ("lib/store/",), "go through lib/store"),
    ("sqlite3", ("lib/store/",), "go through lib/store"),
    ("libpq", ("lib/store/",), "go through lib/store"),
    ("boost/beast", ("lib/http/", "lib/dispatch/", "daemon/kestectl/"),
     "keep HTTP in lib/http, lib/dispatch or kestectl's client"),
    ("boost/asio", ("lib/http/", "lib/dispatch/", "daemon/"),
     "keep the network in lib/http, lib/dispatch or daemon"),
    ("sodium", ("lib/store/", "lib/dispatch/", "lib/base/random.cpp", "lib/base/base64.cpp",
                "lib/http/secrets.cpp", "lib/http/password.cpp"),
     "draw secrets with base/random, seal and hash with store::Vault"),
    ("date/", ("lib/calendar/zone.cpp",), "ask calendar::Zone"),
    ("unicode/", ("lib/locale/", "lib/dispatch/", "lib/pages/"),
     "keep ICU in lib/locale, lib/dispatch or lib/pages"),
    ("CLI/", ("daemon/",), "read the command line in daemon"),
    ("kainjow/", ("lib/pages/template.cpp",), "render through pages::Templates"),
    ("catch2/", ("tests/",), "test in tests/"),
    ("rapidcheck", ("tests/",), "test in tests/"),
]


def folder_of(path):
    """The folder of the house that a file stands in, or None."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] in ("lib", "daemon") else None


def floors(tree):
    for file in tree.cpp:
        own = folder_of(file.path)
        if own is None:
            continue
        if own not in FLOORS:
            yield file.path, 1, f"folder {own} has no floor; name it in scripts/house/layers.py"
            continue
        for line, name, quoted in file.includes:
            other = name.split("/")[0]
            if quoted and other not in FLOORS and file.below("lib/"):
                yield file.path, line, f'"{name}" is no folder of lib/; write "folder/file.hpp"'
            elif quoted and other in FLOORS and other != own:
                problem = _judge(own, other)
                if problem:
                    yield file.path, line, problem


def _judge(own, other):
    if FLOORS[other] < FLOORS[own]:
        return None
    where = "above" if FLOORS[other] > FLOORS[own] else "a neighbour of"
    return (f"{own} (floor {FLOORS[own]}) includes {other} (floor {FLOORS[other]}), which is "
            f"{where} it; move what both need down, or join them in daemon/kested")


def third_party(tree):
    for file in tree.cpp:
        if not file.below("lib/", "daemon/"):
            continue
        for line, name, _ in file.includes:
            for prefix, rooms, instead in ROOMS:
                if name.startswith(prefix) and not file.below(*rooms):
                    yield file.path, line, f"<{name}> outside {', '.join(rooms)}; {instead}"


def cmake_floors(tree):
    call = re.compile(r"keste_library\(\s*(\w+)(.*?)\)", re.S)
    for file in tree.files:
        if file.name != "CMakeLists.txt" or not file.below("lib/"):
            continue
        for library in call.finditer(file.text):
            own, rest = library.groups()
            listed = re.search(r"\bFLOORS\s+([\w\s]+?)\s*(?:LIBS|SOURCES|$)", rest)
            for other in listed.group(1).split() if listed else []:
                line = file.line_of(library.start())
                if own not in FLOORS or other not in FLOORS:
                    yield file.path, line, f"{own} or {other} has no floor; see DESIGN's list"
                elif FLOORS[other] >= FLOORS[own]:
                    yield file.path, line, (f"{own} links {other}, which is not below it; "
                                            "move what both need down")
