"""The sessions of the person himself: where he is signed in, and how he ends what he does not know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from models.ground.errors import NotFound
from models.office.login_session import LoginSession
from services.accounts.sessions import IDLE_LIFE, digest_token
from services.actor import Actor, staff_id_of
from services.unit_of_work import Unit, UnitOfWork

# Of the digest of a random token: enough to tell sessions of one person apart, and no way into any.
_ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One session that is not over. `address` and `browser` None where nothing was said; `is_this`: the one that asks."""

    id: str
    signed_in_at: datetime
    last_seen_at: datetime
    ends_at: datetime
    address: str | None
    browser: str | None
    is_this: bool


def list_own_sessions(token: str, unit_of_work: UnitOfWork, actor: Actor) -> list[OwnSession]:
    """All of the person's, the one that asks first and then by the last look; NotPermitted for a citizen."""
    login, this = staff_id_of(actor), digest_token(token)
    with unit_of_work.reading() as unit:
        rows = [_shown(row, this) for row in _running(login, unit)]
    return sorted(rows, key=lambda row: (row.is_this, row.last_seen_at), reverse=True)


def end_own_session(session_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """The browser of this session is signed out with its next page; NotFound where it is over, or somebody else's."""
    login = staff_id_of(actor)
    with unit_of_work as unit:
        tokens = [
            row.token_sha256 for row in _running(login, unit) if row.token_sha256[:_ID_LENGTH] == session_id
        ]
        if not tokens:
            raise NotFound
        _end(tokens, login, unit, actor)


def end_other_sessions(token: str, unit_of_work: UnitOfWork, actor: Actor) -> int:
    """End all of the person's but the one that asks; how many there were."""
    login, this = staff_id_of(actor), digest_token(token)
    with unit_of_work as unit:
        others = [row.token_sha256 for row in _running(login, unit) if row.token_sha256 != this]
        if others:
            _end(others, login, unit, actor)
    return len(others)


def _running(login: str, unit: Unit) -> list[LoginSession]:
    now = unit.ports.system_clock.now()
    rows = unit.session.scalars(select(LoginSession).where(LoginSession.staff_id == login))
    return [row for row in rows if row.expires_at > now and now - row.last_seen_at <= IDLE_LIFE]


def _end(tokens: list[str], login: str, unit: Unit, actor: Actor) -> None:
    unit.session.execute(delete(LoginSession).where(LoginSession.token_sha256.in_(tokens)))
    unit.trail.add(None, "account.sessions_ended", {"staff_id": login, "count": len(tokens)}, actor)


def _shown(row: LoginSession, this: str) -> OwnSession:
    return OwnSession(
        id=row.token_sha256[:_ID_LENGTH],
        signed_in_at=row.created_at,
        last_seen_at=row.last_seen_at,
        ends_at=row.expires_at,
        address=row.client_address,
        browser=row.browser,
        is_this=row.token_sha256 == this,
    )
