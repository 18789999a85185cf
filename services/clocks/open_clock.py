"""Opening of a clock when a legal fact starts a limit."""

from dataclasses import dataclass
from datetime import date, datetime

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Rung
from models.clock.clock import Clock
from models.clock.clock_ladder import Ladder
from models.clock.deadline import WORKING_DAYS, DeadlineAnswer
from models.clock.legal_time import as_iso, beijing_date
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity
from models.ground.ids import ComplaintId, new_id
from services.clocks.case_clock import refresh_case_clock
from services.clocks.channel_limit import earlier_of, is_bound, word_channel
from services.clocks.counting import Counted, count_limit
from services.clocks.office_ladder import load_ladder
from services.clocks.time_limits import get_policy_by_key, policy_key_of
from services.unit_of_work import Unit

SHORT_LIMIT_WORKDAYS = 1


@dataclass(frozen=True, slots=True)
class OpenClock:
    """A limit that starts with a fact at `opened_at`; `complexity` chooses among limits by class.

    `subject_id`: the request it is about. `amount`: another number of days than the policy's, told by a decision.
    `not_after`: an end that the limit may not pass. `policy_key`: another limit than the kind's own, such as those of a redo.
    """

    complaint_id: ComplaintId
    kind: ClockKind
    round: int
    opened_at: datetime
    complexity: Complexity | None = None
    subject_id: str | None = None
    amount: int | None = None
    not_after: datetime | None = None
    policy_key: str | None = None
    watch_key: str | None = None


def open_clock(command: OpenClock, unit: Unit) -> Clock:
    """Open the clock in the caller's unit, with every counted and skipped day kept as its explanation.

    Receipt after the cutoff or on a rest day counts as the next workday's; other facts count on their day. An
    acceptance clock that opens again is opened at the moment of receipt and so has its first due moment.
    NotFound when no limit is in force.
    """
    ladder = load_ladder(unit.session)
    counted = _count(command, ladder, unit)
    clock = Clock(
        id=new_id(),
        complaint_id=command.complaint_id,
        kind=command.kind,
        round=command.round,
        subject_id=command.subject_id,
        watch_key=command.watch_key,
        policy_id=counted.policy.id,
        opened_at=command.opened_at,
        started_on=date.fromisoformat(counted.deadline["effective_date"]),
        original_due_at=counted.due_at,
        due_at=counted.due_at,
        rung=Rung.WITHIN,
        is_provisional=counted.deadline["provisional"] and not counted.is_channels,
        is_short=counted.policy.unit == WORKING_DAYS and counted.amount <= SHORT_LIMIT_WORKDAYS,
        version=1,
        explanation={
            "limit": _told(counted.policy, counted.amount) | {"is_granted": command.amount is not None},
            "deadline": dict(counted.deadline),
            "not_after": None if command.not_after is None else as_iso(command.not_after),
            "moves": [],
            **({} if counted.channel is None else {"channel": counted.channel}),
        },
    )
    unit.session.add(clock)
    unit.session.flush()
    refresh_case_clock(command.complaint_id, ladder, unit)
    return clock


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The limit in force and what counting it came to; `due_at` may lie before the deadline's.

    It does where an end is told, or where the channel asks for an earlier date.
    """

    policy: TimeLimitPolicy
    amount: int
    deadline: DeadlineAnswer
    due_at: datetime
    channel: dict[str, object] | None
    is_channels: bool


def _count(command: OpenClock, ladder: Ladder, unit: Unit) -> _Outcome:
    key = command.policy_key or policy_key_of(command.kind)
    policy = get_policy_by_key(unit.session, key, command.complexity, beijing_date(command.opened_at))
    amount = policy.amount if command.amount is None else command.amount
    limit = Counted(command.kind, command.opened_at, amount, policy.unit, command.not_after)
    deadline, due_at = count_limit(limit, ladder)
    channel = None
    if is_bound(command.kind, command.round):
        complaint = unit.session.get_one(Complaint, command.complaint_id)
        channel = word_channel(complaint, command.opened_at, due_at)
    counting = earlier_of(due_at, channel)
    return _Outcome(policy, amount, deadline, counting, channel, is_channels=counting < due_at)


def _told(policy: TimeLimitPolicy, amount: int) -> dict[str, object]:
    return {
        "key": policy.key,
        "amount": amount,
        "unit": policy.unit,
        "basis": policy.basis,
        "certainty": policy.certainty,
    }
