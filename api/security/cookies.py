"""The cookies that are believed: a visitor's (binds the CSRF token before sign-in), a session's, a short leave's, a draft's,
and the marks of accounts that were signed in, and of cases that were written or looked up, with this browser before.
"""

from __future__ import annotations

import secrets

from flask import Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import app_context

_DAY = 24 * 60 * 60  # seconds
_KNOWN = 180 * _DAY  # services/attempts/browser_marks.py
_VISITOR_BYTES = 32


def _name(base: str) -> str:
    # The prefix makes browsers insist on https, no domain and the root path.
    return f"__Host-{base}" if app_context().settings.is_secure else base


def session_token() -> str | None:
    """The session token the browser sent."""
    return read_cookie("jb_session")


def visitor_id() -> str:
    """The browser's own random value; a new one is set with the answer when it had none."""
    known = read_cookie("jb_visitor")
    if known:
        return known
    if "new_visitor" not in g:
        g.new_visitor = secrets.token_urlsafe(_VISITOR_BYTES)
    return str(g.new_visitor)


def set_session(response: Response, token: str) -> None:
    """Hand the browser its session token."""
    set_cookie(response, "jb_session", token, None)


def drop_session(response: Response) -> None:
    """Take the session token back."""
    drop_cookie(response, "jb_session")


def known_marks() -> str:
    """What the browser keeps of accounts that were signed in here, as it sent it; they are signed."""
    return read_cookie("jb_known") or ""


def set_known_marks(response: Response, marks: str) -> None:
    """Let the browser keep them for as long as they are believed, also after the sign-out."""
    set_cookie(response, "jb_known", marks, _KNOWN)


def case_marks() -> str:
    """What the browser keeps of cases that were written or looked up here, as it sent it; they are signed and name none."""
    return read_cookie("jb_case") or ""


def set_case_marks(response: BaseResponse, marks: str) -> None:
    """Let the browser keep them for as long as they are believed."""
    set_cookie(response, "jb_case", marks, _KNOWN)


def forget_session(response: Response) -> None:
    """Take the session token back, and let the browser forget pages and what scripts of them kept.

    Its cookies stay: the marks of known browsers are there for the next sign-in (W3C Clear Site Data, section 3.1).
    """
    drop_session(response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def draft_token() -> str | None:
    """What opens the complaint that this browser has begun to write."""
    return read_cookie("jb_draft")


def set_draft(response: BaseResponse, token: str) -> None:
    """Hand the browser the token of its draft, for as long as that lives."""
    set_cookie(response, "jb_draft", token, _DAY)


def drop_draft_token(response: BaseResponse) -> None:
    """Take the token of a draft back."""
    drop_cookie(response, "jb_draft")


def keep_visitor(response: Response) -> Response:
    """after_request hook: hand out the visitor value made in this request."""
    if "new_visitor" in g:
        set_cookie(response, "jb_visitor", g.new_visitor, _DAY)
    return response


def read_cookie(base: str) -> str | None:
    """What the browser sent under this name."""
    return request.cookies.get(_name(base))


def drop_cookie(response: BaseResponse, base: str) -> None:
    """Let the browser forget it."""
    response.delete_cookie(_name(base), path="/")


def set_cookie(response: BaseResponse, base: str, value: str, max_age: int | None) -> None:
    """Hand it out for `max_age` seconds, None for as long as the browser runs; no script of a page reads it."""
    secure = app_context().settings.is_secure
    response.set_cookie(
        _name(base), value, max_age=max_age, secure=secure, httponly=True, samesite="Lax", path="/"
    )
