"""What the server's side can ask of a daemon: encryption, and an upgrade under its feet."""
import shutil
import signal
import socket
import subprocess
import unittest

from keste import postgresql
from keste.daemon import Daemon
from keste.many import Many, load_cluster


def find_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Encryption(Many):
    """A server that talks to nobody in the clear."""

    def make_certificate(self, name, folder):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650", "-subj",
                        "/CN=" + name, "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                        folder / "server.key", "-out", folder / "server.crt"],
                       check=True, capture_output=True)
        return folder / "server.crt"

    def start_server(self):
        cluster = load_cluster()()
        self.addCleanup(cluster.end)
        port = find_free_port()
        cluster.make(f"listen_addresses = '127.0.0.1'\nport = {port}\nssl = on\n")
        (cluster.data / "pg_hba.conf").write_text(
            "local all all trust\nhostssl all all 127.0.0.1/32 trust\n")
        certificate = self.make_certificate("the server", cluster.data)
        for name in ("server.key", "server.crt"):
            shutil.chown(cluster.data / name, cluster.data.owner(), cluster.data.group())
        (cluster.data / "server.key").chmod(0o600)
        cluster.start()
        # Where the daemon may read it.
        root = self.folder / "root.crt"
        shutil.copy(certificate, root)
        return f"host=127.0.0.1&port={port}&user=keste", root

    def add_encrypted(self, query):
        schema = postgresql.Schema(self.server + "&sslmode=require")
        schema.url = schema.url.replace(self.server + "&sslmode=require", query)
        return self.add_site(schema)

    def test_the_server_is_who_its_certificate_says_or_nothing_is_sent(self):
        self.server, root = self.start_server()
        site = self.add_encrypted(f"{self.server}&sslmode=verify-full&sslrootcert={root}")
        daemon = self.open(site)
        self.accept(self.connect(daemon), self.crowd.next_form("almaty", "hall"))
        encrypted = postgresql.ask(site.schema.url, "SELECT count(*) FILTER (WHERE NOT ssl) FROM "
                                   "pg_stat_ssl JOIN pg_stat_activity USING (pid) "
                                   "WHERE application_name = 'kested'")
        self.assertEqual(encrypted.strip(), "0")
        self.assertEqual(daemon.stop(), 0)
        strange = self.folder / "strange"
        strange.mkdir()
        other = self.make_certificate("somebody else", strange)
        for query, words in ((f"sslmode=verify-full&sslrootcert={other}",
                              "certificate verify failed"),
                             ("sslmode=disable", "no encryption")):
            with self.subTest(query):
                self.refuse_start(self.add_encrypted(f"{self.server}&{query}"), words)

    def refuse_start(self, site, words):
        daemon = Daemon(site)
        self.assertNotEqual(daemon.process.wait(30), 0)
        self.assertIn(words, daemon.list_events("start_failed")[0]["message"])


class Idle(Many):
    def test_connections_that_the_server_ended_meanwhile_cost_nobody_an_answer(self):
        cluster = load_cluster()()
        self.addCleanup(cluster.end)
        cluster.make()
        cluster.start()
        site = self.add_site(postgresql.Schema(cluster.query))
        daemon = self.open(site)
        client = self.connect(daemon)
        for _ in range(5):
            self.accept(client, self.crowd.next_form("almaty", "hall"))
            self.wait_quiet(daemon)
            ended = postgresql.ask(site.schema.url,
                                   "SELECT count(pg_terminate_backend(pid, 5000)) FROM "
                                   "pg_stat_activity WHERE application_name = 'kested'")
            self.assertGreaterEqual(int(ended), 1)
        self.accept(client, self.crowd.next_form("almaty", "hall"))
        self.assertEqual(daemon.list_events("turn_failed"), [])
        self.assertEqual(daemon.stop(), 0)


class Upgrades(Many):
    """A newer daemon has migrated the database while this version's still run."""

    def migrate(self, version, oldest_writer):
        postgresql.ask(self.group[0].schema.url,
                       "BEGIN; ALTER TABLE applications ADD COLUMN news TEXT NOT NULL DEFAULT '';"
                       "ALTER TABLE outbox ADD COLUMN news BIGINT;"
                       f"UPDATE keste_schema SET version = {version}, "
                       f"oldest_writer = {oldest_writer}; COMMIT")

    def test_daemons_go_on_beside_a_newer_one_that_they_can_live_with(self):
        first, second = self.open_group(2)
        self.accept(self.connect(first), self.crowd.next_form("almaty", "hall"))
        version = self.find_version()
        self.migrate(version + 1, version)
        for daemon in (first, second):
            view = self.accept(self.connect(daemon), self.crowd.next_form("almaty", "hall"))
            self.assertEqual(
                self.connect(first).find("/applications/" + view["ticket"]).status, 200)
        # One that is started again meanwhile is not kept out either.
        self.assertEqual(second.stop(), 0)
        second = self.open(self.group[1])
        self.accept(self.connect(second), self.crowd.next_form("almaty", "hall"))
        self.wait_quiet(first)
        for daemon in (first, second):
            self.assertEqual(daemon.stop(), 0)
        self.assert_undamaged()

    def test_daemons_stop_writing_beside_a_newer_one_that_they_cannot_live_with(self):
        daemon, = self.open_group(1)
        client = self.connect(daemon)
        self.accept(client, self.crowd.next_form("almaty", "hall"))
        version = self.find_version()
        self.migrate(version + 1, version + 1)
        answer = client.apply(self.crowd.next_form("almaty", "hall"))
        self.assertEqual((answer.status, answer.headers["Retry-After"]), (503, "1"), answer)
        self.assertIn("upgrade it", daemon.wait_event("turn_failed")["reason"])
        self.assertEqual(client.find("/status").status, 200)
        self.assert_unready(daemon, "failing")
        # Nor by a reload.
        self.group[0].edit("campaigns/trial.yaml", "seats: 5000", "seats: 5001")
        daemon.signal(signal.SIGHUP)
        daemon.wait_event("reload_refused")
        seats = postgresql.ask(self.group[0].schema.url, "SELECT max(seats) FROM sessions")
        self.assertEqual(seats.strip(), "5000")
        daemon.kill()
        again = Daemon(self.group[0])
        self.assertNotEqual(again.process.wait(30), 0)
        self.assertIn("run the newer kested", again.list_events("start_failed")[0]["message"])

    def find_version(self):
        return int(postgresql.ask(self.group[0].schema.url, "SELECT version FROM keste_schema"))


if __name__ == "__main__":
    unittest.main()
