"""The messages to the engine that do not leave by themselves, for a supervisor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ledger.outbox import OutboxRow
from services.access.find_exclusion import find_exclusions
from services.actor import Actor, require_role
from services.outbox.registry import KINDS
from services.outbox.send_step import NEWER_RELEASE, TRIES_BEFORE_HELD
from services.repair.message_effect import MessageEffect, tell_effect
from services.unit_of_work import Unit, UnitOfWork

MAX_SHOWN = 100


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """`number` is None for a message of no case; `behind` counts the messages that wait for this one.

    `reason` is a code, `part` the field, error or release it speaks of; `is_known`: this release knows the kind, and
    `effect` what it tells, and why it may not be dropped.
    """

    id: int
    kind: str
    is_known: bool
    complaint_id: str | None
    number: str | None
    written_at: datetime
    attempts: int
    reason: str
    part: str
    is_held: bool
    behind: int
    effect: MessageEffect


@dataclass(frozen=True, slots=True)
class HeldMessages:
    """The oldest of those that were asked for, and how many are held in all."""

    messages: tuple[HeldMessage, ...]
    total: int


def list_held_messages(
    unit_of_work: UnitOfWork, actor: Actor, kind: str = "", number: str = ""
) -> HeldMessages:
    """The oldest first: what waits for a person, for a newer release, or has failed again and again.

    Narrowed to a `kind` and any part of the `number` of a case where they are given.

    For the supervisor and the director; NotPermitted for others. Messages of
    cases that the person must keep away from are left out.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        rows = unit.session.execute(
            select(OutboxRow, Complaint.number)
            .outerjoin(Complaint, Complaint.id == OutboxRow.complaint_id)
            .where(stands_still())
            .order_by(OutboxRow.id)
        ).all()
        cases = {row.complaint_id for row, _number in rows if row.complaint_id is not None}
        barred = find_exclusions(cases, login, unit)
        open_to_see = [(row, number) for row, number in rows if row.complaint_id not in barred]
        asked = [
            (row, of_case)
            for row, of_case in open_to_see
            if kind in ("", row.kind) and number in (of_case or "")
        ]
        shown = asked[:MAX_SHOWN]
        behind = _count_behind([row for row, _number in shown], unit)
        messages = tuple(_shown(row, number, behind.get(row.subject, 1) - 1) for row, number in shown)
        return HeldMessages(messages, len(open_to_see))


def stands_still() -> ColumnElement[bool]:
    """Which rows a supervisor has to know of."""
    return OutboxRow.sent_at.is_(None) & or_(
        OutboxRow.held_at.is_not(None),
        OutboxRow.attempts >= TRIES_BEFORE_HELD,
        OutboxRow.failed_reason.startswith(NEWER_RELEASE),
    )


def _count_behind(rows: Sequence[OutboxRow], unit: Unit) -> dict[str, int]:
    counts = unit.session.execute(
        select(OutboxRow.subject, func.count())
        .where(OutboxRow.sent_at.is_(None), OutboxRow.subject.in_({row.subject for row in rows}))
        .group_by(OutboxRow.subject)
    )
    return {subject: count for subject, count in counts}


def _shown(row: OutboxRow, number: str | None, behind: int) -> HeldMessage:
    reason, _, part = (row.failed_reason or "").partition(": ")
    return HeldMessage(
        id=row.id,
        kind=row.kind,
        is_known=row.kind in KINDS,
        complaint_id=row.complaint_id,
        number=number,
        written_at=row.created_at,
        attempts=row.attempts,
        reason=reason,
        part=part,
        is_held=row.held_at is not None,
        behind=behind,
        effect=tell_effect(row),
    )
