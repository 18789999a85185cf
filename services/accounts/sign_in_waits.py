"""Who must wait after wrong passwords, and where: by account and source, and never in a browser that is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, select

from models.office.rate_limit import RateLimit
from models.vault.keyring import get_keyring
from services.actor import Actor
from services.attempts.rate_limit import Counted, by_source, by_source_and
from services.attempts.rules import (
    SIGN_INS_FROM_ANYWHERE,
    SIGN_INS_PER_ACCOUNT,
    SIGN_INS_PER_ADDRESS,
    SIGN_INS_PER_BROWSER,
)
from services.unit_of_work import Unit, UnitOfWork

LONGEST_LOGIN = 200


def keys_of_stranger(login: str, unit_of_work: UnitOfWork, actor: Actor) -> tuple[Counted, ...]:
    """What a try from a browser that nobody knows is counted by; a login that nobody has is counted alike.

    The source first: one that has to wait makes no rows by logins that it invents.
    """
    typed = login[:LONGEST_LOGIN]
    subject = subject_of(typed)
    here = by_source_and(typed, SIGN_INS_PER_ACCOUNT, actor)
    return (
        by_source(SIGN_INS_PER_ADDRESS, actor, unit_of_work),
        Counted(here.rule, here.key, subject=subject),
        Counted(SIGN_INS_FROM_ANYWHERE, typed, subject=subject),
    )


def keys_of_browser(login: str, browser: str) -> tuple[Counted, ...]:
    """What a try from a browser of this account is counted by: only what is typed there."""
    return (Counted(SIGN_INS_PER_BROWSER, f"{login}|{browser}"),)


def map_waits(unit: Unit) -> Mapping[str, datetime]:
    """Until when the longest wait runs, by the subject of each login that waits somewhere now."""
    now = unit.ports.system_clock.now()
    query = (
        select(RateLimit.subject, func.max(RateLimit.open_at))
        .where(RateLimit.subject.is_not(None), RateLimit.open_at > now)
        .group_by(RateLimit.subject)
    )
    return {subject: until for subject, until in unit.session.execute(query) if subject and until}


def find_wait(login: str, unit: Unit) -> datetime | None:
    """Until when somebody who types this login waits, at the source that waits longest; None for nowhere."""
    now, mine = unit.ports.system_clock.now(), RateLimit.subject == subject_of(login)
    return unit.session.scalars(
        select(RateLimit.open_at)
        .where(mine, RateLimit.open_at > now)
        .order_by(RateLimit.open_at.desc())
        .limit(1)
    ).first()


def end_waits(login: str, unit: Unit) -> None:
    """Forget all wrong passwords of this login, in the caller's unit."""
    unit.session.execute(delete(RateLimit).where(RateLimit.subject == subject_of(login)))


def subject_of(login: str) -> str:
    """How counters name a login."""
    return get_keyring().digest("sign-in-of", login)
