"""Programs on a terminal of their own: what they write there, and what is typed to them."""
import fcntl
import os
import pty
import select
import struct
import termios
import time
import unicodedata

from keste.processes import end, spawn
from keste.waiting import PATIENCE


def display_width(text):
    """Cells of a terminal, by Unicode's own tables."""
    width = 0
    for letter in text:
        if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
            continue
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
    return width


class Terminal:
    """Use it as a context. Its standard error is the terminal too."""

    def __init__(self, command, columns=80, **options):
        self.main, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.process = spawn(command, stdin=child, stdout=child, stderr=child, **options)
        os.close(child)
        self.shown = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        end(self.process)
        os.close(self.main)

    def _read(self, deadline):
        """False when nothing more comes."""
        ready, _, _ = select.select([self.main], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise AssertionError(f"waited in vain; the terminal shows {self.shown!r}")
        try:
            data = os.read(self.main, 65536)
        except OSError:  # The other side is closed.
            return False
        self.bytes = getattr(self, "bytes", b"") + data
        self.shown = self.bytes.decode(errors="replace")
        return bool(data)

    def read_all(self):
        deadline = time.monotonic() + PATIENCE
        while self._read(deadline):
            pass
        return self.shown.replace("\r\n", "\n")

    def type(self, keys, until):
        """Types, and waits until `until` is shown after what was there before."""
        deadline = time.monotonic() + PATIENCE
        before = len(self.shown)
        os.write(self.main, keys.encode())
        while until not in self.shown[before:]:
            if not self._read(deadline):
                raise AssertionError(f"it ended; the terminal shows {self.shown!r}")
