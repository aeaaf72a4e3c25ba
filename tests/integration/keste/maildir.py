"""Delivered mail, read with Python's own parser."""
import email
import email.policy
import re


class Mail:
    def __init__(self, raw):
        self.raw = raw
        self.message = email.message_from_bytes(raw, policy=email.policy.default)
        self.kind = self.message["Keste-Kind"]
        self.application = int(self.message["Keste-Application"])
        self.id = self.message["Message-ID"]
        self.language = self.message["Content-Language"]
        self.recipient = self.message["To"].addresses[0].addr_spec
        self.date = self.message["Date"].datetime

    @property
    def key(self):
        return self.application, self.kind

    @property
    def text(self):
        return self.message.get_body(("plain",)).get_content()

    @property
    def calendar(self):
        """The .ics, unfolded; None without one."""
        for part in self.message.iter_attachments():
            if part.get_content_type() == "text/calendar":
                return re.sub(r"\r\n[ \t]", "", part.get_payload(decode=True).decode())
        return None

    def list_defects(self):
        return [defect for part in self.message.walk() for defect in part.defects]


def read_maildir(folder):
    return [Mail(path.read_bytes()) for part in ("new", "cur")
            for path in sorted((folder / part).iterdir())]
