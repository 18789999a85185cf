"""The one question of `deadline-watch`: where does this clock stand, what is new, when to ask again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.lifecycle import Announce, Rung
from models.clock.clock import Clock
from models.clock.clock_ladder import SHORTEST_WAIT, ClockFacts, rungs_up_to
from models.clock.clock_rung import ClockRung
from models.clock.legal_time import as_iso
from models.ledger.inbox import DoneJob, find_result, record_result
from services.actor import Actor
from services.beside.supervision.open_supervision import OpenSupervision, open_supervision
from services.clocks.case_clock import refresh_case_clock
from services.clocks.ladder import facts_of, load_ladder
from services.clocks.owner_limit import find_or_open
from services.unit_of_work import Unit, UnitOfWork
from services.watch.bulletin import enter_bulletin

JOB_TYPE = "complaint.check-clock"
ANNOUNCEMENTS = {Rung.NEAR: Announce.NEAR, Rung.OVER: Announce.OVER}


@dataclass(frozen=True, slots=True)
class CheckClock:
    """The clock and the job that asks; None: the stage has a watch but this case no such limit."""

    clock_id: str | None
    job_key: str
    element_instance_key: str = ""


@dataclass(frozen=True, slots=True)
class CheckedClock:
    """The answer; `check_at` is ISO with offset, at least 60 s ahead."""

    rung: Rung
    check_at: str
    announce: Announce


def check_clock(command: CheckClock, unit_of_work: UnitOfWork, actor: Actor) -> CheckedClock:
    """Record the rungs the clock has reached and say what to announce; each rung once per due moment.

    Of several passed at once only the highest is announced. A clock that is too long over gets its supervision here.
    The same job always gets the same answer, so a lost completion cannot swallow an escalation. NotFound for an
    unknown clock, LimitUnknown for an owner's limit that the office does not have.
    """
    with unit_of_work as unit:
        # The row's lock makes a second delivery of a job wait here until the first one's answer is to be found.
        clock = None if command.clock_id is None else find_or_open(command.clock_id, unit)
        told_before = find_result(unit.session, command.job_key)
        if told_before is not None:
            return CheckedClock(
                Rung(told_before["rung"]), told_before["check_at"], Announce(told_before["announce"])
            )
        answer = _stopped(unit) if clock is None else _check(clock, command.job_key, unit, actor)
        _remember(answer, command, unit)
        return answer


def _stopped(unit: Unit) -> CheckedClock:
    return CheckedClock(Rung.STOPPED, as_iso(unit.clock.now() + SHORTEST_WAIT), Announce.NONE)


def _check(clock: Clock, job_key: str, unit: Unit, actor: Actor) -> CheckedClock:
    ladder, now = load_ladder(unit.session), unit.clock.now()
    facts = facts_of(clock, unit.session)
    rung, check_at = ladder.rung_at(facts, now), ladder.check_at(facts, now)
    reached = ladder.reached_at(facts, now)
    fresh = _list_fresh_rungs(unit, clock, reached)
    # The ladder lists lower rungs first, so the last one that can be announced is the highest.
    announced = next((step for step in reversed(fresh) if step in ANNOUNCEMENTS), None)
    for step in fresh:
        is_announced = step in (announced, Rung.SUPERVISED)
        unit.session.add(_row(clock, step, job_key, (now, is_announced)))
        _enter_on_trail(clock, step, is_announced, (unit, actor))
    if reached is Rung.SUPERVISED:
        _supervise(clock, facts, unit, actor)
        if now >= ladder.bulletin_at(facts):
            enter_bulletin(clock, unit, actor)
    clock.rung = rung
    clock.check_at = None if rung is Rung.STOPPED else check_at
    unit.session.flush()
    refresh_case_clock(unit, clock.complaint_id, ladder)
    announce = Announce.NONE if announced is None else ANNOUNCEMENTS[announced]
    return CheckedClock(rung, as_iso(check_at), announce)


def _supervise(clock: Clock, facts: ClockFacts, unit: Unit, actor: Actor) -> None:
    if facts.is_supervised or facts.was_supervised:
        return
    command = OpenSupervision(clock.complaint_id, clock_id=clock.id, is_automatic=True)
    open_supervision(command, unit, actor)


def _list_fresh_rungs(unit: Unit, clock: Clock, rung: Rung) -> list[Rung]:
    known = set(
        unit.session.scalars(
            select(ClockRung.rung).where(ClockRung.clock_id == clock.id, ClockRung.due_at == clock.due_at)
        )
    )
    return [step for step in rungs_up_to(rung) if step not in known]


def _row(clock: Clock, rung: Rung, job_key: str, reached: tuple[datetime, bool]) -> ClockRung:
    reached_at, is_announced = reached
    return ClockRung(
        clock_id=clock.id,
        rung=rung,
        due_at=clock.due_at,
        reached_at=reached_at,
        announced_at=reached_at if is_announced else None,
        was_passed=not is_announced,
        job_key=job_key,
    )


def _enter_on_trail(clock: Clock, rung: Rung, is_announced: bool, entry: tuple[Unit, Actor]) -> None:
    unit, actor = entry
    unit.trail.add(
        clock.complaint_id,
        f"clock.{rung.value}",
        {
            "clock_id": clock.id,
            "clock_kind": clock.kind.value,
            "round": clock.round,
            "due_at": as_iso(clock.due_at),
            "was_passed": not is_announced,
        },
        actor,
    )


def _remember(answer: CheckedClock, command: CheckClock, unit: Unit) -> None:
    result = {"rung": answer.rung.value, "check_at": answer.check_at, "announce": answer.announce.value}
    record_result(
        unit.session,
        DoneJob(command.job_key, command.element_instance_key, JOB_TYPE, result, unit.clock.now()),
    )
