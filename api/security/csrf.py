"""Unsafe requests must come from our own pages: a token bound to the browser, and the browser's own word."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from flask import request

from api.security.cookies import session_token, visitor_id
from models.ground.errors import DomainError
from models.vault.keyring import get_keyring

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "csrf_token"
HEADER = "X-CSRF-Token"


class ForeignRequest(DomainError):
    """The request did not come from a page of this office."""

    code = "FOREIGN_REQUEST"


class StalePage(ForeignRequest):
    """The page is too old: its token is not the one of this browser any more; load it again."""

    code = "STALE_PAGE"


def csrf_token() -> str:
    """The token of this browser; a sign-in changes it."""
    bound = session_token() or visitor_id()
    return get_keyring().digest("csrf", bound)


def refuse_foreign_request() -> None:
    """For unsafe requests: ForeignRequest when it comes from another site, StalePage without our token."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise ForeignRequest
    origin = request.headers.get("Origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.host:
        raise ForeignRequest
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(given.encode(), csrf_token().encode()):
        raise StalePage
