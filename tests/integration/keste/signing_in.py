"""People who sign in on the pages: made at the desk's socket, with the cookies of their browser."""
import re
from urllib.parse import urlencode

from keste.processes import KESTECTL, run

PASSWORD = "correct horse battery"


def add_user(daemon, name, role="admin", cities=()):
    words = [word for city in cities for word in ("--city", city)]
    answer = run(KESTECTL, "user", "add", name, "--role", role, *words, "--state",
                 daemon.site.state, input=PASSWORD + "\n")
    assert answer.returncode == 0, answer.stderr


class Visitor:
    """A browser without scripts: keeps cookies, fills in forms, follows nothing by itself."""

    def __init__(self, client):
        self.client = client
        self.cookies = {}

    def ask(self, method, path, fields=None, **headers):
        headers.setdefault("Accept", "text/html")
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if fields is not None:
            headers["Content_Type"] = "application/x-www-form-urlencoded"
        answer = self.client.ask(method, path, fields and urlencode(fields), **headers)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        answer.text = answer.body.decode()
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def csrf(self, answer):
        return re.search(r'name="csrf" value="([0-9a-f]+)"', answer.text)[1]

    def sign_in(self, name, password=PASSWORD, back="", **more):
        form = self.get("/desk/sign-in" + (back and "?back=" + back))
        return self.ask("POST", "/desk/sign-in",
                        {"csrf": self.csrf(form), "name": name, "password": password,
                         "back": back, **more})
