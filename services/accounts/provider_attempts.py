"""Sign-ins on their way to the identity provider and back: each state opens once, in its own browser, for ten minutes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from models.ground.errors import NotFound, RuleRefused
from models.office.provider_identity import ProviderAttempt
from models.vault.keyring import get_keyring
from services.actor import Actor
from services.attempts.rate_limit import by_source, count
from services.attempts.rules import PROVIDER_SIGN_INS_PER_ADDRESS
from services.ports.identity_provider import SIGN_IN_OVER, AnswerRefused, Asked, IdentityProvider
from services.unit_of_work import UnitOfWork

LIFE = timedelta(minutes=10)
_SECRET_BYTES = 32
_LONGEST_WANTED = 2_000
_LONGEST_STATE = 200


class UnknownAnswer(RuleRefused):
    """An answer to nothing that this browser asked."""


@dataclass(frozen=True, slots=True)
class BeginAttempt:
    """`browser`: the browser's own secret; `back`: the office's address that the provider sends it to; `wanted`: where then.

    `links`: whose account the identity is to be linked to, None to sign in.
    """

    browser: str
    back: str
    wanted: str = ""
    links: str | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """An attempt that came back: what was asked, and what for."""

    asked: Asked
    wanted: str
    links: str | None


def begin_attempt(command: BeginAttempt, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The provider's address that the browser is to go to.

    NotFound for an office without a provider, ProviderAway while it is away, TriedTooOften beyond 600 an hour of a source.
    """
    provider = require_provider(unit_of_work)
    count(by_source(PROVIDER_SIGN_INS_PER_ADDRESS, actor, unit_of_work), unit_of_work)
    state, nonce, verifier = (secrets.token_urlsafe(_SECRET_BYTES) for _ in range(3))
    address = provider.sign_in_address(Asked(state, nonce, verifier, command.back))
    with unit_of_work as unit:
        now = unit.ports.system_clock.now()
        unit.session.execute(delete(ProviderAttempt).where(ProviderAttempt.expires_at <= now))
        unit.session.add(
            ProviderAttempt(
                state_digest=_digest("state", state),
                browser=_digest("browser", command.browser),
                nonce=nonce,
                verifier=verifier,
                wanted=command.wanted if len(command.wanted) <= _LONGEST_WANTED else "",
                links=command.links,
                expires_at=now + LIFE,
            )
        )
    return address


def take_attempt(state: str, browser: str, back: str, unit_of_work: UnitOfWork) -> Returned:
    """The attempt of this state, which is used then.

    UnknownAnswer for a state that is none of this browser's: any page can send it here. AnswerRefused for one that is used or
    old.
    """
    with unit_of_work as unit:
        row = unit.session.get(
            ProviderAttempt, _digest("state", state[:_LONGEST_STATE]), with_for_update=True
        )
        if row is None or row.browser != _digest("browser", browser):
            # Another browser's stays: its owner may be on his way.
            raise UnknownAnswer(SIGN_IN_OVER)
        if row.is_used or row.expires_at <= unit.ports.system_clock.now():
            raise AnswerRefused("STATE", SIGN_IN_OVER)
        row.is_used = True
        return Returned(Asked(state, row.nonce, row.verifier, back), row.wanted, row.links)


def require_provider(unit_of_work: UnitOfWork) -> IdentityProvider:
    """The office's identity provider; NotFound where it has none."""
    provider = unit_of_work.ports.identity_provider
    if provider is None:
        raise NotFound
    return provider


def _digest(what: str, secret: str) -> str:
    return get_keyring().digest(f"provider-{what}", secret)
