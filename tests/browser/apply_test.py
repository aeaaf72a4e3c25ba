"""The applicant's way, in three languages, from the list of cities to a withdrawal."""
import unittest

from browsing import BrowserCase


class Apply(BrowserCase):
    def test_the_way_of_an_applicant(self):
        daemon = self.start(self.make_site(), "2023-09-10T10:00:00+06:00")
        self.browse("apply.mjs", daemon, iins=self.invent_iins(20))


if __name__ == "__main__":
    unittest.main()
