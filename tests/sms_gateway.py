"""An SMS gateway on this machine by the interface of docs/operations.md: it knows a message by its id."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.local_http import QuietHandler, serve_http

SECRET = "sixteen characters"


@dataclass
class Gateway:
    """What it took, by id. `status` answers in the place of taking; `loses`: the answer is lost `after` or `before` it took."""

    address: str = ""
    status: int = 0
    loses: str = ""
    is_away_for_questions: bool = False
    took: dict[str, dict[str, str]] = field(default_factory=dict)

    def is_signed(self, headers: dict[str, str], signed: bytes) -> bool:
        """Whether the office's secret signed it."""
        moment = headers.get("X-Jieban-Timestamp", "")
        right = hmac.new(SECRET.encode(), f"{moment}.".encode() + signed, hashlib.sha256).hexdigest()
        return headers.get("X-Jieban-Signature") == f"sha256={right}"

    def take(self, told: dict[str, str]) -> int | None:
        """The status of the answer; None where it is lost."""
        if self.loses == "before":
            return None
        if self.status:
            return self.status
        if told["id"] in self.took:
            return 409
        self.took[told["id"]] = told
        return None if self.loses == "after" else 202

    def tell(self, attempt_id: str) -> int:
        """The status that tells what became of it."""
        if self.is_away_for_questions:
            return 503
        return 200 if attempt_id in self.took else 404


@contextmanager
def serve_sms() -> Iterator[Gateway]:
    """Serve on a free port of the loopback until the block ends."""
    gateway = Gateway()

    class Handler(QuietHandler):
        def do_POST(self) -> None:
            body = self.read_body()
            is_signed = gateway.is_signed(dict(self.headers.items()), body)
            self.answer(gateway.take(json.loads(body)) if is_signed else 401)

        def do_GET(self) -> None:
            attempt_id = self.path.rpartition("/")[2]
            is_signed = gateway.is_signed(dict(self.headers.items()), attempt_id.encode())
            self.answer(gateway.tell(attempt_id) if is_signed else 401)

    with serve_http(Handler) as address:
        gateway.address = f"{address}/v1"
        yield gateway
