"""kestectl's commands as its own help lists them, and the files that the build makes of them."""
import re

from keste.processes import BIN, KESTECTL, run

SHARE = BIN.parent / "share"
MAN = {name: SHARE / "man" / f"man{name[-1]}" / name
       for name in ("kestectl.1", "kested.8", "kested.yaml.5")}
BASH = SHARE / "bash-completion" / "completions" / "kestectl"
ZSH = SHARE / "zsh" / "site-functions" / "_kestectl"


class Help:
    """--help of one command, in its parts."""

    def __init__(self, words):
        self.words = words
        self.text = run(KESTECTL, *words, "--help").stdout
        self.commands = self.rows("Commands")
        self.options = {name: what for title in ("Options", "Common options")
                        for name, what in self.rows(title).items()}

    def rows(self, title):
        """{name: explanation} of the rows under a title."""
        found = re.search(rf"^{title}:\n((?:  .*\n)*)", self.text, re.M)
        rows, last = {}, None
        for line in found.group(1).splitlines() if found else []:
            row = re.match(r"  (\S.*)", line)
            if row:
                name, _, what = re.sub(r" {2,}", "\0", row.group(1)).partition("\0")
                last = name.split()[0].rstrip(",")
                rows[last] = what
            elif last:
                rows[last] = (rows[last] + " " + line.strip()).strip()
        return rows


def list_commands(words=()):
    """The help of every command and group, the program's first."""
    own = Help(words)
    return [own] + [each for name in own.commands for each in list_commands((*words, name))]
