"""What the ladder has to know of supervisions: is one open for a clock, was one opened since it is due?"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.beside.supervision import Supervision
from models.case.lifecycle import LEGAL_CLOCK_KINDS, NEVER_SUPERVISED, RequestState
from models.clock.clock import Clock


@dataclass(frozen=True, slots=True)
class SupervisionFacts:
    """`was_opened`: since the due moment, or the clock is one that no supervision is opened for by itself."""

    is_open: bool
    was_opened: bool


def supervision_facts(clocks: Sequence[Clock], session: Session) -> dict[str, SupervisionFacts]:
    """By clock id; one query however many clocks there are.

    A supervision that names no clock is about the legal clocks of its case while it is open. The limit of a
    supervision itself is never supervised by itself: a supervisor sees it in the due list.
    """
    rows = session.scalars(
        select(Supervision).where(
            or_(
                Supervision.late_clock_id.in_([clock.id for clock in clocks]),
                Supervision.complaint_id.in_({clock.complaint_id for clock in clocks})
                & Supervision.late_clock_id.is_(None),
            )
        )
    ).all()
    return {clock.id: _facts(clock, [row for row in rows if _is_about(row, clock)]) for clock in clocks}


def _is_about(row: Supervision, clock: Clock) -> bool:
    if row.late_clock_id is not None:
        return row.late_clock_id == clock.id
    return row.complaint_id == clock.complaint_id and clock.kind in LEGAL_CLOCK_KINDS


def _facts(clock: Clock, rows: list[Supervision]) -> SupervisionFacts:
    since_due = any(row.late_clock_id is not None and row.requested_at >= clock.due_at for row in rows)
    return SupervisionFacts(
        is_open=any(row.state is RequestState.OPEN for row in rows),
        was_opened=since_due or clock.kind in NEVER_SUPERVISED,
    )
