"""Several daemons on one PostgreSQL, as a case."""
import collections
import datetime as dt
import importlib.util
import shutil
import unittest

from keste import postgresql
from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.daemon import parse_instant
from keste.database import find_damage, open_copy
from keste.maildir import read_heads
from keste.processes import REPOSITORY
from keste.site import NOWHERE_TO_SEND, Site
from keste.waiting import wait_for

OPEN = parse_instant("2023-09-02T10:00:00+06:00")


def load_cluster():
    path = REPOSITORY / "tests" / "support" / "postgresql_cluster.py"
    spec = importlib.util.spec_from_file_location("postgresql_cluster", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Cluster


def now():
    return dt.datetime.now(dt.timezone.utc)


@unittest.skipUnless(postgresql.is_wanted(), "needs PostgreSQL")
class Many(Case):
    seats = 5_000

    def setUp(self):
        super().setUp()
        self.campaign = Campaign([Session("hall", "2023-09-06T10:00", "2023-09-06T12:00",
                                          self.seats),
                                  Session("small", "2023-09-07T10:00", "2023-09-07T12:00", 10)])
        self.group = []
        self.begun = None

    def add_site(self, schema=None):
        """Beside the first one, unless its schema is another."""
        first = self.group[0] if self.group and not schema else None
        self.sites += 1
        site = Site(self.folder / str(self.sites), NOWHERE_TO_SEND, self.campaign,
                    first.schema if first else schema)
        if first:
            site.state.mkdir()
            shutil.copy(first.state / "keste.key", site.state / "keste.key")
        self.group.append(site)
        return site

    def open(self, site, clock=OPEN, rate=1, **options):
        return self.launch_beside(site, clock, rate, **options).wait_ready()

    def launch_beside(self, site, clock=OPEN, rate=1, **options):
        self.begun = self.begun or now()
        return self.launch(site, clock, rate, clock_origin=self.begun, **options)

    def open_group(self, count=3, **options):
        return [self.open(self.add_site(), **options) for _ in range(count)]

    def assert_undamaged(self):
        with open_copy(self.group[0].schema) as database:
            self.assertEqual(find_damage(database), {})

    def assert_unready(self, daemon, state):
        """A load balancer must send nobody there."""
        with daemon.connect() as client:
            ready = client.ask("GET", "/readyz")
        self.assertEqual((ready.status, ready.json["parts"]["store"]["state"]), (503, state), ready)

    def count_mails(self):
        heads = [head for site in self.group if site.maildir.exists()
                 for head in read_heads(site.maildir)]
        return collections.Counter((int(head["Keste-Application"]), head["Keste-Kind"])
                                   for head in heads if head["Keste-Application"])

    def wait_quiet(self, daemon, within=120):
        def quiet():
            counts = daemon.status()["totals"]["notifications"]
            return counts["pending"] + counts["claimed"] == 0
        wait_for("the outbox to be empty", quiet, within, every=0.1)
