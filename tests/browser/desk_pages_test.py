"""The coordinators' pages in a browser: signed in, in three languages, on a phone and on a wall."""
import json
import unittest

from browsing import BrowserCase
from keste.signing_in import PASSWORD, add_user


class DeskPages(BrowserCase):
    def test_the_pages(self):
        daemon = self.start(self.make_site(), "2023-09-17T10:00:00+06:00")
        client = self.connect(daemon)
        for city in ("astana", "almaty", "oral"):
            for session in client.find("/cities/" + city).json["sessions"]:
                if session["state"] == "planned":
                    self.accept(client, self.crowd.next_form(city, session["id"]))
        add_user(daemon, "aigul")
        add_user(daemon, "dana", "coordinator", ["almaty"])
        session = client.find("/cities/almaty").json["sessions"][-1]["id"]
        form = self.crowd.next_form("almaty", session)
        self.browse("desk_pages.mjs", daemon, password=PASSWORD, session=session,
                    form=json.dumps(form))


if __name__ == "__main__":
    unittest.main()
