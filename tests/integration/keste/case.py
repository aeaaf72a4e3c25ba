"""TestCase with a folder of its own, gone at the end, and all that was started ended."""
import pathlib
import shutil
import sys
import tempfile
import unittest

from keste.applicants import Crowd
from keste.daemon import Daemon
from keste.site import NOWHERE_TO_SEND, Site


class Case(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        # Short, because a Unix socket's path has 107 bytes at most.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="keste-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.addCleanup(self.show_logs_of_failure)
        self.addCleanup(self.refuse_reports_of_sanitizers)
        self.crowd = Crowd()
        self.sites = 0

    def make_site(self, mail=NOWHERE_TO_SEND, campaign=None):
        self.sites += 1
        return Site(self.folder / str(self.sites), mail, campaign)

    def launch(self, site, clock_start=None, clock_rate=1, environment=None, clock_origin=None):
        """Started, but perhaps not to stay."""
        daemon = Daemon(site, clock_start, clock_rate, environment, clock_origin)
        self.addCleanup(daemon.kill)
        return daemon

    def start(self, site, *arguments, **options):
        return self.launch(site, *arguments, **options).wait_ready()

    def connect(self, daemon):
        client = daemon.connect()
        self.addCleanup(client.close)
        return client

    def accept(self, client, form, **headers):
        """Applies and expects a seat; the application."""
        answer = client.apply(form, **headers)
        self.assertEqual(answer.status, 201, answer)
        return answer.json

    def refuse(self, client, form, problem, **headers):
        answer = client.apply(form, **headers)
        self.assertEqual(answer.problem, problem, answer)
        return answer

    def refuse_reports_of_sanitizers(self):
        for log in self.folder.rglob("kested-*.log"):
            text = log.read_text(errors="replace")
            self.assertNotIn("Sanitizer", text)
            self.assertNotIn("runtime error: ", text)

    def show_logs_of_failure(self):
        result = self._outcome.result
        if not any(test is self for test, _ in result.failures + result.errors):
            return
        for log in sorted(self.folder.rglob("kested-*.log")):
            print(f"--- the end of {log.name} ({self.id()})", file=sys.stderr)
            print("".join(log.read_text().splitlines(keepends=True)[-15:]), file=sys.stderr)
