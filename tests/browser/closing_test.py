"""The last seconds of a window, with its form open in a browser."""
import unittest

from browsing import BrowserCase


class Closing(BrowserCase):
    def test_the_last_seconds_of_a_window(self):
        daemon = self.start(self.make_site(), "2023-09-17T23:59:50+06:00")
        self.browse("closing.mjs", daemon, iins=self.invent_iins(2))


if __name__ == "__main__":
    unittest.main()
