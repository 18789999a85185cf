"""Whether a request comes from a registered source: its signature over the moment and the bytes, no longer than minutes ago."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from models.ground.codes import Channel
from models.ground.errors import NotPermitted
from models.office.message_source import MessageSource
from services.unit_of_work import UnitOfWork

WINDOW = timedelta(minutes=5)
SIGNATURE_REFUSED = "SIGNATURE_REFUSED"
_SCHEME = "sha256="
_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """As the headers told it: `moment` in seconds since 1970, `signature` over it, a full stop and `signed`."""

    source: str
    moment: str
    signature: str
    signed: bytes


@dataclass(frozen=True, slots=True)
class KnownSource:
    """Who asks."""

    code: str
    channel: Channel


def know_source(asked: SignedRequest, unit_of_work: UnitOfWork) -> KnownSource:
    """NotPermitted, the same for whatever is wrong: no such source, a stopped one, too old or too early, another signature."""
    with unit_of_work.reading() as unit:
        row = None if "\x00" in asked.source else unit.session.get(MessageSource, asked.source)
        held = () if row is None or row.stopped_at is not None else (row.secret, row.earlier_secret)
        now = unit.ports.system_clock.now().timestamp()
    digits = asked.moment
    is_moment = digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS
    is_now = is_moment and abs(now - int(digits)) <= WINDOW.total_seconds()
    fits = [_fits(asked, secret) for secret in held if secret is not None]
    if row is None or not is_now or not any(fits):
        raise NotPermitted(code=SIGNATURE_REFUSED)
    return KnownSource(row.code, row.channel)


def _fits(asked: SignedRequest, secret: str) -> bool:
    signed = f"{asked.moment}.".encode() + asked.signed
    own = _SCHEME + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(own.encode(), asked.signature.encode())
