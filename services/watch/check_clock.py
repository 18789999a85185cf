"""The one question of `deadline-watch`: where does this clock stand, what is new, when to ask again."""

from dataclasses import dataclass, replace
from datetime import datetime

from bpmn.names import JobType
from models.case.lifecycle import Announce, Rung
from models.clock.clock import Clock
from models.clock.clock_ladder import SHORTEST_WAIT
from models.clock.legal_time import as_iso
from models.ledger.inbox import DoneJob, JobIdentity, find_result, record_result
from services.actor import Actor
from services.clocks.early_asks import wait_after
from services.clocks.owner_limit import find_or_open
from services.unit_of_work import Unit, UnitOfWork
from services.watch.look_at_clock import look_at_clock
from services.watch.throw_rung import throw_rung
from services.watch.watch_pace import WatchPace

JOB_TYPE = JobType.CHECK_CLOCK.value


@dataclass(frozen=True, slots=True)
class CheckClock:
    """The clock and the job that asks; None: the stage has a watch but this case no such limit."""

    clock_id: str | None
    job_key: str
    element_instance_key: str = ""
    process_instance_key: str = ""


@dataclass(frozen=True, slots=True)
class CheckedClock:
    """The answer; `check_at` is ISO with offset, at least 60 s ahead."""

    rung: Rung
    check_at: str
    announce: Announce


def check_clock(
    command: CheckClock, unit_of_work: UnitOfWork, actor: Actor, pace: WatchPace | None = None
) -> CheckedClock:
    """Record the rungs the clock has reached and say what the watch is to throw; each rung once per due moment.

    What the sweep announced before is thrown now. The same job always gets the same answer, so a lost completion cannot
    swallow an escalation; JobOfAnotherStore for another job of its key. NotFound for an unknown clock, LimitUnknown for an
    owner's limit that the office does not have. A watch that looks again and again, since the engine's clock is ahead, is told
    to wait for longer; WatchNeverWaits where
    that is of no use by its `pace`.
    """
    with unit_of_work as unit:
        # The row's lock makes a second delivery of a job wait here until the first one's answer is to be found.
        clock = None if command.clock_id is None else find_or_open(command.clock_id, unit)
        told_before = find_result(unit.session, _identify(command))
        if told_before is not None:
            return CheckedClock(
                Rung(told_before["rung"]), told_before["check_at"], Announce(told_before["announce"])
            )
        looks = 1
        if pace is not None and clock is not None:
            # Keys of another engine come again, ids of limits never.
            looks = pace.count(f"{command.process_instance_key}:{clock.id}", clock.version, unit.clock.now())
        answer = _stopped(unit) if clock is None else _check(clock, command.job_key, unit, actor)
        at_the_earliest = unit.clock.now() + wait_after(looks)
        if datetime.fromisoformat(answer.check_at) < at_the_earliest:
            answer = replace(answer, check_at=as_iso(at_the_earliest))
        _remember(answer, command, unit)
        return answer


def _stopped(unit: Unit) -> CheckedClock:
    return CheckedClock(Rung.STOPPED, as_iso(unit.clock.now() + SHORTEST_WAIT), Announce.NONE)


def _check(clock: Clock, job_key: str, unit: Unit, actor: Actor) -> CheckedClock:
    look = look_at_clock(clock, unit, actor)
    announce = throw_rung(look, job_key, unit)
    return CheckedClock(look.rung, as_iso(look.check_at), announce)


def _remember(answer: CheckedClock, command: CheckClock, unit: Unit) -> None:
    result = {"rung": answer.rung.value, "check_at": answer.check_at, "announce": answer.announce.value}
    record_result(unit.session, DoneJob(_identify(command), result, unit.clock.now()))


def _identify(command: CheckClock) -> JobIdentity:
    instance = command.process_instance_key or None
    return JobIdentity(command.job_key, command.element_instance_key, JOB_TYPE, instance)
