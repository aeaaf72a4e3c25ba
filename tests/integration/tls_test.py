"""TLS by the daemon itself, its certificate's life, and who may be reached from where."""
import json
import os
import signal
import socket
import ssl
import unittest

from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.certificates import Certificate, SecureClient, look_at
from keste.client import exchange
from keste.processes import run
from keste.waiting import wait_for

EX_CONFIG = 78
OLD_VERSIONS = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)


def write_http(site, http_section):
    site.replace("kested.yaml", f"http: {{{http_section}}}\n"
                                f'store: {{url: "{site.store_url}"}}\n'
                                'mail: {url: "maildir:outbox"}\n')


class SecureCase(Case):
    def setUp(self):
        super().setUp()
        self.site = self.make_site()
        self.certificate = Certificate(self.site.etc)
        self.write_http()

    def write_http(self, listen="127.0.0.1:0", more=""):
        write_http(self.site, f'listen: "{listen}", public_url: "https://keste.example.kz", '
                              f"tls: {{certificate: server.crt, key: server.key}}{more}")

    def start_secure(self):
        daemon = self.launch(self.site).wait_listening()
        daemon.wait_event("started")
        return daemon

    def connect_securely(self, daemon, context=None):
        client = SecureClient(daemon.port, context or self.certificate.trust())
        self.addCleanup(client.close)
        return client

    def reload(self, daemon, event):
        before = len(daemon.list_events(event))
        daemon.signal(signal.SIGHUP)
        wait_for(event, lambda: len(daemon.list_events(event)) > before)
        return daemon.list_events(event)[-1]


class Handshake(SecureCase):
    def test_pages_and_applications_go_through_tls(self):
        daemon = self.start_secure()
        client = self.connect_securely(daemon)
        self.assertEqual(client.ask("/healthz"), (200, b"ok\n"))
        for _ in range(3):  # From the cache, on the same connection.
            status, body = client.ask("/api/v1/cities")
            self.assertEqual(status, 200)
            self.assertGreater(len(json.loads(body)["cities"]), 2)
        form = {"big": "x" * 60_000}  # More than one record.
        client.request("POST", "/api/v1/applications", json.dumps(form),
                       {"Content-Type": "application/json"})
        answer = client.getresponse()
        self.assertEqual(answer.status, 422, answer.read())

    def test_both_versions_and_the_protocol_are_agreed_on(self):
        daemon = self.start_secure()
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = self.certificate.trust(minimum_version=version, maximum_version=version)
            context.set_alpn_protocols(["h2", "http/1.1"])
            client = self.connect_securely(daemon, context)
            self.assertEqual(client.ask("/healthz")[0], 200)
            self.assertEqual(client.sock.version(), version.name.replace("_", "."))
            self.assertEqual(client.sock.selected_alpn_protocol(), "http/1.1")

    def test_what_is_too_old_or_another_protocol_is_refused(self):
        daemon = self.start_secure()
        for version in OLD_VERSIONS:
            old = run("openssl", "s_client", "-connect", f"127.0.0.1:{daemon.port}",
                      {"TLSv1": "-tls1", "TLSv1_1": "-tls1_1"}[version.name],
                      "-cipher", "ALL:@SECLEVEL=0", input="")
            self.assertIn("alert protocol version", old.stderr, old)
        context = self.certificate.trust()
        context.set_alpn_protocols(["h2"])
        with self.assertRaises(ssl.SSLError) as refused:
            self.connect_securely(daemon, context).ask("/healthz")
        self.assertRegex(str(refused.exception), "(?i)no.application.protocol")
        weak = self.certificate.trust(maximum_version=ssl.TLSVersion.TLSv1_2)
        weak.set_ciphers("AES128-SHA")
        with self.assertRaises(ssl.SSLError):
            self.connect_securely(daemon, weak).ask("/healthz")

    def test_a_client_comes_back_with_its_ticket(self):
        daemon = self.start_secure()
        context = self.certificate.trust(maximum_version=ssl.TLSVersion.TLSv1_2)
        with socket.create_connection(("127.0.0.1", daemon.port), 30) as plain, \
                context.wrap_socket(plain, server_hostname="127.0.0.1") as first:
            session = first.session
        with socket.create_connection(("127.0.0.1", daemon.port), 30) as plain, \
                context.wrap_socket(plain, server_hostname="127.0.0.1",
                                    session=session) as second:
            self.assertTrue(second.session_reused)

    def test_an_rsa_key_will_do_and_the_end_is_a_clean_one(self):
        self.certificate.make(kind="rsa")
        daemon = self.start_secure()
        context = self.certificate.trust()
        with socket.create_connection(("127.0.0.1", daemon.port), 30) as plain:
            # An end without TLS's own word for it would be an error.
            with context.wrap_socket(plain, server_hostname="127.0.0.1",
                                     suppress_ragged_eofs=False) as secure:
                secure.sendall(b"GET /healthz HTTP/1.1\r\nHost: k\r\nConnection: close\r\n\r\n")
                received = b""
                while chunk := secure.recv(4096):
                    received += chunk
        self.assertTrue(received.endswith(b"ok\n"), received)

    def test_plain_http_is_told_to_come_by_https(self):
        daemon = self.start_secure()
        answer = exchange(daemon.port, b"GET /healthz HTTP/1.1\r\nHost: k\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 400 "), answer)
        self.assertIn(b"https://", answer)
        self.assertEqual(exchange(daemon.port, b"\x80\x2e\x01\x00\x02")[:12], b"HTTP/1.1 400")

    def test_silent_clients_hold_up_neither_others_nor_the_stop(self):
        daemon = self.start_secure()
        silent = [socket.create_connection(("127.0.0.1", daemon.port), 30) for _ in range(50)]
        for connection in silent:
            self.addCleanup(connection.close)
            connection.sendall(b"\x16\x03\x01")
        client = self.connect_securely(daemon)
        self.assertEqual(client.ask("/healthz")[0], 200)
        self.assertEqual(daemon.stop(), 0)


class Renewal(SecureCase):
    def test_a_new_certificate_is_taken_while_connections_stay(self):
        daemon = self.start_secure()
        old_serial = self.certificate.serial
        staying = self.connect_securely(daemon)
        self.assertEqual(staying.ask("/healthz")[0], 200)
        socket_before = staying.sock
        self.certificate.make()
        self.assertEqual(look_at(daemon.port), old_serial)
        self.reload(daemon, "certificate_taken")
        self.assertEqual(look_at(daemon.port), self.certificate.serial)
        self.assertNotEqual(self.certificate.serial, old_serial)
        self.assertEqual(staying.ask("/healthz")[0], 200)
        self.assertIs(staying.sock, socket_before)
        self.assertEqual(self.connect_securely(daemon).ask("/healthz")[0], 200)

    def test_a_broken_or_foreign_pair_is_not_taken(self):
        daemon = self.start_secure()
        serial = self.certificate.serial
        other = Certificate(self.site.folder, "other")
        right_key = self.certificate.key.read_bytes()
        for key, why in ((other.key.read_bytes(), "is not the key of the certificate"),
                         (b"nonsense\n", "must hold one private key as PEM"),
                         (b"", "must hold one private key as PEM")):
            self.certificate.key.write_bytes(key)
            event = self.reload(daemon, "certificate_refused")
            self.assertEqual(event["severity"], "error")
            self.assertIn(why, event["reason"])
            self.assertEqual(look_at(daemon.port), serial)
        self.certificate.key.write_bytes(right_key)
        self.certificate.key.chmod(0o644)
        self.assertIn("chmod 600", self.reload(daemon, "certificate_refused")["reason"])
        self.certificate.key.chmod(0o600)
        self.reload(daemon, "reloaded")
        self.assertEqual(daemon.list_events("certificate_taken"), [])
        self.assertEqual(look_at(daemon.port), serial)

    def test_a_certificate_is_taken_though_the_other_files_are_wrong(self):
        daemon = self.start_secure()
        self.certificate.make()
        self.site.replace("kested.yaml", "nonsense: 1\n")
        self.reload(daemon, "certificate_taken")
        wait_for("the refusal", lambda: daemon.list_events("reload_refused"))
        self.assertEqual(look_at(daemon.port), self.certificate.serial)

    def test_what_is_about_to_end_or_has_ended_is_told(self):
        daemon = self.start_secure()
        self.assertEqual(daemon.list_events("certificate_expires"), [])
        self.assertEqual(self.find_tls_part(daemon)["state"], "ok")
        self.certificate.make(days=5)
        self.reload(daemon, "certificate_expires")
        self.assertEqual(self.find_tls_part(daemon)["state"], "expires in 4 days")
        self.certificate.make(days=-1)
        event = self.reload(daemon, "certificate_expires")
        self.assertEqual((event["severity"], event["state"]), ("warning", "expired"))
        self.assertEqual(self.find_tls_part(daemon), {"ready": True, "state": "expired"})
        with self.assertRaises(ssl.SSLCertVerificationError) as refused:
            self.connect_securely(daemon).ask("/healthz")
        self.assertIn("expired", str(refused.exception))

    def find_tls_part(self, daemon):
        with SecureClient(daemon.port, ssl._create_unverified_context()) as client:
            with daemon.connect() as own:
                figures = own.ask("GET", "/metrics").body.decode()
            self.assertRegex(figures, r"(?m)^keste_tls_certificate_expires_seconds 1\d{9}$")
            return json.loads(client.ask("/readyz")[1])["parts"]["tls"]


class Reach(Case):
    """What may be reached from where."""

    def launch_with(self, http_section, prepare=None):
        site = self.make_site()
        if prepare is not None:
            prepare(site)
        write_http(site, http_section)
        return self.launch(site)

    def refuse_to_start(self, http_section, *sentences, prepare=None):
        daemon = self.launch_with(http_section, prepare)
        self.assertEqual(daemon.process.wait(60), EX_CONFIG)
        said = daemon.log_path.read_text()
        for sentence in sentences:
            self.assertIn(sentence, said)

    def test_beyond_loopback_it_starts_with_tls_or_when_told_only(self):
        self.refuse_to_start('listen: "0.0.0.0:0"', "kested.yaml:1:16: listen: '0.0.0.0'",
                             "plain_beyond_loopback: true")
        self.refuse_to_start('listen: ["127.0.0.1:0", "[::]:0"]', "kested.yaml:1:32: listen: '::'")
        told = self.launch_with('listen: "0.0.0.0:0", plain_beyond_loopback: true').wait_ready()
        with told.connect() as client:
            self.assertEqual(client.ask("GET", "/healthz").status, 200)
        secure = self.launch_with(
            'listen: ["0.0.0.0:0", "127.0.0.1:0"], tls: {certificate: a.crt, key: a.key}',
            lambda site: Certificate(site.etc, "a")).wait_listening()
        secure.wait_event("started")
        ports = [int(event["port"]) for event in secure.list_events("listening")]
        self.assertEqual(len(ports), 2)
        for port in ports:
            look_at(port)

    def test_it_does_not_start_with_a_pair_that_cannot_be_used(self):
        def open_key(site):
            Certificate(site.etc, "a").key.chmod(0o640 | 0o004)

        def wrong_key(site):
            Certificate(site.etc, "b").key.replace(Certificate(site.etc, "a").key)
        tls = "tls: {certificate: a.crt, key: a.key}"
        self.refuse_to_start(tls, "kested.yaml:1:27: certificate:", "No such file or directory")
        self.refuse_to_start(tls, "kested.yaml:1:39: key:", "chmod 600", prepare=open_key)
        self.refuse_to_start(tls, "kested.yaml:1:39: key:", "is not the key of the certificate in",
                             prepare=wrong_key)

    def test_credentials_of_the_unit_are_found(self):
        site = self.make_site()
        folder = self.folder / "credentials"
        folder.mkdir()
        Certificate(folder, "a")
        write_http(site, 'listen: "127.0.0.1:0", tls: {certificate: a.crt, key: a.key}')
        daemon = self.launch(site, environment={**os.environ,
                                                "CREDENTIALS_DIRECTORY": str(folder)})
        daemon.wait_listening()


class Proxies(Case):
    """Eleven wrong promo codes from one client are one too many."""

    def list_statuses(self, proxies, say):
        """`say(number)` is the X-Forwarded-For of each guess."""
        site = self.make_site(campaign=Campaign(
            [Session("one", "2023-09-06T10:00", "2023-09-06T12:00", 3)]))
        write_http(site, 'listen: "127.0.0.1:0"' + proxies)
        daemon = self.start(site, "2023-09-02T10:00:00+06:00")
        daemon.wait_event("window_opened")
        sheet = site.folder / "codes.csv"
        sheet.write_text(f"Code,IIN,Test\nRIGHT-1,{next(self.crowd.iins)},QAZTEST\n")
        self.assertEqual(daemon.ctl("promo", "import", sheet).returncode, 0)
        client = self.connect(daemon)
        return [client.apply(self.crowd.next_form("almaty", "one", promo_code=f"NO-{number}"),
                             X_Forwarded_For=say(number)).status for number in range(14)]

    def test_a_trusted_proxy_tells_clients_apart(self):
        apart = self.list_statuses("", lambda number: f"203.0.113.{number}")
        self.assertEqual(set(apart), {409})
        # What the client itself wrote stands on the left.
        same = self.list_statuses("", lambda number: f"1.1.1.{number}, [2001:db8::5]:4711")
        self.assertEqual(same[-3:], [429] * 3)

    def test_forged_headers_change_nothing(self):
        for proxies in (", trusted_proxies: []", ', trusted_proxies: ["10.0.0.0/8"]'):
            forged = self.list_statuses(proxies, lambda number: f"203.0.113.{number}")
            self.assertEqual(forged[-3:], [429] * 3)
        unreadable = self.list_statuses("", lambda number: f"203.0.113.{number}, nobody")
        self.assertEqual(unreadable[-3:], [429] * 3)


if __name__ == "__main__":
    unittest.main()
