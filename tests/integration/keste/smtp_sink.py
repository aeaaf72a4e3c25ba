"""A small SMTP server that keeps what it is given and can be told to misbehave."""
import re
import socket
import ssl
import threading
import time

from keste.maildir import Mail
from keste.waiting import PATIENCE

DROP = "drop"


class SmtpSink:
    """Use as a context. `rules` maps a command (CONNECT, EHLO, MAIL, RCPT, DATA, ".", …) to a reply
    such as "450 4.3.0 later", to DROP, or to a function of the argument that gives one of these or
    None; a rule may change while it runs. `mails` are those that it took over."""

    def __init__(self, port=0, rules=None, certificate=None, delay=0.0):
        self.rules = dict(rules or {})
        self.delay = delay
        self.mails = []
        self.commands = []
        self.lock = threading.Lock()
        self.open = set()
        self.tls = None
        if certificate is not None:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(certificate)
        self.listener = socket.create_server(("127.0.0.1", port), backlog=64)
        self.port = self.listener.getsockname()[1]

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self):
        self.acceptor = threading.Thread(target=self.accept, daemon=True)
        self.acceptor.start()
        return self

    def __exit__(self, *_):
        # A shut listener wakes the thread that waits in accept.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.acceptor.join(PATIENCE)
        with self.lock:
            still_open = list(self.open)
        for dialogue in still_open:
            dialogue.cut()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        dialogue = Dialogue(self, connection)
        with self.lock:
            self.open.add(dialogue)
        try:
            dialogue.run()
        except (OSError, Dropped):
            pass
        finally:
            dialogue.close()
            with self.lock:
                self.open.discard(dialogue)

    def list_mails(self):
        with self.lock:
            return list(self.mails)

    def count_of(self, command):
        with self.lock:
            return sum(1 for seen in self.commands if seen == command)


class Dropped(Exception):
    pass


class Dialogue:
    """One connection."""

    def __init__(self, sink, connection):
        self.sink = sink
        self.connection = connection
        self.lines = connection.makefile("rb")
        self.encrypted = False

    def cut(self):
        """Wakes the thread that serves it."""
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def close(self):
        self.lines.close()
        self.connection.close()

    def say(self, reply):
        self.connection.sendall(reply.encode() + b"\r\n")

    def read_line(self):
        line = self.lines.readline()
        if not line.endswith(b"\n"):
            raise Dropped
        return line

    def answer(self, command, argument, otherwise, before=lambda: None):
        """True when the reply was the good one; `before` runs before it, or before a drop."""
        with self.sink.lock:
            self.sink.commands.append(command)
            rule = self.sink.rules.get(command)
        if callable(rule):
            rule = rule(argument)
        if self.sink.delay:
            time.sleep(self.sink.delay)
        if rule == DROP:
            before()
            raise Dropped
        if rule is not None:
            self.say(rule)
            if rule.startswith("421"):
                raise Dropped
            return False
        before()
        self.say(otherwise)
        return True

    def run(self):
        self.recipients = []
        self.answer("CONNECT", "", "220 sink.example.kz ESMTP")
        while True:
            line = self.read_line().decode().rstrip("\r\n")
            command, _, argument = line.partition(" ")
            command = command.upper()
            handler = getattr(self, "on_" + command.lower(), None)
            if handler is not None:
                handler(argument)
            elif command == "QUIT":
                self.answer("QUIT", argument, "221 2.0.0 bye")
                return
            else:
                self.answer(command, argument, "250 2.0.0 ok")

    def on_ehlo(self, argument):
        offers = ["sink.example.kz", "PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"]
        if self.sink.tls is not None and not self.encrypted:
            offers.append("STARTTLS")
        marks = ["-"] * (len(offers) - 1) + [" "]
        self.answer("EHLO", argument, "\r\n".join("250" + mark + offer
                                                  for mark, offer in zip(marks, offers)))

    def on_starttls(self, argument):
        self.answer("STARTTLS", argument, "220 2.0.0 go ahead")
        self.lines.close()
        self.connection = self.sink.tls.wrap_socket(self.connection, server_side=True)
        self.lines = self.connection.makefile("rb")
        self.encrypted = True

    def on_mail(self, argument):
        self.recipients = []
        self.answer("MAIL", argument, "250 2.1.0 ok")

    def on_rcpt(self, argument):
        if self.answer("RCPT", argument, "250 2.1.5 ok"):
            self.recipients.append(re.search(r"<([^>]*)>", argument).group(1))

    def on_data(self, argument):
        if not self.recipients:
            return self.answer("DATA", argument, "554 5.5.1 no valid recipients")
        if not self.answer("DATA", argument, "354 go ahead"):
            return
        content = b""
        while (line := self.read_line()) != b".\r\n":
            content += line[1:] if line.startswith(b".") else line
        mail = Mail(content)
        mail.recipients = list(self.recipients)
        mail.encrypted = self.encrypted
        # What is dropped here is taken over all the same, but the sender never hears of it.
        self.answer(".", mail.recipient, "250 2.0.0 taken", lambda: self.keep(mail))

    def keep(self, mail):
        with self.sink.lock:
            self.sink.mails.append(mail)
