"""A look at a clock: the rungs it has reached are recorded, announced and supervised, whoever looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.lifecycle import Announce, ClockKind, Rung
from models.clock.clock import Clock
from models.clock.clock_ladder import ClockFacts, rungs_up_to
from models.clock.clock_rung import ClockRung
from models.clock.legal_time import as_iso
from services.actor import Actor
from services.beside.supervision.open_supervision import OpenSupervision, open_supervision
from services.clocks.case_clock import refresh_case_clock
from services.clocks.office_ladder import facts_of, load_ladder
from services.unit_of_work import Unit
from services.watch.bulletin import enter_bulletin

# What a watch throws, the lowest first.
ANNOUNCEMENTS = {Rung.NEAR: Announce.NEAR, Rung.OVER: Announce.OVER}


@dataclass(frozen=True, slots=True)
class Look:
    """Where the clock stands, when to look again, at least 60 s ahead, and the rungs it has reached for its due moment."""

    rung: Rung
    check_at: datetime
    rungs: Mapping[Rung, ClockRung]


def look_at_clock(clock: Clock, unit: Unit, actor: Actor) -> Look:
    """Record the rungs that are new for this due moment; the caller holds the row's lock.

    Of several passed at once only the highest is announced. A clock that is too long over gets its supervision here.
    """
    ladder, now = load_ladder(unit.session), unit.clock.now()
    facts = facts_of(clock, unit.session)
    rung, check_at = ladder.rung_at(facts, now), ladder.check_at(facts, now)
    reached = ladder.reached_at(facts, now)
    known = _read_rungs(clock, unit)
    fresh = _record(clock, [step for step in rungs_up_to(reached) if step not in known], unit, actor)
    if reached is Rung.SUPERVISED and clock.kind is not ClockKind.FILE_DEFECT:
        _supervise(clock, facts, unit, actor)
        if now >= ladder.bulletin_at(facts):
            enter_bulletin(clock, unit, actor)
    clock.rung = rung
    clock.check_at = None if rung is Rung.STOPPED else check_at
    unit.session.flush()
    refresh_case_clock(clock.complaint_id, ladder, unit)
    return Look(rung, check_at, known | fresh)


def _record(clock: Clock, fresh: list[Rung], unit: Unit, actor: Actor) -> dict[Rung, ClockRung]:
    # The ladder lists lower rungs first, so the last one that can be announced is the highest.
    announced = next((step for step in reversed(fresh) if step in ANNOUNCEMENTS), None)
    now = unit.clock.now()
    rows: dict[Rung, ClockRung] = {}
    for step in fresh:
        is_announced = step in (announced, Rung.SUPERVISED)
        rows[step] = ClockRung(
            clock_id=clock.id,
            rung=step,
            due_at=clock.due_at,
            reached_at=now,
            announced_at=now if is_announced else None,
            was_passed=not is_announced,
        )
        unit.session.add(rows[step])
        payload = {
            "clock_id": clock.id,
            "clock_kind": clock.kind.value,
            "round": clock.round,
            "due_at": as_iso(clock.due_at),
            "was_passed": not is_announced,
        }
        # What a review has to do with a file stands on no trail of it: that would be a hand in it.
        case = None if clock.kind is ClockKind.FILE_DEFECT else clock.complaint_id
        unit.trail.add(case, f"clock.{step.value}", payload, actor)
    return rows


def _supervise(clock: Clock, facts: ClockFacts, unit: Unit, actor: Actor) -> None:
    if facts.is_supervised or facts.was_supervised:
        return
    command = OpenSupervision(clock.complaint_id, clock_id=clock.id, is_automatic=True)
    open_supervision(command, unit, actor)


def _read_rungs(clock: Clock, unit: Unit) -> dict[Rung, ClockRung]:
    """What was recorded for this due moment, by rung."""
    rows = unit.session.scalars(
        select(ClockRung).where(ClockRung.clock_id == clock.id, ClockRung.due_at == clock.due_at)
    )
    return {row.rung: row for row in rows}
