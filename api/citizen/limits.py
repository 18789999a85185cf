"""The time limits in force and the day-by-day count of one, as pages tell them to complainants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import select

from api.context import make_unit, office_now
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.deadline import DeadlineAnswer
from models.clock.deadline_explanation import ExplainedDay, explain
from models.clock.legal_time import beijing_date
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity
from services.clocks.add_time_limit import CERTAINTY
from services.clocks.time_limits import get_policy

# In the basis of a shipped default, notes for the staff follow after it.
NOTE_BEGINS = "；"
# What a complainant may wait for, in the order of the way.
_TOLD: tuple[tuple[ClockKind, Complexity | None], ...] = (
    (ClockKind.ACCEPTANCE, None),
    (ClockKind.RESOLVE, Complexity.SIMPLE),
    (ClockKind.RESOLVE, Complexity.NORMAL),
    (ClockKind.RESOLVE, Complexity.COMPLEX),
    (ClockKind.FEEDBACK, None),
    (ClockKind.RETURN_VISIT, None),
)


@dataclass(frozen=True, slots=True)
class ToldLimit:
    """One limit in force today; `amount` in `unit` (wd working days, cd calendar days)."""

    kind: ClockKind
    complexity: Complexity | None
    amount: int
    unit: str
    basis: str
    certainty: str


@dataclass(frozen=True, slots=True)
class CountedLimit:
    """The count of an opened limit: every day from the receipt to the due day; `certainty` of the row it followed."""

    days: tuple[ExplainedDay, ...]
    due_day: date
    certainty: str


def list_told_limits() -> list[ToldLimit]:
    """The limits that matter to complainants; NotFound when the office has none."""
    today = beijing_date(office_now())
    with make_unit().reading() as unit:
        rows = [
            (kind, complexity, get_policy(unit.session, kind, complexity, today))
            for kind, complexity in _TOLD
        ]
    return [
        ToldLimit(kind, complexity, row.amount, row.unit, _public_basis(row), row.certainty)
        for kind, complexity, row in rows
    ]


def _public_basis(row: TimeLimitPolicy) -> str:
    """The centre's own rule as it stands; of a shipped default what it counts, without the notes on where else it is so."""
    return row.basis if row.certainty == CERTAINTY else row.basis.partition(NOTE_BEGINS)[0]


def get_acceptance_count(complaint_id: str) -> CountedLimit:
    """How the acceptance limit of a complaint was counted at its receipt."""
    with make_unit().reading() as unit:
        clock = unit.session.scalars(
            select(Clock)
            .where(Clock.complaint_id == complaint_id, Clock.kind == ClockKind.ACCEPTANCE)
            .order_by(Clock.round)
            .limit(1)
        ).one()
    deadline = cast(DeadlineAnswer, clock.explanation["deadline"])
    return CountedLimit(
        tuple(explain(deadline)),
        date.fromisoformat(deadline["due_date"]),
        str(clock.explanation["limit"]["certainty"]),
    )
