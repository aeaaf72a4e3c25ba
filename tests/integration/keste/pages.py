"""The applicant's pages as a browser without scripts goes through them."""
import html.parser
import urllib.parse

LANGUAGES = ("kk", "ru", "en")


class Page(html.parser.HTMLParser):
    """What a test looks at in an answer: language, heading, text, links, and the one form."""

    def __init__(self, answer):
        super().__init__()
        self.status = answer.status
        self.headers = answer.headers
        self.source = answer.body.decode()
        self.language = ""
        self.heading = ""
        self.text = []
        self.links = []
        self.wrong = {}  # Field to sentence.
        self.fields = {}
        self.action = None
        self.choices = {}  # Radio values to whether they are disabled.
        self.inside = []
        self.feed(self.source)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if tag == "html":
            self.language = has["lang"]
        elif tag == "a":
            self.links.append(has["href"])
        elif tag == "form":
            self.action = has["action"]
        elif tag == "input":
            self.take_input(has)
        elif tag == "option" and "selected" in has:
            self.fields["language"] = has["value"]
        if tag not in ("input", "meta", "link", "br", "option"):
            self.inside.append((tag, has))

    def take_input(self, has):
        name, kind = has.get("name"), has.get("type")
        if kind == "radio":
            self.choices[has["value"]] = "disabled" in has
        if name and (kind not in ("radio", "checkbox") or "checked" in has):
            self.fields[name] = has.get("value", "")

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, text):
        if any(tag in ("script", "title") for tag, _ in self.inside):
            return
        for tag, has in self.inside:
            if tag == "h1":
                self.heading += text
            if has.get("class") == "wrong" and text.strip():
                self.wrong[has["id"].removeprefix("wrong-")] = text.strip()
        self.text.append(text)

    @property
    def words(self):
        return " ".join(" ".join(self.text).split())


class Reader:
    """A person at a browser without scripts: a language, cookies, and whole pages."""

    def __init__(self, client, language="kk"):
        self.client = client
        self.headers = {"Accept": "text/html,application/xhtml+xml", "Accept-Language": language}
        self.cookies = {}

    def ask(self, method, path, body=None, **headers):
        sent = dict(self.headers, **{name.replace("_", "-"): value
                                     for name, value in headers.items()})
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.client.ask(method, path, body, **sent)
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer

    def look(self, path):
        return Page(self.ask("GET", path))

    def post(self, path, fields):
        """The raw answer: 303, or a page."""
        body = urllib.parse.urlencode(fields).encode()
        return self.ask("POST", path, body,
                        Content_Type="application/x-www-form-urlencoded")

    def send(self, path, fields):
        return Page(self.post(path, fields))

    def fill(self, page, person, **more):
        """The fields of a form that was shown, filled in for a person of `Crowd`."""
        fields = dict(page.fields)
        for name in ("iin", "surname", "given_name", "email", "phone", "language"):
            fields[name] = person[name]
        fields["consent"] = "yes"
        fields.update(more)
        return {name: value for name, value in fields.items() if value is not None}
