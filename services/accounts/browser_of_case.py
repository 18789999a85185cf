"""The mark of a browser in which a complaint was written or its code was right: strangers keep nobody from a lost code there.

It opens nothing: the telephone number is asked for all the same.
"""

from __future__ import annotations

from datetime import datetime

from services.attempts.browser_marks import Proven, add_mark_of, find_mark


def find_browser_of_case(marks: str, number: str, now: datetime) -> str | None:
    """The browser's own id among the marks that it sent; None where nobody proved there that the case of `number` is his."""
    return find_mark(marks, _held(number), now)


def mark_browser_of_case(marks: str, number: str, now: datetime) -> str:
    """The marks with a fresh one for this case; the caller knows that who sits there wrote it or has its code."""
    return add_mark_of(marks, _held(number), now)


def _held(number: str) -> Proven:
    return Proven("browser-of-case", number.strip().upper())
