"""Opening of a clock when a legal fact starts a limit."""

from dataclasses import dataclass
from datetime import date, datetime

from models.clock import Clock
from models.codes import Complexity
from models.deadline import Limit, compute_deadline
from models.ids import ComplaintId, new_id
from models.legal_time import beijing_date
from models.lifecycle import ClockKind, Rung
from models.time_limit_policy import TimeLimitPolicy
from services.clocks.case_clock import refresh_case_clock
from services.clocks.ladder import load_ladder
from services.clocks.time_limits import get_policy
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class OpenClock:
    """A limit that starts with a fact at `opened_at`; `complexity` chooses among limits by class."""

    complaint_id: ComplaintId
    kind: ClockKind
    round: int
    opened_at: datetime
    complexity: Complexity | None = None


def open_clock(unit: Unit, command: OpenClock) -> Clock:
    """Open the clock in the caller's unit, with every counted and skipped day kept as its explanation.

    Receipt after the cutoff or on a rest day counts as the next workday's; other facts count on their day.
    NotFound when no limit is in force.
    """
    ladder = load_ladder(unit.session)
    policy = get_policy(unit.session, command.kind, command.complexity, beijing_date(command.opened_at))
    limit = Limit(
        amount=policy.amount,
        unit=policy.unit,
        cutoff=ladder.hours.closes,
        intake_shift=command.kind is ClockKind.ACCEPTANCE,
    )
    answer = compute_deadline(command.opened_at, limit, ladder.calendar)
    due_at = datetime.fromisoformat(answer["due_at"])
    clock = Clock(
        id=new_id(),
        complaint_id=command.complaint_id,
        kind=command.kind,
        round=command.round,
        policy_id=policy.id,
        opened_at=command.opened_at,
        started_on=date.fromisoformat(answer["effective_date"]),
        original_due_at=due_at,
        due_at=due_at,
        rung=Rung.WITHIN,
        is_provisional=answer["provisional"],
        version=1,
        explanation={"limit": _told(policy), "deadline": dict(answer), "moves": []},
    )
    unit.session.add(clock)
    unit.session.flush()
    refresh_case_clock(unit, command.complaint_id, ladder)
    return clock


def _told(policy: TimeLimitPolicy) -> dict[str, object]:
    return {
        "key": policy.key,
        "amount": policy.amount,
        "unit": policy.unit,
        "basis": policy.basis,
        "certainty": policy.certainty,
    }
