"""Codes that an app makes of a secret and the time (RFC 6238): six digits, a new one every 30 seconds."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS = 30
_DIGITS = 6
_SECRET_BYTES = 20  # RFC 4226, section 4
# A telephone's clock may be one step off, and a code may be typed when the next one begins.
_STEPS_OFF = (0, -1, 1)


def draw_secret() -> str:
    """A new secret in base 32, as apps take it."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def find_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code was typed, at most one from now; None for a wrong one. Blanks do not matter."""
    typed = "".join(code.split())
    this = int(now.timestamp()) // STEP_SECONDS
    for off in _STEPS_OFF:
        step = this + off
        if hmac.compare_digest(code_of_step(secret, step).encode(), typed.encode()):
            return step
    return None


def code_of_step(secret: str, step: int) -> str:
    """What the app shows in this time step."""
    # Every app knows SHA-1 alone; a keyed digest of it is sound (RFC 6238, section 1.2).
    codes = TOTP(base64.b32decode(secret), _DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - as above
    return codes.generate(step * STEP_SECONDS).decode()


def key_uri(secret: str, login: str, issuer: str) -> str:
    """What the QR code tells the app (Key URI Format)."""
    told = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(login)}?{told}"
