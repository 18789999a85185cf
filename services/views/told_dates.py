"""The dates that a complainant is told of an accepted complaint: until when it is decided, and until when answered."""

from dataclasses import dataclass
from datetime import datetime

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Stage
from models.clock.clock import Clock
from models.clock.deadline import Limit, compute_deadline
from models.clock.legal_time import beijing_date
from services.clocks.channel_limit import find_channel_date
from services.clocks.list_clocks import list_clocks
from services.clocks.office_ladder import load_ladder
from services.clocks.time_limits import get_policy
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class ToldDates:
    """`resolve_due_at` is 办结, `answer_due_at` 答复; both None before the acceptance, the first where nothing is handled."""

    resolve_due_at: datetime | None
    answer_due_at: datetime | None


def find_told_dates(complaint: Complaint, unit: Unit) -> ToldDates:
    """Of the present round. Before the decision the answer is counted from the last day on which that may be made."""
    resolve = _find_clock(complaint, ClockKind.RESOLVE, unit)
    answer = _find_clock(complaint, ClockKind.FEEDBACK, unit)
    resolve_due_at = None if resolve is None else resolve.due_at
    if answer is not None and answer.stopped_at is not None and complaint.stage is Stage.REFERRAL:
        # What is decided was answered; nobody knows when the last unit outside will.
        return ToldDates(resolve_due_at, None)
    if answer is not None:
        return ToldDates(resolve_due_at, answer.due_at)
    if resolve_due_at is None:
        return ToldDates(None, None)
    answer_due_at = _answer_after(resolve_due_at, unit)
    asked = find_channel_date(complaint, unit)
    return ToldDates(resolve_due_at, answer_due_at if asked is None else min(asked, answer_due_at))


def _answer_after(decided_at: datetime, unit: Unit) -> datetime:
    ladder = load_ladder(unit.session)
    policy = get_policy(unit.session, ClockKind.FEEDBACK, None, beijing_date(decided_at))
    limit = Limit(policy.amount, policy.unit, cutoff=ladder.hours.closes, intake_shift=False)
    return datetime.fromisoformat(compute_deadline(decided_at, limit, ladder.calendar)["due_at"])


def _find_clock(complaint: Complaint, kind: ClockKind, unit: Unit) -> Clock | None:
    of_round = [
        clock
        for clock in list_clocks(complaint.id, unit)
        if clock.kind is kind and clock.round == complaint.round
    ]
    return of_round[-1] if of_round else None
