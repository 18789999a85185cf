"""Moving a demo office's clock from a page: it is asked for here, made by who supervises the processes, and told here.

A page cannot move the clock itself, since everything that falls due on the way has to happen in its order while it waits.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.case.complaint import Complaint
from models.case.task import Task
from models.clock.clock import Clock
from models.clock.clock_ladder import DUE_MINUTE
from models.clock.clock_rung import ClockRung
from models.clock.demo_move import DemoFault, DemoMove, DemoStep
from models.ground.errors import RuleRefused
from models.ground.ids import new_id
from services.clocks.clock_shift import NOT_A_DEMO, read_shift
from services.unit_of_work import Unit, UnitOfWork

IS_MOVING = "CLOCK_IS_MOVING"
_DAY = timedelta(days=1)
# A limit is over once its last minute has passed.
_PAST = DUE_MINUTE + timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class AskDemoMove:
    """How far the clock is to go."""

    step: DemoStep


@dataclass(frozen=True, slots=True)
class MoveReport:
    """What happened in the office between two moments: limits that reached a rung, tasks, files that were closed."""

    rungs: dict[str, int]
    tasks_begun: int
    tasks_ended: int
    closed: int


@dataclass(frozen=True, slots=True)
class ShownMove:
    """The last move; `report` once it has ended, `fault` where it did not come to its goal."""

    id: str
    step: DemoStep
    begun_at: datetime | None
    ended_at: datetime | None
    fault: str | None
    report: MoveReport | None


def ask_demo_move(command: AskDemoMove, unit_of_work: UnitOfWork) -> str:
    """The id of the wish. RuleRefused for an office that is no demo, and while another move is under way."""
    with unit_of_work as unit:
        if not read_shift(unit.session).is_demo:
            raise RuleRefused(NOT_A_DEMO)
        if _find_open(unit.session) is not None:
            raise RuleRefused(IS_MOVING)
        move = DemoMove(id=new_id(), step=command.step, asked_at=unit.clock.now())
        unit.session.add(move)
        return move.id


def find_demo_move(unit_of_work: UnitOfWork) -> ShownMove | None:
    """The last move with what it did; None before the first."""
    with unit_of_work.reading() as unit:
        statement = select(DemoMove).order_by(DemoMove.asked_at.desc(), DemoMove.id).limit(1)
        move = unit.session.scalar(statement)
        if move is None:
            return None
        report = None
        if move.begun_at is not None and move.ended_at is not None:
            report = _count(move.begun_at, move.ended_at, unit.session)
        return ShownMove(move.id, move.step, move.begun_at, move.ended_at, move.fault, report)


def is_move_asked(unit_of_work: UnitOfWork) -> bool:
    """Whether a move waits to be begun; takes no lock, so that it may be asked again and again."""
    with unit_of_work.reading() as unit:
        move = _find_open(unit.session)
        return move is not None and move.begun_at is None


def begin_demo_move(unit: Unit) -> tuple[str, datetime] | None:
    """The id and the goal of the move that was asked for, begun now; None where none was, or nothing is left to fall due."""
    move = _find_open(unit.session)
    if move is None or move.begun_at is not None:
        return None
    now = unit.clock.now()
    move.begun_at = now
    goal = now + _DAY if move.step is DemoStep.DAY else _find_next(now, unit.session)
    if goal is None:
        end_demo_move(move.id, DemoFault.NOTHING_DUE, unit)
        return None
    return move.id, goal


def end_demo_move(move_id: str, fault: DemoFault | None, unit: Unit) -> None:
    """It has ended now, at its goal or, with a fault, before it."""
    move = unit.session.get_one(DemoMove, move_id)
    move.ended_at, move.fault = unit.clock.now(), fault


def end_interrupted_moves(unit: Unit) -> None:
    """What was under way when the last run of the processes ended is under way no more; what was asked for still waits."""
    move = _find_open(unit.session)
    if move is not None and move.begun_at is not None:
        end_demo_move(move.id, DemoFault.INTERRUPTED, unit)


def _find_open(session: Session) -> DemoMove | None:
    return session.scalar(select(DemoMove).where(DemoMove.ended_at.is_(None)))


def _find_next(now: datetime, session: Session) -> datetime | None:
    due = select(func.min(Clock.due_at)).where(Clock.stopped_at.is_(None), Clock.due_at > now)
    moment = session.scalar(due)
    return None if moment is None else moment + _PAST


def _count(begun: datetime, ended: datetime, session: Session) -> MoveReport:
    def count(moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]) -> int:
        return session.scalar(select(func.count()).where(moment > begun, moment <= ended)) or 0

    reached = (
        select(ClockRung.rung, func.count())
        .where(ClockRung.reached_at > begun, ClockRung.reached_at <= ended)
        .group_by(ClockRung.rung)
    )
    return MoveReport(
        rungs={rung.value: number for rung, number in session.execute(reached)},
        tasks_begun=count(Task.created_at),
        tasks_ended=count(Task.ended_at),
        closed=count(Complaint.closed_at),
    )
