"""What the office tells the engine and the receiver of alerts, for administrators: how much of it waits, since when, and why.

Kinds, numbers, dates and codes only; of cases that the person must keep away from nothing, in rows and counts alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ledger.outbox import OutboxRow
from services.access.kept_away import must_keep_away
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.outbox.registry import KINDS
from services.repair.held_messages import stands_still
from services.repair.message_effect import MessageEffect, tell_effect
from services.unit_of_work import Unit, UnitOfWork
from services.views.page import ROWS_OF_A_PAGE, Page

MOST_BADGED = 99


class OutboxState(StrEnum):
    """`failed` waits for a person or has been tried in vain again and again; `again` is still tried; `waiting` never was."""

    FAILED = "failed"
    AGAIN = "again"
    WAITING = "waiting"
    GIVEN_UP = "given_up"
    SENT = "sent"


OPEN_STATES = (OutboxState.FAILED, OutboxState.AGAIN, OutboxState.WAITING)


@dataclass(frozen=True, slots=True)
class OutboxFilter:
    """`kind` empty for all; `number` is any part of the case's number."""

    state: OutboxState = OutboxState.FAILED
    kind: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class OutboxFigure:
    """How many of one kind are in one state, the oldest of them and the earliest next try."""

    kind: str
    state: OutboxState
    number: int
    oldest_at: datetime
    next_try_at: datetime


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One message. `reason` is a code and `part` the field, error or release it speaks of, as in HeldMessage.

    `behind` counts what waits for it; `given_up_by` and `why` of those that were given up; `effect` as there.
    """

    id: int
    kind: str
    is_known: bool
    state: OutboxState
    complaint_id: str | None
    number: str | None
    written_at: datetime
    attempts: int
    next_try_at: datetime
    is_held: bool
    reason: str
    part: str
    sent_at: datetime | None
    why: str
    effect: MessageEffect
    behind: int = 0
    given_up_by: str = ""


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """The rows that were asked for, beside the figures of all that has not left."""

    lines: Page[OutboxLine]
    figures: tuple[OutboxFigure, ...]

    def count(self, state: OutboxState) -> int:
        """How many are in a state, of all kinds."""
        return sum(figure.number for figure in self.figures if figure.state is state)


@dataclass(frozen=True, slots=True)
class FailedCount:
    """For the badge; `has_more` than the counted 99."""

    number: int
    has_more: bool
    age: None = None


def list_outbox(asked: OutboxFilter, page: int, unit_of_work: UnitOfWork, actor: Actor) -> OutboxPage:
    """A page of one state, the oldest first (what was given up: the newest). NotPermitted for others than administrators."""
    login = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        visible = _visible(login, unit)
        rows = _narrowed(visible, asked)
        total = int(unit.session.scalar(select(func.count()).select_from(rows.subquery())) or 0)
        last = max(1, -(-total // ROWS_OF_A_PAGE))
        number = min(max(page, 1), last)
        order = OutboxRow.id.desc() if asked.state is OutboxState.GIVEN_UP else OutboxRow.id
        found = unit.session.execute(
            rows.order_by(order).limit(ROWS_OF_A_PAGE).offset((number - 1) * ROWS_OF_A_PAGE)
        ).all()
        lines = _lines([(row, number_of) for row, number_of in found], unit)
        return OutboxPage(Page(lines, number, total, has_more=False), _figures(visible, unit))


def get_messages(ids: list[int], unit_of_work: UnitOfWork, actor: Actor) -> tuple[OutboxLine, ...]:
    """These as they are now, in the order they were written; unknown ones and those kept from this person are left out."""
    login = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        rows = _visible(login, unit).where(OutboxRow.id.in_(ids)).order_by(OutboxRow.id)
        return _lines([(row, number) for row, number in unit.session.execute(rows).all()], unit)


def count_failed(unit_of_work: UnitOfWork, actor: Actor) -> FailedCount:
    """For the badge on every page of an administrator: two short statements, one where nothing failed."""
    login = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        if unit.session.scalar(select(OutboxRow.id).where(stands_still()).limit(1)) is None:
            return FailedCount(0, has_more=False)
        failed = _visible(login, unit).where(stands_still()).limit(MOST_BADGED + 1)
        found = int(unit.session.scalar(select(func.count()).select_from(failed.subquery())) or 0)
        return FailedCount(min(found, MOST_BADGED), found > MOST_BADGED)


def _visible(login: str, unit: Unit) -> Select[OutboxRow, str]:
    return (
        select(OutboxRow, Complaint.number)
        .outerjoin(Complaint, Complaint.id == OutboxRow.complaint_id)
        .where(or_(OutboxRow.complaint_id.is_(None), ~must_keep_away(login, unit)))
    )


def _narrowed(visible: Select[OutboxRow, str], asked: OutboxFilter) -> Select[OutboxRow, str]:
    rows = visible.where(_is(asked.state))
    if asked.kind:
        rows = rows.where(OutboxRow.kind == asked.kind)
    if asked.number:
        rows = rows.where(Complaint.number.contains(asked.number, autoescape=True))
    return rows


def _is(state: OutboxState) -> ColumnElement[bool]:
    match state:
        case OutboxState.GIVEN_UP:
            return OutboxRow.dropped_by.is_not(None)
        case OutboxState.SENT:
            return and_(OutboxRow.sent_at.is_not(None), OutboxRow.dropped_by.is_(None))
        case _:
            return and_(OutboxRow.sent_at.is_(None), _open_state() == state.value)


def _open_state() -> ColumnElement[str]:
    """Of a message that has not left."""
    return case(
        (func.coalesce(stands_still(), false()), OutboxState.FAILED.value),
        (OutboxRow.attempts > 0, OutboxState.AGAIN.value),
        else_=OutboxState.WAITING.value,
    )


def _figures(visible: Select[OutboxRow, str], unit: Unit) -> tuple[OutboxFigure, ...]:
    state = _open_state().label("state")
    rows = unit.session.execute(
        visible.where(OutboxRow.sent_at.is_(None))
        .with_only_columns(
            OutboxRow.kind,
            state,
            func.count(),
            func.min(OutboxRow.created_at),
            func.min(OutboxRow.next_try_at),
        )
        .group_by(OutboxRow.kind, state)
        .order_by(OutboxRow.kind)
    ).all()
    return tuple(
        OutboxFigure(kind, OutboxState(found), number, oldest, next_try)
        for kind, found, number, oldest, next_try in rows
    )


def _lines(rows: list[tuple[OutboxRow, str | None]], unit: Unit) -> tuple[OutboxLine, ...]:
    failed = set(
        unit.session.scalars(
            select(OutboxRow.id).where(OutboxRow.id.in_([row.id for row, _ in rows]), stands_still())
        )
    )
    behind = {
        subject: int(number) - 1
        for subject, number in unit.session.execute(
            select(OutboxRow.subject, func.count())
            .where(OutboxRow.sent_at.is_(None), OutboxRow.subject.in_({row.subject for row, _ in rows}))
            .group_by(OutboxRow.subject)
        )
    }
    names = map_people_names(unit, logins={row.dropped_by for row, _ in rows if row.dropped_by})
    lines = []
    for row, number in rows:
        line = _line(row, number, is_failed=row.id in failed)
        given_up_by = names.get(row.dropped_by or "", "")
        waiting = behind.get(row.subject, 0) if line.sent_at is None else 0
        lines.append(replace(line, behind=waiting, given_up_by=given_up_by))
    return tuple(lines)


def _state_of(row: OutboxRow, *, is_failed: bool) -> OutboxState:
    if row.sent_at is not None:
        return OutboxState.GIVEN_UP if row.dropped_by else OutboxState.SENT
    if is_failed:
        return OutboxState.FAILED
    return OutboxState.AGAIN if row.attempts else OutboxState.WAITING


def _line(row: OutboxRow, number: str | None, *, is_failed: bool) -> OutboxLine:
    # Of what has left the column says how it went with the engine, which is no reason to wait.
    reason, _, part = ("" if row.sent_at else row.failed_reason or "").partition(": ")
    return OutboxLine(
        id=row.id,
        kind=row.kind,
        is_known=row.kind in KINDS,
        state=_state_of(row, is_failed=is_failed),
        complaint_id=row.complaint_id,
        number=number,
        written_at=row.created_at,
        attempts=row.attempts,
        next_try_at=row.next_try_at,
        is_held=row.held_at is not None,
        reason=reason,
        part=part,
        sent_at=row.sent_at,
        why=row.drop_reason or "",
        effect=tell_effect(row),
    )
