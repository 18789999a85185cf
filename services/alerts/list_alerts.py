"""The alerts of a person: what is not over, the newest first, and which of it he has read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.office.alert import Alert, AlertKind, AlertRead
from services.access.kept_away import must_keep_away
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork
from services.views.page import ROWS_OF_A_PAGE, Page

MOST_COUNTED = 99
_PEOPLE = ("staff_id", "by")


@dataclass(frozen=True, slots=True)
class AlertLine:
    """`what` is a code of the kind's own; `number` None for what is of no case, `due_at` of limits and days alone.

    `subject` is the id of what has a day. `of` and `by`, names: whose account somebody else linked to an identity, and who did.
    """

    id: int
    kind: AlertKind
    what: str
    complaint_id: str | None
    number: str | None
    due_at: datetime | None
    raised_at: datetime
    is_read: bool
    of: str = ""
    by: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class AlertCount:
    """How many nobody but others have read: what this person has not; `has_more` than the counted 99."""

    number: int
    has_more: bool
    age: None = None


def list_alerts(unit_of_work: UnitOfWork, actor: Actor, page: int = 1) -> Page[AlertLine]:
    """A page of what is not over. NotPermitted for others than supervisors and directors; nothing of cases kept from them."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        total = int(
            unit.session.scalar(select(func.count()).select_from(visible_alerts(login, unit).subquery())) or 0
        )
        last = max(1, -(-total // ROWS_OF_A_PAGE))
        number = min(max(page, 1), last)
        seen = visible_alerts(login, unit).add_columns(Complaint.number)
        rows = unit.session.execute(
            seen.order_by(Alert.id.desc()).limit(ROWS_OF_A_PAGE).offset((number - 1) * ROWS_OF_A_PAGE)
        ).all()
        read = set(
            unit.session.scalars(
                select(AlertRead.alert_id).where(
                    AlertRead.staff_id == login, AlertRead.alert_id.in_([row.id for row, _ in rows])
                )
            )
        )
        named = {str(row.facts[one]) for row, _ in rows for one in _PEOPLE if one in row.facts}
        names = map_people_names(unit, logins=named) if named else {}
        lines = tuple(_line(row, case_number, row.id in read, names) for row, case_number in rows)
        return Page(lines, number, total, has_more=False)


def count_unread(unit_of_work: UnitOfWork, actor: Actor) -> AlertCount:
    """For the badge on every page: a few short statements."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        unread = visible_alerts(login, unit).where(Alert.id.not_in(_read_by(login))).limit(MOST_COUNTED + 1)
        found = int(unit.session.scalar(select(func.count()).select_from(unread.subquery())) or 0)
        return AlertCount(min(found, MOST_COUNTED), found > MOST_COUNTED)


def mark_read(alert_ids: Collection[int], unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Mark these as read by this person; again, unknown ones and those kept from him change nothing."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        unread = visible_alerts(login, unit).where(Alert.id.in_(alert_ids), Alert.id.not_in(_read_by(login)))
        for alert in unit.session.scalars(unread):
            unit.session.merge(AlertRead(alert_id=alert.id, staff_id=login, read_at=unit.clock.now()))


def _read_by(login: str) -> Select[int]:
    return select(AlertRead.alert_id).where(AlertRead.staff_id == login)


def visible_alerts(
    login: str, unit: Unit, *, with_past: bool = False
) -> Select[Any]:  # Any: further columns are added to it
    """What is not over and of no case kept from this person; `with_past`: what is over too."""
    query = (
        select(Alert)
        .outerjoin(Complaint, Complaint.id == Alert.complaint_id)
        .where(or_(Alert.complaint_id.is_(None), ~must_keep_away(login, unit)))
    )
    return query if with_past else query.where(Alert.cleared_at.is_(None))


def _line(row: Alert, number: str | None, is_read: bool, names: dict[str, str]) -> AlertLine:
    due_at = row.facts.get("due_at")
    of, by = (names.get(str(row.facts[one]), "") if one in row.facts else "" for one in _PEOPLE)
    return AlertLine(
        id=row.id,
        kind=row.kind,
        what=str(row.facts["what"]),
        complaint_id=row.complaint_id,
        number=number,
        due_at=datetime.fromisoformat(due_at) if due_at else None,
        raised_at=row.raised_at,
        is_read=is_read,
        of=of,
        by=by,
        subject=str(row.facts.get("subject", "")),
    )
