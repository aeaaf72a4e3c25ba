"""The process: who may start, how it ends, what it tells the service manager and the log."""
import json
import os
import signal
import socket
import sqlite3
import threading
import time
import unittest

from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.client import Client, read_to_end
from keste.database import find_damage, open_copy
from keste.processes import KESTECTL, KESTED, end, run, spawn
from keste.smtp_sink import SmtpSink
from keste.waiting import wait_for

START = "2023-09-02T10:00:00+06:00"


def make_campaign():
    return Campaign([Session("one", "2023-09-06T10:00", "2023-09-06T12:00", 50_000)])


class Process(Case):
    def setUp(self):
        super().setUp()
        self.site = self.make_site(campaign=make_campaign())

    def run_to_its_end(self, *more):
        return run(KESTED, "--etc", self.site.etc, "--state", self.site.state, *more)


class Starting(Process):
    def test_a_second_daemon_on_the_same_state_names_the_holder(self):
        daemon = self.start(self.site, START)
        second = self.run_to_its_end()
        self.assertEqual(second.returncode, 69)
        self.assertIn(f"process {daemon.process.pid} holds this database", second.stderr)
        self.assertEqual(daemon.status()["campaign"], "trial")
        daemon.kill()
        # A lock of the dead holds nobody up.
        self.start(self.site, START)

    def test_a_port_in_use_is_told(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            self.site.write_settings(listen=f"127.0.0.1:{port}")
            refused = self.run_to_its_end()
        self.assertEqual(refused.returncode, 69, refused.stderr)
        self.assertIn(str(port), refused.stderr)

    def test_it_does_not_listen_beyond_this_machine(self):
        for address in ("0.0.0.0:0", "[::]:0", "192.0.2.1:8080"):
            self.site.write_settings(listen=address)
            refused = self.run_to_its_end()
            self.assertEqual(refused.returncode, 78, refused.stderr)
            self.assertIn("127.0.0.1", refused.stderr)

    def test_a_database_of_a_newer_kested_is_refused(self):
        self.start(self.site, START).stop()
        with sqlite3.connect(self.site.database) as database:
            database.execute("PRAGMA user_version = 99")
        database.close()
        refused = self.run_to_its_end()
        self.assertEqual(refused.returncode, 78)
        self.assertIn("99", refused.stderr)
        with sqlite3.connect(self.site.database) as database:
            self.assertEqual(database.execute("PRAGMA user_version").fetchone(), (99,))
        database.close()

    def test_a_file_that_is_no_database_is_refused(self):
        self.site.state.mkdir()
        self.site.database.write_bytes(b"this is no database\n" * 100)
        refused = self.run_to_its_end()
        self.assertIn(refused.returncode, (74, 78))
        self.assertIn("database", refused.stderr)

    def test_wrong_options_are_told(self):
        for words in (["--clock-start", "tomorrow"], ["--clock-rate", "2"], ["--surprise"],
                      ["--clock-start", START, "--clock-rate", "-1"]):
            refused = self.run_to_its_end(*words)
            self.assertEqual(refused.returncode, 64, words)
            self.assertTrue(refused.stderr, words)

    def test_kestectl_says_when_nobody_answers(self):
        answer = run(KESTECTL, "status", "--state", self.site.state)
        self.assertEqual(answer.returncode, 69, answer)
        self.assertIn(str(self.site.state / "kested.sock"), answer.stderr)

    def test_state_and_its_socket_are_for_its_user_alone(self):
        self.start(self.site, START)
        for path in (self.site.state, self.site.state / "kested.sock"):
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)


class Ending(Process):
    def open_request(self, daemon):
        """A request of which the last byte is still to come."""
        body = json.dumps(self.crowd.next_form("almaty", "one")).encode()
        head = (b"POST /api/v1/applications HTTP/1.1\r\nHost: localhost\r\n"
                b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body))
        connection = socket.create_connection(("127.0.0.1", daemon.port), 30)
        self.addCleanup(connection.close)
        connection.sendall(head + body[:-1])
        return connection, body[-1:]

    def wait_received(self, daemon, count):
        """Until so many connections have been seen, and what they sent with them."""
        for _ in range(count):
            with daemon.connect() as client:
                self.assertEqual(client.ask("GET", "/readyz").status, 200)

    def test_requests_in_flight_are_answered_before_it_ends(self):
        daemon = self.start(self.site, START)
        requests = [self.open_request(daemon) for _ in range(20)]
        self.wait_received(daemon, 3)
        daemon.signal(signal.SIGTERM)
        daemon.wait_event("stopping")
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", daemon.port), 5)
        for connection, last in requests:
            connection.sendall(last)
            answer = read_to_end(connection)
            self.assertRegex(answer, rb"^HTTP/1.1 (201|503) ")
            self.assertIn(b"Connection: close", answer)
        self.assertEqual(daemon.process.wait(30), 0)
        self.assertTrue(daemon.list_events("stopped"))

    def apply_until_the_end(self, daemon, answers):
        """(address, status) of each; 0 where there was no answer."""
        client = daemon.connect()
        status = 201
        while status == 201:
            with self.lock:
                form = self.crowd.next_form("almaty", "one")
            try:
                status = client.apply(form).status
            except OSError:
                status = 0
            answers.append((form["email"], status))
        client.close()

    def test_under_load_what_was_answered_is_stored_and_nothing_else(self):
        self.lock = threading.Lock()
        daemon = self.start(self.site, START)
        answers = []
        threads = [threading.Thread(target=self.apply_until_the_end, args=(daemon, answers))
                   for _ in range(8)]
        for thread in threads:
            thread.start()
        wait_for("some load", lambda: len(answers) > 200)
        self.assertEqual(daemon.stop(), 0)
        for thread in threads:
            thread.join(30)
        self.assertLessEqual({status for _, status in answers}, {0, 201, 503})
        with open_copy(self.site.database) as database:
            self.assertEqual(find_damage(database), {})
            # The IINs are sealed; each applicant has an address of their own.
            stored = {email for email, in database.execute("SELECT email FROM applications")}
            runs = database.execute("SELECT count(*) FROM runs WHERE ended_at IS NULL").fetchone()
        self.assertEqual(stored, {email for email, status in answers if status == 201})
        self.assertEqual(runs, (0,))

    def test_a_second_signal_ends_it_at_once(self):
        daemon = self.start(self.site, START)
        self.open_request(daemon)
        self.wait_received(daemon, 3)
        daemon.signal(signal.SIGTERM)
        daemon.wait_event("stopping")
        self.assertIsNone(daemon.process.poll())
        asked = time.monotonic()
        daemon.signal(signal.SIGTERM)
        daemon.process.wait(30)
        # Without it, the open request would have had ten seconds.
        self.assertLess(time.monotonic() - asked, 8)
        self.assertTrue(daemon.list_events("stopping_now"))
        self.assertEqual(self.start(self.site, START).stop(), 0)

    def test_an_idle_connection_holds_nobody_up(self):
        daemon = self.start(self.site, START)
        client = self.connect(daemon)
        client.ask("GET", "/healthz")
        asked = time.monotonic()
        self.assertEqual(daemon.stop(), 0)
        self.assertLess(time.monotonic() - asked, 8)


class ServiceManager(Process):
    def setUp(self):
        super().setUp()
        path = str(self.folder / "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.socket.close)
        self.socket.bind(path)
        self.socket.settimeout(60)
        self.environment = dict(os.environ, NOTIFY_SOCKET=path, WATCHDOG_USEC="600000")
        self.environment.pop("WATCHDOG_PID", None)

    def wait_told(self, wanted):
        """The message that holds that line; those before it are passed over, but not twice."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            lines = self.socket.recv(4096).decode().split("\n")
            if wanted in lines:
                return lines
        raise AssertionError("not told: " + wanted)

    def test_it_tells_of_its_whole_life(self):
        daemon = self.launch(self.site, START, environment=self.environment)
        ready = self.wait_told("READY=1")
        self.assertTrue(any(line.startswith("STATUS=trial: ") for line in ready), ready)
        daemon.wait_ready()
        for _ in range(3):
            self.wait_told("WATCHDOG=1")
        daemon.signal(signal.SIGHUP)
        reloading = self.wait_told("RELOADING=1")
        at = next(line for line in reloading if line.startswith("MONOTONIC_USEC="))
        self.assertLessEqual(int(at.partition("=")[2]), time.monotonic_ns() // 1000)
        self.wait_told("READY=1")
        daemon.signal(signal.SIGTERM)
        self.wait_told("STOPPING=1")
        self.assertEqual(daemon.process.wait(30), 0)

    def test_a_reload_that_is_refused_is_ready_again_too(self):
        daemon = self.start(self.site, START, environment=self.environment)
        self.wait_told("READY=1")
        (self.site.etc / "kested.yaml").write_text("http: {}\nnonsense: 1\n")
        daemon.signal(signal.SIGHUP)
        self.wait_told("RELOADING=1")
        self.wait_told("READY=1")

    def test_it_takes_a_socket_that_is_handed_over(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
            # systemd's first descriptor is 3; LISTEN_PID must be the daemon's own.
            command = (f"exec 3<&{listener.fileno()}; LISTEN_PID=$$ LISTEN_FDS=1 exec "
                       f"{KESTED} --etc {self.site.etc} --state {self.site.state}")
            with open(self.folder / "kested-inherited.log", "wb") as log:
                process = spawn(["bash", "-c", command], pass_fds=[listener.fileno()], stderr=log)
        self.addCleanup(end, process)
        with Client(port) as client:
            self.assertEqual(client.ask("GET", "/healthz").status, 200)


class Log(Process):
    def test_every_line_is_an_event_and_none_holds_personal_data(self):
        def refuse(argument):
            return f"550 5.1.1 {argument}: no such person" if "-3@" in argument else None
        with SmtpSink(rules={"RCPT": refuse}) as sink:
            self.site.write_settings(mail=sink.url, more_mail=", tls: none")
            daemon = self.start(self.site, START)
            secrets = self.live_through(daemon)
            wait_for("the refused mail", lambda: daemon.list_events("notification_failed"))
            self.assertEqual(daemon.stop(), 0)
        text = daemon.log_path.read_text()
        for secret in secrets:
            self.assertNotIn(secret, text)
        for line in text.splitlines():
            event = json.loads(line)
            self.assertLessEqual({"at", "severity", "event", "message"}, set(event))
            self.assertRegex(event["event"], r"^[a-z]+(_[a-z]+)*$")
            self.assertRegex(event["message"], r"^[A-ZА-ЯӘ].*[.]$")

    def live_through(self, daemon):
        """Whatever a person may do; what must not be seen of them."""
        secrets = []
        with daemon.connect() as client:
            for number in range(5):
                form = self.crowd.next_form("almaty", "one", promo_code=f"PROMO-7F{number}K")
                ticket = self.accept(client, form, Idempotency_Key=f"key-{number}")["ticket"]
                client.apply(form)
                client.apply(dict(form, iin="12"))
                client.find("/applications/" + ticket)
                client.find("/applications/" + ticket[:-1])
                client.ask("POST", "/api/v1/applications", json.dumps(form).encode()[:-1],
                           Content_Type="application/json")
                secrets += [ticket, form["iin"], form["surname"], form["given_name"],
                            form["email"], form["promo_code"], form["phone"][-8:]]
            client.withdraw(ticket)
        return secrets


if __name__ == "__main__":
    unittest.main()
