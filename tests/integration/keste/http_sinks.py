"""HTTP servers of others: an SMS gateway and a system with a webhook, told how to misbehave."""
import base64
import hashlib
import hmac
import http.server
import json
import socket
import ssl
import threading
import time
import urllib.parse

from keste.waiting import PATIENCE

DROP = "drop"
SILENCE = "silence"


class HttpSink:
    """Use as a context. Subclasses answer in `respond(request)`, with (status, body, headers), DROP
    or SILENCE."""

    def __init__(self, port=0, certificate=None):
        self.lock = threading.Lock()
        self.leaving = threading.Event()
        sink = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self):
                sink.handle(self)

            do_GET = do_POST

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.scheme = "http"
        if certificate is not None:
            self.scheme = "https"
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True,
                                                     do_handshake_on_connect=False)
        self.port = self.server.server_address[1]

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.leaving.set()
        self.server.shutdown()
        self.thread.join(PATIENCE)
        self.server.server_close()

    def handle(self, connection):
        length = int(connection.headers.get("Content-Length", 0))
        request = Request(connection, connection.rfile.read(length))
        with self.lock:
            answer = self.respond(request)
        if answer == SILENCE:
            self.leaving.wait(PATIENCE)
        if answer in (DROP, SILENCE):
            connection.close_connection = True
            try:
                connection.connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            return
        status, body, headers = answer
        connection.send_response(status)
        for name, value in headers.items():
            connection.send_header(name, value)
        connection.send_header("Content-Length", str(len(body)))
        connection.end_headers()
        connection.wfile.write(body)


class Request:
    def __init__(self, connection, body):
        target = urllib.parse.urlsplit(connection.path)
        self.method = connection.command
        self.path = target.path
        self.query = dict(urllib.parse.parse_qsl(target.query))
        self.headers = connection.headers
        self.body = body

    @property
    def form(self):
        return dict(urllib.parse.parse_qsl(self.body.decode(), keep_blank_values=True))


def as_json(value, status=200, **headers):
    return status, json.dumps(value).encode(), {"Content-Type": "application/json", **headers}


class Message:
    def __init__(self, number, phone, text, sender, own_id=""):
        self.id = number
        self.phone = phone
        self.text = text
        self.sender = sender
        self.own_id = own_id
        self.state = ""


class SmsSink(HttpSink):
    """`rules` maps a phone's digits to a gateway's error code, (status, body, headers), DROP (the
    message is taken, but nobody is told), SILENCE, or a function of the message that gives one of
    these or None. A rule may change while it runs. `messages` are those that it took over."""

    def __init__(self, key="secret", rules=None, **options):
        super().__init__(**options)
        self.key = key
        self.rules = dict(rules or {})
        self.messages = []
        self.tries = []
        self.asked = []

    def list_messages(self, phone=None):
        with self.lock:
            return [message for message in self.messages
                    if phone is None or message.phone == phone.lstrip("+")]

    def set_state(self, phone, state):
        for message in self.list_messages(phone):
            message.state = state

    def take(self, message, accepted, refused):
        self.tries.append(message)
        rule = self.rules.get(message.phone)
        if callable(rule):
            rule = rule(message)
        if isinstance(rule, int):
            return refused(rule)
        if rule is None or rule == DROP:
            self.messages.append(message)
        return accepted(message) if rule is None else rule


class MobizonSink(SmsSink):
    """Answers as api.mobizon.kz does."""

    def respond(self, request):
        if request.query.get("apiKey") != self.key:
            return as_json({"code": 8, "data": {}, "message": f"no such key {request.query}"})
        form = request.form
        if request.path == "/service/message/sendSmsMessage":
            message = Message(len(self.tries) + 1, form["recipient"], form["text"], form["from"])
            message.state = "ACCEPTD"
            return self.take(
                message,
                lambda taken: as_json({"code": 0, "data": {"campaignId": 1, "status": 2,
                                                           "messageId": str(taken.id)}}),
                lambda code: as_json({"code": code, "data": {}, "message": f"to {message.phone}"}))
        if request.path == "/service/message/getSMSStatus":
            ids = form["ids"].split(",")
            self.asked.append(ids)
            return as_json({"code": 0, "data": [{"id": str(m.id), "status": m.state, "segNum": 1}
                                                for m in self.messages if str(m.id) in ids]})
        return as_json({"code": 4, "message": "no such module"})


class SmscSink(SmsSink):
    """Answers as smsc.kz does; `make_event` is the body of its call about a message."""

    def respond(self, request):
        form = request.form
        if request.path != "/sys/send.php" or form["psw"] != self.key:
            return as_json({"error": f"wrong password {form['psw']}", "error_code": 2})
        message = Message(len(self.tries) + 1, form["phones"].lstrip("+"), form["mes"],
                          form["sender"], form["id"])
        return self.take(message, lambda taken: as_json({"id": int(form["id"]), "cnt": 1}),
                         lambda code: as_json({"error": "refused", "error_code": code}))

    def make_event(self, message, status):
        return urllib.parse.urlencode({"id": message.own_id, "phone": "+" + message.phone,
                                       "status": status, "err": 0, "time": "20.09.2023 10:00:00"})


class Call:
    def __init__(self, request):
        self.id = request.headers["webhook-id"]
        self.timestamp = int(request.headers["webhook-timestamp"])
        self.signatures = request.headers["webhook-signature"].split(" ")
        self.body = request.body
        self.json = json.loads(request.body)


def sign(secret, call):
    """As https://www.standardwebhooks.com says, by another implementation than the daemon's."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = f"{call.id}.{call.timestamp}.".encode() + call.body
    return "v1," + base64.b64encode(hmac.digest(key, text, hashlib.sha256)).decode()


class HookSink(HttpSink):
    """Takes calls that are signed with one of `secrets`, whose time is within `tolerance` of its
    clock (None: any time). `answers` are (status, headers), DROP or SILENCE, one for each of the
    next calls; then 204."""

    def __init__(self, secrets, tolerance=300, **options):
        super().__init__(**options)
        self.secrets = list(secrets)
        self.tolerance = tolerance
        self.answers = []
        self.calls = []
        self.forged = []

    def respond(self, request):
        call = Call(request)
        known = [sign(secret, call) for secret in self.secrets]
        timely = self.tolerance is None or abs(time.time() - call.timestamp) <= self.tolerance
        if not timely or not any(signature in known for signature in call.signatures):
            self.forged.append(call)
            return 401, b"", {}
        self.calls.append(call)
        if not self.answers:
            return 204, b"", {}
        answer = self.answers.pop(0)
        return answer if isinstance(answer, str) else (answer[0], b"", answer[1])

    def list_calls(self):
        with self.lock:
            return list(self.calls)
