"""Ports for the servers of tests."""

import random
import socket

# Below the kernel's ephemeral range, so that no outgoing connection takes a port between two starts.
PORTS = range(20_000, 32_000)


def free_ports(count: int) -> list[int]:
    """Ports on which nothing listens now."""
    found: list[int] = []
    while len(found) < count:
        port = random.choice(PORTS)  # noqa: S311 - no secret
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in found:
            found.append(port)
    return found


def three_ports() -> int:
    """The first of three neighbouring ports that are free: those of the figures.

    Any three: two workers that ask at once would both be given the lowest.
    """
    for port in random.sample(PORTS[:-2], len(PORTS) - 2):
        with socket.socket() as one, socket.socket() as two, socket.socket() as three:
            try:
                for number, probe in enumerate((one, two, three)):
                    probe.bind(("127.0.0.1", port + number))
            except OSError:
                continue
            return port
    raise AssertionError("no free ports")
