"""What stands around every page: language, colours, assets, and the page for what is not there."""
import unittest

from browsing import BrowserCase


class Frame(BrowserCase):
    def test_the_frame(self):
        daemon = self.start(self.make_site(), "2023-09-10T10:00:00+06:00")
        self.browse("frame.mjs", daemon)


if __name__ == "__main__":
    unittest.main()
