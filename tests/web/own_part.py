"""Asking for one's own part of a case: the pages of the progress with number, code and one more proof, over a socket."""

from __future__ import annotations

import httpx

from tests.served_office import SocketVisitor
from tests.unit.side_requests.side_case import SideCase

PHONE = "199-0000-0201"
NAME = "简一趟"


def send_own(visitor: SocketVisitor, case: SideCase, form: str = "own", **fields: str) -> httpx.Response:
    """Open the progress and send a form of the own part; `form` is the rest of its address."""
    key = {"number": case.number, "query_code": case.query_code}
    visitor.get("/progress")
    visitor.post("/progress", key)
    return visitor.post(f"/progress/{form}", {**key, **fields})


def prove(visitor: SocketVisitor, case: SideCase, mark: str = PHONE) -> httpx.Response:
    """One more proof."""
    return send_own(visitor, case, mark=mark)
