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
