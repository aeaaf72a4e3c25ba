"""Postfix's smtp-sink as a child, where it is installed."""
import os
import re
import shutil
import socket

from keste.processes import end, spawn
from keste.waiting import wait_for

PROGRAM = shutil.which("smtp-sink", path=os.environ.get("PATH", "") + ":/usr/sbin")
NUMBER = re.compile(rb"^Keste-Application: (\d+)\r?$", re.M)
KIND = re.compile(rb"^Keste-Kind: (\w+)\r?$", re.M)


class PostfixSink:
    """Use as a context; `options` are smtp-sink's own. What it took is dumped below `folder`."""

    def __init__(self, folder, port, options=()):
        self.port = port
        self.dumps = folder
        self.dumps.mkdir(exist_ok=True)
        command = [PROGRAM]
        if os.geteuid() == 0:
            # It gives up root, so that its dumps must be writable by nobody.
            command += ["-u", "nobody"]
            shutil.chown(self.dumps, "nobody")
        self.command = command + ["-d", "mail.", *options, f"127.0.0.1:{port}", "256"]

    def __enter__(self):
        self.process = spawn(self.command, cwd=self.dumps)
        wait_for("smtp-sink to listen", self.listens)
        return self

    def __exit__(self, *_):
        end(self.process)

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def list_numbers(self):
        """The application of every whole mail that it took, as often as it did."""
        texts = [path.read_bytes() for path in self.dumps.iterdir()]
        return sorted(int(NUMBER.search(text)[1]) for text in texts if KIND.search(text))
