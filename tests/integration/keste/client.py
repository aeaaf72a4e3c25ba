"""HTTP as a polite client speaks it, and raw bytes as others do."""
import concurrent.futures
import http.client
import json
import re
import socket
import threading

from keste import contract


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def words(self):
        """The body but for the receipt, which is each asker's own."""
        return {name: value for name, value in self.json.items() if name != "receipt"}

    @property
    def problem(self):
        """The last word of a problem's type; empty when the answer is none."""
        if self.headers.get("Content-Type") != "application/problem+json":
            return ""
        return self.json["type"].rsplit("/", 1)[-1]

    def __repr__(self):
        return f"<{self.status} {self.body[:300]!r}>"


# What is open to those who have signed in, or come over the Unix socket.
INSIDE = re.compile(r"/(metrics|api/v1/(status|cities/[^/]+/status|agenda|notifications|audit/.*))"
                    r"(\?.*)?$")


class Client:
    """One connection that stays open. For one thread. With the path of the Unix socket, it asks
    there for what is not open to everybody."""

    def __init__(self, port, timeout=60, socket_path=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.inside = UnixConnection(socket_path) if socket_path else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.connection.close()
        if self.inside:
            self.inside.close()

    def ask(self, method, path, body=None, **headers):
        """`headers` with underscores: Accept_Language="ru". Each answer is held against the OpenAPI
        document."""
        answer = self.exchange(method, path, body, headers)
        contract.check(method, path, answer)
        return answer

    def exchange(self, method, path, body, headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, dict):
            body = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        is_inside = self.inside and INSIDE.match(path) and "Authorization" not in sent
        connection = self.inside if is_inside else self.connection
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            if answer.headers.get_content_type() == "text/event-stream":
                connection.close()  # It has no end.
                return Answer(answer.status, answer.headers, b"")
            return Answer(answer.status, answer.headers, answer.read())
        except BaseException:
            connection.close()
            raise

    def find(self, path, **headers):
        return self.ask("GET", "/api/v1" + path, **headers)

    def apply(self, form, **headers):
        return self.ask("POST", "/api/v1/applications", form, **headers)

    def withdraw(self, ticket):
        return self.ask("DELETE", "/api/v1/applications/" + ticket)

    def list_all(self, path, member):
        """Every entry of a paged list."""
        entries, cursor = [], ""
        joint = "&" if "?" in path else "?"
        while True:
            page = self.find(f"{path}{joint}limit=1000" + (cursor and f"&cursor={cursor}")).json
            entries += page[member]
            if page["next_cursor"] is None:
                return entries
            cursor = page["next_cursor"]


class UnixConnection(http.client.HTTPConnection):
    """To the desk's socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(str(self.path))


def apply_at_once(daemon, forms, headers=None):
    """All at the same time, each on its own connection; the answers in the order of the forms."""
    headers = headers or [{}] * len(forms)
    together = threading.Barrier(len(forms))

    def apply(form, more):
        with daemon.connect() as client:
            client.connection.connect()
            together.wait(60)
            return client.apply(form, **more)
    with concurrent.futures.ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(apply, forms, headers))


def exchange(port, request, timeout=30):
    """Sends bytes, then reads until the server ends the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout) as connection:
        connection.sendall(request)
        return read_to_end(connection)


def read_to_end(connection):
    received = b""
    try:
        while chunk := connection.recv(65536):
            received += chunk
    except ConnectionResetError:
        pass
    return received
