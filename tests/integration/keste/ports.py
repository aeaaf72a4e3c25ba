"""Ports to come back to: none that the system gives to whoever asks for any."""
import random
import socket

BELOW_EPHEMERAL = range(20_000, 32_000)


def find_free_port():
    while True:
        port = random.choice(BELOW_EPHEMERAL)
        try:
            with socket.create_server(("127.0.0.1", port)):
                return port
        except OSError:
            continue
