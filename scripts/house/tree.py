"""The files that the rules look at: what git tracks or would track, read once."""
import functools
import pathlib
import re
import subprocess

from house import cpp

# What a build in the source folder leaves behind.
LITTER = re.compile(r"(^|/)(CMakeFiles/|CMakeCache\.txt$|cmake_install\.cmake$|Makefile$"
                    r"|CTestTestfile\.cmake$)")
SKIPPED_FOLDERS = {".git", "build", "node_modules", "__pycache__", "state", "var"}


class File:
    """One text file. `text` is empty for what is not UTF-8 text."""

    def __init__(self, root, path):
        self.path = path
        self.real = root / path
        self.suffix = pathlib.PurePosixPath(path).suffix
        self.name = pathlib.PurePosixPath(path).name
        self.is_header = self.suffix == ".hpp"
        self.is_cpp = self.suffix in (".cpp", ".hpp")

    @functools.cached_property
    def text(self):
        content = self.real.read_bytes()
        try:
            return "" if b"\0" in content else content.decode("utf-8")
        except UnicodeDecodeError:
            return ""

    @functools.cached_property
    def lines(self):
        return self.text.split("\n")[:-1] if self.text.endswith("\n") else self.text.split("\n")

    @functools.cached_property
    def code(self):
        """C++ with comments and the insides of literals blanked out; same length, same lines."""
        return cpp.blank(self.text)

    @functools.cached_property
    def includes(self):
        """(line, name, quoted) of each #include."""
        pattern = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.M)
        return [(self.line_of(m.start(m.lastindex)), m.group(1) or m.group(2), bool(m.group(1)))
                for m in pattern.finditer(self.text)]

    @property
    def interpreter(self):
        first = self.lines[0] if self.text else ""
        return first[2:].strip() if first.startswith("#!") else ""

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def below(self, *folders):
        return self.path.startswith(folders)


class Tree:
    def __init__(self, root, cache=None):
        self.root = root
        self.cache = cache
        paths = sorted(_list_paths(root))
        self.litter = [path for path in paths if LITTER.search(path)]
        self.files = [File(root, path) for path in paths if not LITTER.search(path)]
        self.by_path = {file.path: file for file in self.files}

    @property
    def cpp(self):
        return [file for file in self.files if file.is_cpp]


def _list_paths(root):
    if (root / ".git").exists():
        listing = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"], capture_output=True, check=False)
        if listing.returncode == 0:
            paths = listing.stdout.decode().split("\0")
            return {path for path in paths if path and (root / path).is_file()}
    return {path.relative_to(root).as_posix() for path in root.rglob("*")
            if path.is_file() and not SKIPPED_FOLDERS & set(path.relative_to(root).parts)}
