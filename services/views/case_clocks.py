"""The clocks of one case as the file shows them: where each stands now, what was announced when, when each stood still."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from models.case.lifecycle import ClockKind, ClockMoveReason, Rung
from models.clock.calendar_days import WorkCalendar, days_between
from models.clock.clock import Clock
from models.clock.clock_pause import ClockPause
from models.clock.clock_rung import ClockRung
from models.clock.deadline import WORKING_DAYS
from models.clock.deadline_explanation import ExplainedDay, explain_more
from models.clock.legal_time import beijing_date, parse_moment
from models.clock.time_limit_policy import TimeLimitPolicy
from services.beside.extension.late_reasons import list_late_reasons
from services.clocks.case_clock import LATE_RUNGS
from services.clocks.channel_limit import is_channels
from services.clocks.list_clocks import list_clocks
from services.clocks.office_ladder import load_ladder, rungs_now
from services.clocks.owner_limit import limit_key_of
from services.clocks.time_limits import list_policies
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class AnnouncedRung:
    """A warning or an overdue that was announced."""

    rung: Rung
    announced_at: datetime


@dataclass(frozen=True, slots=True)
class DueMove:
    """A later due moment that the clock was given, and every day by which working days were added; none for other moves."""

    before: datetime
    after: datetime
    reason: ClockMoveReason
    days: tuple[ExplainedDay, ...] = ()


@dataclass(frozen=True, slots=True)
class PausedDays:
    """A pause that has ended: the Beijing days it began and ended on, and each working day that was not counted for it."""

    first: date
    last: date
    days: tuple[date, ...]

    @property
    def workdays(self) -> int:
        """How many they are."""
        return len(self.days)


@dataclass(frozen=True, slots=True)
class ChannelDate:
    """The date that the channel asks for beside the one of the centre's own limit; the earlier `counts`."""

    channel: str
    due_at: datetime
    own_due_at: datetime
    had_passed: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock; `rung` is computed now, so it is right while the engine is away.

    `limit_key` names a limit of the office's own, `late_reason` is the code of an extension that came too late.
    """

    clock_id: str
    kind: ClockKind
    limit_key: str | None
    round: int
    opened_at: datetime
    started_on: date
    original_due_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    stop_reason: str | None
    rung: Rung
    is_provisional: bool
    amount: int
    unit: str
    basis: str
    certainty: str
    explanation: dict[str, object]
    moves: tuple[DueMove, ...]
    announced: tuple[AnnouncedRung, ...]
    pauses: tuple[PausedDays, ...]
    late_reason: str | None
    channel: ChannelDate | None = None


@dataclass(frozen=True, slots=True)
class CountedClock:
    """What makes the date of a limit, for who is told it: the policy's amount, every day, what moved it."""

    kind: ClockKind
    due_at: datetime
    amount: int
    unit: str
    explanation: dict[str, object]
    moves: tuple[DueMove, ...]
    pauses: tuple[PausedDays, ...]
    channel: ChannelDate | None


def count_clocks(clocks: Sequence[Clock], unit: Unit) -> list[CountedClock]:
    """In the order given; where each stands now is not asked."""
    calendar, policies = load_ladder(unit.session).calendar, _map_policies(clocks, unit)
    pauses = _map_pauses([clock.id for clock in clocks], calendar, unit)
    return [
        CountedClock(
            kind=clock.kind,
            due_at=clock.due_at,
            amount=policies[clock.policy_id].amount,
            unit=policies[clock.policy_id].unit,
            explanation=clock.explanation,
            moves=tuple(_list_moves(clock, calendar)),
            pauses=pauses[clock.id],
            channel=_read_channel(clock),
        )
        for clock in clocks
    ]


def list_clock_lines(complaint_id: str, unit: Unit) -> list[ClockLine]:
    """All clocks of the case in order of opening."""
    clocks = list_clocks(complaint_id, unit)
    ladder = load_ladder(unit.session)
    rungs = rungs_now(clocks, unit.clock.now(), ladder, unit.session)
    reasons = list_late_reasons([clock.id for clock in clocks if _is_late(clock, rungs[clock.id])], unit)
    ids = [clock.id for clock in clocks]
    announced, pauses = _map_announced(ids, unit), _map_pauses(ids, ladder.calendar, unit)
    policies = _map_policies(clocks, unit)
    lines = []
    for clock in clocks:
        policy = policies[clock.policy_id]
        lines.append(
            ClockLine(
                clock_id=clock.id,
                kind=clock.kind,
                limit_key=limit_key_of(clock),
                round=clock.round,
                opened_at=clock.opened_at,
                started_on=clock.started_on,
                original_due_at=clock.original_due_at,
                due_at=clock.due_at,
                stopped_at=clock.stopped_at,
                stop_reason=clock.stop_reason,
                rung=rungs[clock.id],
                is_provisional=clock.is_provisional,
                amount=policy.amount,
                unit=policy.unit,
                basis=policy.basis,
                certainty=policy.certainty,
                explanation=clock.explanation,
                moves=tuple(_list_moves(clock, ladder.calendar)),
                announced=announced[clock.id],
                pauses=pauses[clock.id],
                late_reason=reasons.get(clock.id),
                channel=_read_channel(clock),
            )
        )
    return lines


def _map_policies(clocks: Collection[Clock], unit: Unit) -> dict[str, TimeLimitPolicy]:
    """Of all limits, which the ladder of the same look has read."""
    wanted = {clock.policy_id for clock in clocks}
    return {row.id: row for row in list_policies(unit.session) if row.id in wanted}


def _read_channel(clock: Clock) -> ChannelDate | None:
    told = clock.explanation.get("channel")
    if told is None:
        return None
    asked, own = parse_moment(told["due_at"]), parse_moment(told["own_due_at"])
    return ChannelDate(told["channel"], asked, own, told["had_passed"], is_channels(clock))


def _is_late(clock: Clock, rung: Rung) -> bool:
    return rung in LATE_RUNGS or (clock.stopped_at is not None and clock.stopped_at > clock.due_at)


def _list_moves(clock: Clock, calendar: WorkCalendar) -> Iterator[DueMove]:
    number = len(clock.explanation["deadline"]["counted"]) + 1
    for move in clock.explanation["moves"]:
        told = DueMove(parse_moment(move["from"]), parse_moment(move["to"]), ClockMoveReason(move["reason"]))
        if told.reason is ClockMoveReason.CALENDAR or clock.explanation["limit"]["unit"] != WORKING_DAYS:
            yield told
            continue
        days = explain_more(number, beijing_date(told.before), beijing_date(told.after), calendar)
        number += sum(day["is_counted"] for day in days)
        yield replace(told, days=tuple(days))


def _map_announced(clock_ids: Collection[str], unit: Unit) -> dict[str, tuple[AnnouncedRung, ...]]:
    rows = unit.session.execute(
        select(ClockRung.clock_id, ClockRung.rung, ClockRung.announced_at)
        .where(ClockRung.clock_id.in_(clock_ids), ClockRung.announced_at.is_not(None))
        .order_by(ClockRung.announced_at)
    ).all()
    return {
        clock_id: tuple(AnnouncedRung(row.rung, row.announced_at) for row in rows if row.clock_id == clock_id)
        for clock_id in clock_ids
    }


def _map_pauses(
    clock_ids: Collection[str], calendar: WorkCalendar, unit: Unit
) -> dict[str, tuple[PausedDays, ...]]:
    """Those that have ended; an open one has no day to count to yet."""
    rows = unit.session.execute(
        select(ClockPause.clock_id, ClockPause.started_at, ClockPause.ended_at)
        .where(ClockPause.clock_id.in_(clock_ids), ClockPause.ended_at.is_not(None))
        .order_by(ClockPause.started_at)
    )
    found: dict[str, tuple[PausedDays, ...]] = dict.fromkeys(clock_ids, ())
    for clock_id, begun, ended in rows:
        if ended is None:
            continue
        first, last = beijing_date(begun), beijing_date(ended)
        days = tuple(day for day in days_between(first, last) if calendar.is_workday(day))
        found[clock_id] += (PausedDays(first, last, days),)
    return found
