"""Where a signed-in person starts, and which address may be gone to after the sign-in."""

from __future__ import annotations

from urllib.parse import urlsplit

from api.context import current_session
from api.security.permissions import Permission, is_allowed
from services.accounts.sessions import SessionInfo

HOME = "/"
# The first that the person may call; who supervises begins with the day at a glance.
_BY_PERMISSION = (
    (Permission.SUPERVISE, "/board"),
    (Permission.HANDLE, "/tasks"),
    (Permission.ADMINISTER, "/administration"),
    (Permission.OVERSEE, "/oversight"),
    (Permission.AUDIT, "/audit"),
    # Who works at a window handles no case: he begins with what is asked of him and his rights.
    (Permission.SIGNED_IN, "/concerning-me"),
)


def start_page() -> str:
    """The first page of the person of this request; the public home page for visitors."""
    return start_page_of(current_session())


def start_page_of(session: SessionInfo | None) -> str:
    """The first page of a person by the roles."""
    return next((page for required, page in _BY_PERMISSION if is_allowed(required, session)), HOME)


def safe_target(address: str) -> str | None:
    """A path of this office, or None for anything that could lead elsewhere."""
    if not address.startswith("/") or address.startswith(("//", "/\\")) or not address.isprintable():
        return None
    parts = urlsplit(address)
    return address if not parts.scheme and not parts.netloc and "\\" not in address else None
