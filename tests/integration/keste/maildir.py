"""Delivered mail, read with Python's own parser."""
import email
import email.parser
import email.policy
import re


class Mail:
    def __init__(self, raw):
        self.raw = raw
        self.message = email.message_from_bytes(raw, policy=email.policy.default)
        self.kind = self.message["Keste-Kind"]
        number = self.message["Keste-Application"]
        self.application = None if number is None else int(number)  # None: to a branch.
        self.id = self.message["Message-ID"]
        self.language = self.message["Content-Language"]
        self.recipient = self.message["To"].addresses[0].addr_spec
        self.date = self.message["Date"].datetime

    @property
    def key(self):
        return self.application, self.kind

    @property
    def text(self):
        return self.message.get_body(("plain",)).get_content().replace("\r\n", "\n")

    @property
    def calendar(self):
        """The .ics, unfolded; None without one."""
        for part in self.message.iter_attachments():
            if part.get_content_type() == "text/calendar":
                return re.sub(r"\r\n[ \t]", "", part.get_payload(decode=True).decode())
        return None

    def list_defects(self):
        return [defect for part in self.message.walk() for defect in part.defects]


def list_files(folder):
    return [path for part in ("new", "cur") for path in sorted((folder / part).iterdir())]


def read_maildir(folder):
    return [Mail(path.read_bytes()) for path in list_files(folder)]


def read_heads(folder):
    """The header fields alone, as text; many times faster."""
    parser = email.parser.BytesHeaderParser()
    return [parser.parsebytes(path.read_bytes()) for path in list_files(folder)]
