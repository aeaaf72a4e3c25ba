"""A client of the event stream, as a browser reads it."""
import json
import socket

from keste.waiting import PATIENCE


class EventStream:
    """One connection; `last_id` survives it. `context` for TLS."""

    def __init__(self, port, query="", token=None, last_id=None, context=None,
                 receive_buffer=None):
        self.last_id = last_id
        self.rest = b""
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", port))
        if context:
            self.socket = context.wrap_socket(self.socket, server_hostname="127.0.0.1",
                                              suppress_ragged_eofs=False)
        access = f"Authorization: Bearer {token}\r\n" if token else ""
        resume = f"Last-Event-ID: {last_id}\r\n" if last_id else ""
        self.socket.sendall(f"GET /api/v1/events{query} HTTP/1.1\r\nHost: keste\r\n"
                            f"{access}{resume}\r\n".encode())
        self.head = self.read_to(b"\r\n\r\n").decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def read_to(self, mark):
        """All up to the mark; empty when the stream ends before it."""
        while mark not in self.rest:
            chunk = self.socket.recv(65536)
            if not chunk:
                return b""
            self.rest += chunk
        taken, self.rest = self.rest.split(mark, 1)
        return taken

    def next(self):
        """The next event as its name and its data; None at the end."""
        while block := self.read_to(b"\n\n"):
            fields = dict(line.split(": ", 1) for line in block.decode().split("\n")
                          if not line.startswith(":"))
            self.last_id = fields.get("id", self.last_id)
            if "event" in fields:
                return fields["event"], json.loads(fields["data"])
        return None

    def wait_for(self, name, **wanted):
        """Skips what comes before it; its data."""
        while event := self.next():
            if event[0] == name and wanted.items() <= event[1].items():
                return event[1]
        raise AssertionError(f"the stream ended before {name} {wanted}")
