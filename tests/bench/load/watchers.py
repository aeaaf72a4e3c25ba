"""Opens streams of events and counts what they say until it is ended; then prints it as JSON."""
import argparse
import json
import selectors
import signal
import socket
import sys

REQUEST = "GET /api/v1/events HTTP/1.1\r\nHost: keste\r\nAuthorization: Bearer {}\r\n\r\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--token", required=True)
    options = parser.parse_args()
    ended = []
    signal.signal(signal.SIGTERM, lambda *_: ended.append(True))
    selector = selectors.DefaultSelector()
    for number in range(options.count):
        stream = socket.create_connection(("127.0.0.1", options.port), 30)
        stream.sendall(REQUEST.format(options.token).encode())
        stream.setblocking(False)
        selector.register(stream, selectors.EVENT_READ, number)
    told = [0] * options.count
    cut = 0
    while not ended:
        for key, _ in selector.select(0.2):
            got = key.fileobj.recv(65536)
            if not got:
                selector.unregister(key.fileobj)
                cut += 1
            told[key.data] += got.count(b"event: campaign")
    print(json.dumps({"events": sum(told), "least": min(told), "most": max(told), "cut": cut}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
