"""The short leave to see what is one's own of a case: a signed cookie, bound to this browser and to one case."""

from __future__ import annotations

import hmac

from flask import Response

from api.context import ports
from api.security.cookies import drop_cookie, read_cookie, set_cookie, visitor_id
from models.vault.keyring import get_keyring

COOKIE = "jb_own"
SECONDS = 20 * 60


def grant_own(response: Response, complaint_id: str) -> None:
    """From now on for twenty minutes; another proof replaces it. The cookie names neither the case nor the code."""
    set_cookie(response, COOKIE, own_ticket(complaint_id), SECONDS)


def own_ticket(complaint_id: str) -> str:
    """The same leave for a form of a page on which somebody has just told us all of it himself; nothing stays of it."""
    ends = _now() + SECONDS
    return f"{ends}.{_sign(complaint_id, ends)}"


def drop_own(response: Response) -> None:
    """Take it back."""
    drop_cookie(response, COOKIE)


def holds_own(complaint_id: str) -> bool:
    """Whether this browser may see it now; the end is in what is signed, whatever the browser does with old cookies."""
    return is_own_ticket(read_cookie(COOKIE) or "", complaint_id)


def is_own_ticket(ticket: str, complaint_id: str) -> bool:
    """Whether this is a leave for this browser and case that has not ended."""
    told, _, signed = ticket.partition(".")
    # Not more digits than a moment has: Python refuses to read endless numbers.
    if not (told.isascii() and told.isdecimal() and len(told) < len(str(2**63))):
        return False
    ends = int(told)
    return ends > _now() and hmac.compare_digest(signed.encode(), _sign(complaint_id, ends).encode())


def _sign(complaint_id: str, ends: int) -> str:
    return get_keyring().digest("own-part", f"{visitor_id()}:{complaint_id}:{ends}")


def _now() -> int:
    """By the machine's clock: the office's may be moved on in a demo."""
    return int(ports().system_clock.now().timestamp())
