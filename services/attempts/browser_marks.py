"""Marks that a browser keeps of what somebody once proved in it: others' failed attempts do not hold it up there.

A browser keeps one mark for each thing, signed with the office's key and bound to the thing. The thing stands in no mark.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.vault.keyring import get_keyring

LIFE = timedelta(days=180)
# As many people may share a computer of an office.
MOST_MARKS = 8
_ID_BYTES = 12
_LONGEST = 2_000
_BETWEEN = "~"
_MARK_PARTS = 3


@dataclass(frozen=True, slots=True)
class Proven:
    """What a mark is of: `purpose` keeps the marks of one use apart from those of another."""

    purpose: str
    thing: str


def find_mark(marks: str, proven: Proven, now: datetime) -> str | None:
    """The browser's own id among the marks that it sent; None where this was not proven there within 180 days."""
    for browser, issued, signed in _read(marks):
        is_young = 0 <= now.timestamp() - issued < LIFE.total_seconds()
        if is_young and hmac.compare_digest(signed.encode(), _sign(browser, issued, proven).encode()):
            return browser
    return None


def add_mark_of(marks: str, proven: Proven, now: datetime) -> str:
    """The marks with a fresh one of this, which goes on under the same id where the browser is known."""
    known = find_mark(marks, proven, now)
    browser, issued = known or secrets.token_urlsafe(_ID_BYTES), int(now.timestamp())
    others = [mark for mark in _read(marks) if mark[0] != browser]
    fresh = (browser, issued, _sign(browser, issued, proven))
    return _BETWEEN.join(f"{one}.{when}.{signed}" for one, when, signed in [fresh, *others][:MOST_MARKS])


def _read(marks: str) -> list[tuple[str, int, str]]:
    found = []
    for mark in marks[:_LONGEST].split(_BETWEEN):
        parts = mark.split(".")
        # Not more digits than a moment has: Python refuses to read endless numbers.
        if len(parts) == _MARK_PARTS and parts[1].isascii() and parts[1].isdecimal() and len(parts[1]) < 16:
            found.append((parts[0], int(parts[1]), parts[2]))
    return found


def _sign(browser: str, issued: int, proven: Proven) -> str:
    return get_keyring().digest(proven.purpose, f"{proven.thing}\0{browser}\0{issued}")
