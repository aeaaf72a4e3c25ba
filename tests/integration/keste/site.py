"""A folder with etc and state: a copy of the repository's files with settings of its own."""
import pathlib
import re
import shutil

from keste import postgresql
from keste.processes import REPOSITORY

NOWHERE_TO_SEND = "maildir:outbox"


class Site:
    def __init__(self, folder, mail=NOWHERE_TO_SEND, campaign=None, schema=None):
        # What the desk tells people leaves at once, unless a test is about the waiting.
        self.hold_minutes = 0
        self.folder = pathlib.Path(folder)
        self.etc = self.folder / "etc"
        self.state = self.folder / "state"
        self.schema = schema or (postgresql.Schema() if postgresql.is_wanted() else None)
        shutil.copytree(REPOSITORY / "etc", self.etc)
        self.write_settings(mail=mail)
        if campaign is not None:
            for file in (self.etc / "campaigns").iterdir():
                file.unlink()
            self.write_campaign(campaign)

    @property
    def maildir(self):
        return self.state / "outbox"

    @property
    def database(self):
        """What `open_copy` looks into: the file, or the schema on PostgreSQL."""
        return self.schema or self.state / "keste.db"

    @property
    def store_url(self):
        return self.schema.url if self.schema else "sqlite:keste.db"

    def write_settings(self, listen="127.0.0.1:0", mail=NOWHERE_TO_SEND, more_mail=""):
        """`more_mail` are further members of the mail section, such as `, tls: none`."""
        self.replace(
            "kested.yaml", f'http: {{listen: "{listen}", public_url: "http://keste.example.kz"}}\n'
            f'store: {{url: "{self.store_url}"}}\n'
            f'desk: {{hold_minutes: {self.hold_minutes}}}\n'
            f'mail: {{url: "{mail}", from: "Keste <keste@example.kz>"{more_mail}}}\n')

    def write_campaign(self, campaign):
        self.replace("campaigns/trial.yaml", campaign.to_yaml())

    def replace(self, name, text):
        """At one stroke, as editors do, since a daemon may be reading it."""
        fresh = self.folder / "fresh"
        fresh.write_text(text)
        fresh.replace(self.etc / name)

    def edit(self, name, old, new):
        text = (self.etc / name).read_text()
        assert old in text, f"{old} is not in {name}"
        self.replace(name, text.replace(old, new, 1))


def read_example(title):
    """The commented section of etc/kested.yaml that follows a line with `title`, uncommented."""
    lines = iter((REPOSITORY / "etc" / "kested.yaml").read_text().splitlines())
    example = []
    for line in lines:
        if line.startswith("# " + title):
            break
    for line in lines:
        if re.match(r"# (sms|webhook):$", line) or (example and line.startswith("#   ")):
            example.append(line[2:])
        elif example:
            break
    return "\n".join(example) + "\n"
