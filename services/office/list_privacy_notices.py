"""Texts about the use of personal data as who keeps them reads them: in force, waiting, decided."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.ground.errors import NotFound
from models.ground.privacy_codes import NoticeState
from models.office.privacy_notice import PrivacyNotice
from services.actor import Actor, require_role
from services.office.decide_privacy_notice import DECIDERS
from services.office.people_names import map_people_names
from services.office.privacy_notices import find_notice_in_force, list_parts
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class KeptNotice:
    """One text with names of people in the place of logins; `before` are the parts of the text in force."""

    id: str
    version: str | None
    state: NoticeState
    parts: tuple[tuple[str, str], ...]
    before: tuple[tuple[str, str], ...]
    changes_purpose: bool
    reason: str
    by: str
    at: datetime
    is_own: bool
    decided_by: str
    decided_at: datetime | None
    decision_reason: str | None
    in_force_from: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoticeRegister:
    """What is in force, what waits, and everything else, the newest first."""

    current: KeptNotice | None
    waiting: KeptNotice | None
    others: tuple[KeptNotice, ...]


def list_privacy_notices(unit_of_work: UnitOfWork, actor: Actor) -> NoticeRegister:
    """The register; NotPermitted for who is neither administrator nor director."""
    login = require_role(actor, *DECIDERS)
    with unit_of_work.reading() as unit:
        rows = unit.session.scalars(select(PrivacyNotice).order_by(PrivacyNotice.at.desc())).all()
        reader = _Reader(login, map_people_names(unit), find_notice_in_force(unit))
        kept = [_keep(row, reader) for row in rows]
    current = next((one for one in kept if one.version and one.ended_at is None), None)
    waiting = next((one for one in kept if one.state is NoticeState.OPEN), None)
    others = tuple(one for one in kept if one not in (current, waiting))
    return NoticeRegister(current, waiting, others)


def get_privacy_notice(notice_id: str, unit_of_work: UnitOfWork, actor: Actor) -> KeptNotice:
    """One of them; NotFound for none, NotPermitted as above."""
    login = require_role(actor, *DECIDERS)
    with unit_of_work.reading() as unit:
        row = unit.session.get(PrivacyNotice, notice_id)
        if row is None:
            raise NotFound
        return _keep(row, _Reader(login, map_people_names(unit), find_notice_in_force(unit)))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads, how people are called, and the text in force."""

    login: str
    names: dict[str, str]
    current: PrivacyNotice | None


def _keep(row: PrivacyNotice, reader: _Reader) -> KeptNotice:
    names, before = reader.names, reader.current
    return KeptNotice(
        id=row.id,
        version=row.version,
        state=row.state,
        parts=list_parts(row.parts),
        before=() if before is None or before.id == row.id else list_parts(before.parts),
        changes_purpose=row.changes_purpose,
        reason=row.reason,
        by=names.get(row.by or "", ""),
        at=row.at,
        is_own=row.by == reader.login,
        decided_by=names.get(row.decided_by or "", ""),
        decided_at=row.decided_at,
        decision_reason=row.decision_reason,
        in_force_from=row.in_force_from,
        ended_at=row.ended_at,
    )
