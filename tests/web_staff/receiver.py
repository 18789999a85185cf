"""A receiver of alerts on this machine, which a test makes slow, refusing or dead."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.local_http import QuietHandler, serve_http


@dataclass
class Receiver:
    """What came in, and what is answered to it."""

    address: str = ""
    status: int = 204
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def told(self) -> list[dict]:
        """The bodies."""
        return [json.loads(body) for _, body in self.came]


@contextmanager
def receive() -> Iterator[Receiver]:
    """Serve on a free port of the loopback until the block ends."""
    receiver = Receiver()

    class Handler(QuietHandler):
        def do_POST(self) -> None:
            receiver.came.append((dict(self.headers.items()), self.read_body()))
            self.answer(receiver.status)

    with serve_http(Handler) as address:
        receiver.address = f"{address}/alerts"
        yield receiver
