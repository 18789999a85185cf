"""The course of one file, de-identified: its stages, limits kept or lost with what moved them, decisions, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.case.decision import Decision
from models.case.lifecycle import ClockKind, ClockPauseReason, DecisionKind
from models.case.outside_review import OutsideReview
from models.clock.clock import Clock
from models.clock.clock_pause import ClockPause
from models.clock.legal_time import beijing_date
from models.ground.oversight_codes import OversightPage
from models.ledger.trail_event import TrailEvent
from models.office.oversight import OversightMandate
from services.actor import Actor
from services.ledger.ledger_row import LedgerRow, read_ledger_rows
from services.oversight.list_files import find_complaint
from services.oversight.note_look import Look, note_look
from services.oversight.scope import get_own
from services.unit_of_work import Unit, UnitOfWork

# Of the ledger: codes, numbers and days. Neither a number that a complainant knows, nor a window, nor whoever handled it.
FILE_COLUMNS = (
    "received_on",
    "channel",
    "category",
    "matter_categories",
    "complexity",
    "respondent_units",
    "items",
    "handling_unit",
    "stage",
    "accepted_on",
    "decisions",
    "refusal_grounds",
    "outcome",
    "times_referred",
    "findings",
    "found_on",
    "pauses",
    "extensions",
    "disposals",
    "rectification_orders",
    "rectifications_done",
    "answered_on",
    "lateness",
    "late_workdays",
    "used_workdays",
    "visited_on",
    "evaluation",
    "is_solved",
    "times_redone",
    "times_reopened",
    "reviews",
    "review_outcome",
    "closed_on",
)


@dataclass(frozen=True, slots=True)
class ShownLimit:
    """One limit; `due_on` is its last day, `first_due_on` the one before it was extended or stood still. Days in Beijing.

    `is_late` of one that ended after its day, or runs beyond it; `pauses` are reason, first and last day, None while one lasts.
    """

    kind: ClockKind
    started_on: date
    first_due_on: date
    due_on: date
    stopped_on: date | None
    stop_reason: str | None
    is_late: bool
    pauses: tuple[tuple[ClockPauseReason, date, date | None], ...]


@dataclass(frozen=True, slots=True)
class FileCourse:
    """`stages` are day and codes from and to; `decisions` kind and day; `outside` what courts and reviewing authorities said."""

    mandate: OversightMandate
    no: int
    row: LedgerRow
    stages: tuple[tuple[date, str, str], ...]
    limits: tuple[ShownLimit, ...]
    decisions: tuple[tuple[DecisionKind, date], ...]
    outside: tuple[OutsideReview, ...]


def read_oversight_file(mandate_id: str, no: int, unit_of_work: UnitOfWork, actor: Actor) -> FileCourse:
    """On record before it is handed out. As `get_own`; NotFound for a number that the mandate does not open."""
    with unit_of_work.reading() as unit:
        mandate = get_own(mandate_id, unit, actor, reads_files=True)
        case = find_complaint(mandate, no, unit).id
        outside = select(OutsideReview).where(OutsideReview.complaint_id == case)
        course = FileCourse(
            mandate=mandate,
            no=no,
            row=read_ledger_rows([case], unit)[0],
            stages=_read_stages(case, unit),
            limits=_read_limits(case, unit),
            decisions=_read_decisions(case, unit),
            outside=tuple(unit.session.scalars(outside.order_by(OutsideReview.filed_on, OutsideReview.id))),
        )
        unit.session.expunge_all()
    with unit_of_work as unit:
        held = get_own(mandate_id, unit, actor, reads_files=True)
        note_look(held, Look(OversightPage.FILE, file_no=no), unit)
    return course


def _read_stages(case: str, unit: Unit) -> tuple[tuple[date, str, str], ...]:
    rows = unit.session.execute(
        select(TrailEvent.at, TrailEvent.payload)
        .where(TrailEvent.complaint_id == case, TrailEvent.kind == "stage.entered")
        .order_by(TrailEvent.seq)
    )
    return tuple(
        (
            beijing_date(at),
            str(payload.get("from") or ""),
            str(payload.get("to") or payload.get("stage") or ""),
        )
        for at, payload in rows
    )


def _read_limits(case: str, unit: Unit) -> tuple[ShownLimit, ...]:
    clocks = unit.session.scalars(
        select(Clock).where(Clock.complaint_id == case).order_by(Clock.opened_at, Clock.id)
    ).all()
    pauses = _map_pauses([clock.id for clock in clocks], unit)
    now = unit.clock.now()
    return tuple(_show(clock, pauses.get(clock.id, ()), now) for clock in clocks)


def _map_pauses(
    clocks: Sequence[str], unit: Unit
) -> Mapping[str, tuple[tuple[ClockPauseReason, date, date | None], ...]]:
    found: dict[str, tuple[tuple[ClockPauseReason, date, date | None], ...]] = {}
    rows = unit.session.scalars(
        select(ClockPause)
        .where(ClockPause.clock_id.in_(clocks))
        .order_by(ClockPause.started_at, ClockPause.id)
    )
    for row in rows:
        ended = None if row.ended_at is None else beijing_date(row.ended_at)
        pause = (row.reason_code, beijing_date(row.started_at), ended)
        found[row.clock_id] = (*found.get(row.clock_id, ()), pause)
    return found


def _show(
    clock: Clock, pauses: Sequence[tuple[ClockPauseReason, date, date | None]], now: datetime
) -> ShownLimit:
    stands_still = clock.stopped_at is None and any(until is None for _, _, until in pauses)
    return ShownLimit(
        kind=clock.kind,
        started_on=clock.started_on,
        first_due_on=beijing_date(clock.original_due_at),
        due_on=beijing_date(clock.due_at),
        stopped_on=None if clock.stopped_at is None else beijing_date(clock.stopped_at),
        stop_reason=clock.stop_reason,
        is_late=not stands_still and (clock.stopped_at or now) > clock.due_at,
        pauses=tuple(pauses),
    )


def _read_decisions(case: str, unit: Unit) -> tuple[tuple[DecisionKind, date], ...]:
    rows = unit.session.execute(
        select(Decision.kind, Decision.at)
        .where(Decision.complaint_id == case)
        .order_by(Decision.at, Decision.id)
    )
    return tuple((kind, beijing_date(at)) for kind, at in rows)
