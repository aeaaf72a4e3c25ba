"""The HTTP server against the wire: what is malformed, slow, too large, repeated or cached."""
import gzip
import json
import socket
import unittest

from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.client import exchange, read_to_end
from keste.waiting import wait_for

BODY_LIMIT = 64 * 1024
LINE_LIMIT = 8 * 1024
HEAD_LIMIT = 16 * 1024


def get(path, *fields, close=True):
    fields = ("Host: localhost",) + fields + (("Connection: close",) if close else ())
    return ("\r\n".join((f"GET {path} HTTP/1.1",) + fields) + "\r\n\r\n").encode()


def post(length_field, body=b""):
    return (b"POST /api/v1/applications HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/json\r\n" + length_field + b"\r\n\r\n" + body)


def status_of(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else answer


class Http(Case):
    def setUp(self):
        super().setUp()
        campaign = Campaign([Session("one", "2023-09-06T10:00", "2023-09-06T12:00")])
        self.daemon = self.start(self.make_site(campaign=campaign), "2023-09-02T10:00:00+06:00")
        self.client = self.connect(self.daemon)
        self.port = self.daemon.port

    def assert_alive(self):
        self.assertIsNone(self.daemon.process.poll())
        with self.daemon.connect() as client:
            self.assertEqual(client.ask("GET", "/healthz").status, 200)
        self.assertEqual(self.daemon.list_events("http_connection_fault"), [])


class Wire(Http):
    def test_malformed_requests_are_told_so_and_end_only_themselves(self):
        cases = [
            ("no request at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
            ("no host", b"GET /healthz HTTP/1.1\r\n\r\n", 400),
            ("two hosts", b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            ("a bad version", b"GET /healthz HTTP/9.9\r\nHost: a\r\n\r\n", 400),
            ("a blank in a name", b"GET /healthz HTTP/1.1\r\nHo st: a\r\n\r\n", 400),
            ("a target without a slash", b"GET healthz HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("two lengths", post(b"Content-Length: 2\r\nContent-Length: 3", b"{}"), 400),
            ("a negative length", post(b"Content-Length: -1"), 400),
            ("a length and chunks", post(b"Content-Length: 4\r\nTransfer-Encoding: chunked",
                                         b"0\r\n\r\n"), 400),
            ("a bad chunk", post(b"Transfer-Encoding: chunked", b"zz\r\n{}\r\n0\r\n\r\n"), 400),
            ("an unknown coding", post(b"Transfer-Encoding: br, chunked", b"0\r\n\r\n"), 501),
            ("an unknown expectation", post(b"Content-Length: 2\r\nExpect: a-miracle"), 417),
            ("a long line", get("/" + "a" * LINE_LIMIT), 414),
            ("a large head", get("/healthz", "X: " + "a" * HEAD_LIMIT), 431),
            ("a large body", post(b"Content-Length: %d" % (BODY_LIMIT + 1)), 413),
            ("a large body in chunks", post(b"Transfer-Encoding: chunked",
                                            (b"1000\r\n" + b"a" * 4096 + b"\r\n") * 17), 413)]
        for name, request, status in cases:
            with self.subTest(name):
                answer = exchange(self.port, request)
                self.assertEqual(status_of(answer), status, answer[:500])
                self.assertIn(b"application/problem+json", answer)
                self.assertIn(b"Connection: close", answer)
        self.assert_alive()

    def test_a_client_that_goes_away_at_any_place_hurts_nobody(self):
        whole = post(b"Content-Length: 2", b"{}")
        for place in range(0, len(whole), 5):
            with socket.create_connection(("127.0.0.1", self.port)) as connection:
                connection.sendall(whole[:place])
        self.assert_alive()

    def test_a_request_byte_by_byte_is_answered(self):
        with socket.create_connection(("127.0.0.1", self.port), 30) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for byte in get("/healthz"):
                connection.sendall(bytes([byte]))
            self.assertEqual(status_of(read_to_end(connection)), 200)

    def test_slow_senders_are_told_after_ten_seconds_and_block_nobody(self):
        slow = []
        for _ in range(50):
            connection = socket.create_connection(("127.0.0.1", self.port), 30)
            self.addCleanup(connection.close)
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: lo")
            slow.append(connection)
        for number in range(20):
            form = self.crowd.next_form("almaty", "one")
            self.accept(self.client, form)
        for connection in slow:
            answer = read_to_end(connection)
            self.assertEqual(status_of(answer), 408, answer)
        self.assert_alive()

    def test_pipelined_requests_are_answered_in_order(self):
        unknown = [f"/api/v1/cities/nowhere-{number}" for number in range(100)]
        requests = b"".join(get(path, close=path == unknown[-1]) for path in unknown)
        answer = exchange(self.port, requests)
        bodies = [json.loads(part.split(b"\r\n\r\n", 1)[1])
                  for part in answer.split(b"HTTP/1.1 ")[1:]]
        self.assertEqual(len(bodies), len(unknown))
        for number, body in enumerate(bodies):
            self.assertIn(f"nowhere-{number}»", body["detail"])

    def test_pipelined_reads_and_writes_keep_their_order(self):
        form = json.dumps(self.crowd.next_form("almaty", "one")).encode()
        write = post(b"Content-Length: %d" % len(form), form)
        read = get("/api/v1/cities/almaty", close=False)
        answer = exchange(self.port, read + write + read + write + get("/healthz"))
        self.assertEqual([int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]],
                         [200, 201, 200, 409, 200])

    def test_one_byte_requests_fill_no_table(self):
        """A thousand idle connections beside those that work."""
        idle = [socket.create_connection(("127.0.0.1", self.port)) for _ in range(500)]
        for connection in idle:
            self.addCleanup(connection.close)
        self.accept(self.client, self.crowd.next_form("almaty", "one"))
        metrics = self.client.ask("GET", "/metrics").body.decode()
        self.assertRegex(metrics, r"(?m)^keste_http_connections(_open)? 50\d$")

    def test_expect_is_answered_before_the_body(self):
        form = json.dumps(self.crowd.next_form("almaty", "one")).encode()
        with socket.create_connection(("127.0.0.1", self.port), 30) as connection:
            connection.sendall(post(b"Content-Length: %d\r\nExpect: 100-continue\r\n"
                                    b"Connection: close" % len(form)))
            self.assertEqual(status_of(connection.recv(4096)), 100)
            connection.sendall(form)
            self.assertEqual(status_of(read_to_end(connection)), 201)


class Pages(Http):
    def test_head_says_what_get_would_without_its_body(self):
        for path in ("/api/v1/cities", "/api/v1/status", "/healthz", "/api/v1/openapi.yaml"):
            full, head = self.ask_of_one_state(path)
            self.assertEqual((head.status, head.body), (200, b""))
            for field in ("Content-Type", "ETag"):
                self.assertEqual(head.headers[field], full.headers[field])
            self.assertGreater(int(head.headers["Content-Length"]), 0)

    def ask_of_one_state(self, path):
        """GET and HEAD between which the daemon has published nothing."""
        for _ in range(20):
            full = self.client.ask("GET", path)
            head = self.client.ask("HEAD", path)
            if self.client.ask("GET", path).headers["ETag"] == full.headers["ETag"]:
                return full, head
        self.fail(f"{path} never stands still")

    def test_an_unchanged_page_is_not_sent_again_and_a_changed_one_is(self):
        path = "/cities/almaty"
        tag = self.client.find(path).headers["ETag"]
        same = self.client.find(path, If_None_Match=f'"other", {tag}')
        self.assertEqual((same.status, same.body, same.headers["ETag"]), (304, b"", tag))
        self.accept(self.client, self.crowd.next_form("almaty", "one"))
        changed = self.client.find(path, If_None_Match=tag)
        self.assertEqual(changed.status, 200)
        self.assertNotEqual(changed.headers["ETag"], tag)
        self.assertEqual(changed.json["sessions"][0]["seats_left"], 99)

    def test_gzip_is_given_where_it_is_wanted(self):
        plain = self.client.ask("GET", "/api/v1/openapi.yaml")
        packed = self.client.ask("GET", "/api/v1/openapi.yaml", Accept_Encoding="br, gzip")
        self.assertEqual(packed.headers["Content-Encoding"], "gzip")
        self.assertEqual(gzip.decompress(packed.body), plain.body)
        self.assertNotEqual(packed.headers["ETag"], plain.headers["ETag"])
        self.assertIn("Accept-Encoding", packed.headers["Vary"])
        for refused in ("gzip;q=0", "identity"):
            again = self.client.ask("GET", "/api/v1/openapi.yaml", Accept_Encoding=refused)
            self.assertNotIn("Content-Encoding", again.headers)

    def test_the_openapi_document_names_what_is_served(self):
        document = self.client.ask("GET", "/api/v1/openapi.yaml")
        self.assertEqual(document.headers["Content-Type"], "application/yaml")
        text = document.body.decode()
        self.assertTrue(text.startswith("openapi: 3.1.0"))
        for path in ("/cities:", "/cities/{code}:", "/status:", "/cities/{code}/status:",
                     "/applications:", "/applications/{ticket}:", "/agenda:", "/notifications:"):
            self.assertIn("\n  " + path, text)

    def test_lists_page_by_cursor_and_lose_nothing(self):
        for _ in range(7):
            self.accept(self.client, self.crowd.next_form("almaty", "one"))

        def all_sent():
            return self.daemon.status()["totals"]["notifications"]["sent"] == 7
        wait_for("seven mails", all_sent)
        ids, cursor = [], ""
        while cursor is not None:
            joint = cursor and f"&cursor={cursor}"
            page = self.client.find("/notifications?state=sent&limit=3" + joint).json
            ids += [entry["id"] for entry in page["notifications"]]
            cursor = page["next_cursor"]
        self.assertEqual(ids, sorted(set(ids)))
        self.assertEqual(len(ids), 7)

    def test_wrong_questions_are_told(self):
        for path, status, problem in (("/nothing", 404, "not-found"),
                                      ("/cities/paris", 404, "city-not-found"),
                                      ("/agenda?state=lost", 400, "bad-parameter"),
                                      ("/agenda?limit=0", 400, "bad-parameter"),
                                      ("/notifications?cursor=%00", 400, "bad-parameter")):
            answer = self.client.find(path)
            self.assertEqual((answer.status, answer.problem), (status, problem), answer)
        answer = self.client.ask("PUT", "/api/v1/cities", b"")
        self.assertEqual((answer.status, answer.problem), (405, "method-not-allowed"))
        self.assertIn("GET", answer.headers["Allow"])

    def test_the_operators_places_say_how_it_stands(self):
        ready = self.client.ask("GET", "/readyz")
        self.assertEqual(ready.status, 200)
        self.assertEqual({name: part["ready"] for name, part in ready.json["parts"].items()},
                         {"store": True, "engine": True, "dispatch": True})
        metrics = self.client.ask("GET", "/metrics").body.decode()
        for line in metrics.splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) .+|[a-z_]+(\{[^{}]*\})? \S+)$')


if __name__ == "__main__":
    unittest.main()
