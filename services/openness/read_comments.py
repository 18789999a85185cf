"""Comments on complaint handling: as the office reads them, and the answers that everybody reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.ground.codes import Role
from models.ground.openness_codes import CommentState
from models.office.office_comment import OfficeComment
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.unit_of_work import UnitOfWork

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class CommentPage:
    """Some, the newest first; `next_no` continues, None at the end. `numbers` by state of all, `names` of people by login."""

    rows: tuple[OfficeComment, ...]
    next_no: int | None
    numbers: Mapping[CommentState, int]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """What the office answered to everybody, without what it answers."""

    words: str
    released_at: datetime


def list_comments(
    state: CommentState | None, before: int | None, unit_of_work: UnitOfWork, actor: Actor
) -> CommentPage:
    """For supervisors and the director, NotPermitted for others."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    query = select(OfficeComment).order_by(OfficeComment.no.desc()).limit(ON_A_PAGE + 1)
    if state is not None:
        query = query.where(OfficeComment.state == state)
    if before is not None:
        query = query.where(OfficeComment.no < before)
    counted = select(OfficeComment.state, func.count()).group_by(OfficeComment.state)
    with unit_of_work.reading() as unit:
        found = unit.session.scalars(query).all()
        numbers = {key: number for key, number in unit.session.execute(counted)}
        logins = {
            login for row in found for login in (row.answered_by, row.released_by, row.decided_by) if login
        }
        names = map_people_names(unit, logins=logins)
        unit.session.expunge_all()
    rows = tuple(found[:ON_A_PAGE])
    return CommentPage(rows, rows[-1].no if len(found) > ON_A_PAGE else None, numbers, names)


def list_public_answers(unit_of_work: UnitOfWork) -> tuple[PublicAnswer, ...]:
    """The latest, for everybody."""
    query = (
        select(OfficeComment)
        .where(OfficeComment.state == CommentState.ANSWERED)
        .order_by(OfficeComment.released_at.desc())
        .limit(ON_A_PAGE)
    )
    with unit_of_work.reading() as unit:
        return tuple(
            PublicAnswer(row.answer, row.released_at)
            for row in unit.session.scalars(query)
            if row.answer is not None and row.released_at is not None
        )
