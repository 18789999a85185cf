"""The one question of `deadline-watch`: where does this clock stand, what is new, when to ask again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.clock import Clock
from models.clock_ladder import rungs_up_to
from models.clock_rung import ClockRung
from models.inbox import DoneJob, find_result, record_result
from models.legal_time import as_iso
from models.lifecycle import Announce, Rung
from services.actor import Actor
from services.clocks.bulletin import enter_bulletin
from services.clocks.case_clock import refresh_case_clock
from services.clocks.get_clock import get_clock
from services.clocks.ladder import facts_of, load_ladder
from services.unit_of_work import Unit, UnitOfWork

JOB_TYPE = "complaint.check-clock"
ANNOUNCEMENTS = {Rung.NEAR: Announce.NEAR, Rung.OVER: Announce.OVER}


@dataclass(frozen=True, slots=True)
class CheckClock:
    """The clock and the job that asks."""

    clock_id: str
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

    Of several passed at once only the highest is announced. The same job always gets the same answer, so a
    lost completion cannot swallow an escalation. NotFound for an unknown clock.
    """
    with unit_of_work as unit:
        clock = get_clock(unit, command.clock_id)
        told_before = find_result(unit.session, command.job_key)
        if told_before is not None:
            return CheckedClock(
                Rung(told_before["rung"]), told_before["check_at"], Announce(told_before["announce"])
            )
        return _check(clock, command, unit, actor)


def _check(clock: Clock, command: CheckClock, unit: Unit, actor: Actor) -> CheckedClock:
    ladder, now = load_ladder(unit.session), unit.clock.now()
    facts = facts_of(clock, unit.session)
    rung, check_at = ladder.rung_at(facts, now), ladder.check_at(facts, now)
    fresh = _list_fresh_rungs(unit, clock, rung)
    # The ladder lists lower rungs first, so the last one that can be announced is the highest.
    announced = next((step for step in reversed(fresh) if step in ANNOUNCEMENTS), None)
    for step in fresh:
        is_announced = step in (announced, Rung.SUPERVISED)
        unit.session.add(_row(clock, step, command.job_key, (now, is_announced)))
        _enter_on_trail(clock, step, is_announced, (unit, actor))
    if rung is Rung.SUPERVISED and now >= ladder.bulletin_at(facts):
        enter_bulletin(clock, unit, actor)
    clock.rung = rung
    clock.check_at = None if rung is Rung.STOPPED else check_at
    unit.session.flush()
    refresh_case_clock(unit, clock.complaint_id, ladder)
    announce = Announce.NONE if announced is None else ANNOUNCEMENTS[announced]
    answer = CheckedClock(rung, as_iso(check_at), announce)
    _remember(answer, command, unit, now)
    return answer


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


def _remember(answer: CheckedClock, command: CheckClock, unit: Unit, now: datetime) -> None:
    result = {"rung": answer.rung.value, "check_at": answer.check_at, "announce": answer.announce.value}
    record_result(unit.session, DoneJob(command.job_key, command.element_instance_key, JOB_TYPE, result, now))
