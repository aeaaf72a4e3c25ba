#!/usr/bin/env python3
"""Applicants who arrive at a steady rate, whatever the server does: an open-loop POST load.

    applicants.py --port N --rate N --seconds N --first N --places CITY/SESSION,... --out FILE

Writes one JSON line per application: when it was to be sent (seconds of the monotonic clock), how
long the answer took from then (milliseconds), the status, and the problem's type if there is one.
Latency counts from the planned instant, so a stall of the server shows in everyone who waited.
"""
import argparse
import collections
import json
import selectors
import socket
import time

LANGUAGES = ("kk", "ru", "en")


def make_iin(serial):
    """The IIN of a serial number, or None when no control digit fits."""
    digits = f"{serial:011d}"
    for shift in (0, 2):
        control = sum(((i + shift) % 11 + 1) * int(d) for i, d in enumerate(digits)) % 11
        if control < 10:
            return digits + str(control)
    return None


def make_requests(options):
    places = [place.split("/") for place in options.places.split(",")]
    serial = options.first
    while True:
        serial += 1
        iin = make_iin(serial)
        if iin is None:
            continue
        city, session = places[serial % len(places)]
        body = json.dumps({
            "iin": iin, "surname": "Үміткер", "given_name": "Сынақ", "patronymic": "Сынақұлы",
            "email": f"applicant-{iin}@example.kz", "phone": "8 701 000 00 00",
            "language": LANGUAGES[serial % 3], "test": "QAZTEST", "city": city,
            "session": session, "consent": True}).encode()
        yield (b"POST /api/v1/applications HTTP/1.1\r\nHost: 127.0.0.1\r\n"
               b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)) + body


class Lane:
    """One kept connection with one request under way at most."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.planned = None
        self.received = b""

    def send(self, request, planned):
        self.planned = planned
        self.received = b""
        # A request is far smaller than an empty socket buffer: it goes out whole.
        self.socket.send(request)

    def read(self):
        """(status, body) once the answer is whole."""
        part = self.socket.recv(65536)
        if not part:
            raise ConnectionError("the server closed a connection")
        self.received += part
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found:
            return None
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        if len(body) < int(length):
            return None
        return int(head.split(None, 2)[1]), body


def describe(lane, status, body):
    problem = None
    if status != 201:
        problem = json.loads(body).get("type", "").rsplit("/", 1)[-1]
    took = (time.monotonic() - lane.planned) * 1e3
    return {"at": lane.planned, "ms": round(took, 3), "status": status, "problem": problem}


def run(options, out):
    requests = make_requests(options)
    selector = selectors.DefaultSelector()
    idle = collections.deque()
    for _ in range(options.connections):
        lane = Lane(options.port)
        selector.register(lane.socket, selectors.EVENT_READ, lane)
        idle.append(lane)
    begun = time.monotonic()
    total = int(options.rate * options.seconds)
    sent = 0
    answered = 0
    give_up = begun + options.seconds + 10
    while answered < total and time.monotonic() < give_up:
        planned = begun + sent / options.rate
        while idle and sent < total and planned <= time.monotonic():
            idle.popleft().send(next(requests), planned)
            sent += 1
            planned = begun + sent / options.rate
        ahead = planned - time.monotonic() if idle and sent < total else 0.1
        for key, _ in selector.select(max(0.0, ahead)):
            answer = key.data.read()
            if answer:
                out.write(json.dumps(describe(key.data, *answer)) + "\n")
                answered += 1
                idle.append(key.data)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--rate", type=float, required=True, help="applications a second")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--first", type=int, required=True, help="serial number of the first IIN")
    parser.add_argument("--places", required=True)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    with open(options.out, "w", encoding="utf-8") as out:
        run(options, out)


if __name__ == "__main__":
    main()
