"""The mark of a browser in which an account was signed in before: others' failed attempts do not hold it up.

A browser keeps one mark for each account, signed with the office's key and bound to the login and to the moment at which the
account last changed: a new password, or an account that was stopped, makes all its browsers unknown. The login stands in no mark.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from models.office.account import Account
from models.vault.keyring import get_keyring

LIFE = timedelta(days=180)
# As many people may share a computer of an office.
MOST_MARKS = 8
_ID_BYTES = 12
_LONGEST = 2_000
_BETWEEN = "~"
_MARK_PARTS = 3


def find_browser(marks: str, account: Account, now: datetime) -> str | None:
    """The browser's own id among the marks that it sent; None where the account was not signed in there within 180 days."""
    for browser, issued, signed in _read(marks):
        is_young = 0 <= now.timestamp() - issued < LIFE.total_seconds()
        if is_young and hmac.compare_digest(signed.encode(), _sign(browser, issued, account).encode()):
            return browser
    return None


def add_mark(marks: str, account: Account, now: datetime) -> str:
    """The marks with a fresh one for this account, which goes on under the same id where the browser is known."""
    known = find_browser(marks, account, now)
    browser, issued = known or secrets.token_urlsafe(_ID_BYTES), int(now.timestamp())
    others = [mark for mark in _read(marks) if mark[0] != browser]
    fresh = (browser, issued, _sign(browser, issued, account))
    return _BETWEEN.join(f"{one}.{when}.{signed}" for one, when, signed in [fresh, *others][:MOST_MARKS])


def _read(marks: str) -> list[tuple[str, int, str]]:
    found = []
    for mark in marks[:_LONGEST].split(_BETWEEN):
        parts = mark.split(".")
        # Not more digits than a moment has: Python refuses to read endless numbers.
        if len(parts) == _MARK_PARTS and parts[1].isascii() and parts[1].isdecimal() and len(parts[1]) < 16:
            found.append((parts[0], int(parts[1]), parts[2]))
    return found


def _sign(browser: str, issued: int, account: Account) -> str:
    told = f"{account.staff_id}\0{account.changed_at.isoformat()}\0{browser}\0{issued}"
    return get_keyring().digest("known-browser", told)
