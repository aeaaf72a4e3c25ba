"""The form on a phone, without scripts, with a lost connection, with a draft."""
import unittest

from browsing import BrowserCase


class Form(BrowserCase):
    def test_the_form(self):
        daemon = self.start(self.make_site(), "2023-09-10T10:00:00+06:00")
        self.browse("form.mjs", daemon, iins=self.invent_iins(20))


if __name__ == "__main__":
    unittest.main()
