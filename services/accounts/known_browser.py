"""The mark of a browser in which an account was signed in before: others' failed attempts do not hold it up.

It is bound to the login and to the moment at which the account last changed: a new password, or an account that was stopped,
makes all its browsers unknown.
"""

from __future__ import annotations

from datetime import datetime

from models.office.account import Account
from services.attempts.browser_marks import Proven, add_mark_of, find_mark


def find_browser(marks: str, account: Account, now: datetime) -> str | None:
    """The browser's own id among the marks that it sent; None where the account was not signed in there within 180 days."""
    return find_mark(marks, _signed_in(account), now)


def add_mark(marks: str, account: Account, now: datetime) -> str:
    """The marks with a fresh one for this account, which goes on under the same id where the browser is known."""
    return add_mark_of(marks, _signed_in(account), now)


def _signed_in(account: Account) -> Proven:
    return Proven("known-browser", f"{account.staff_id}\0{account.changed_at.isoformat()}")
