"""Moves a demo office's clock forwards so that everything that falls due on the way happens in its order."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import func, select

from bpmn.names import JobType
from deploy.replay.quiet import Quiet
from models.case.complaint import Complaint
from models.case.task import Task
from models.clock.clock import Clock as ClockRow
from models.ground.errors import NotFound
from models.ledger.inbox import InboxRow
from models.ledger.outbox import OutboxRow
from models.store.database import Database
from services.clocks.clock_shift import move_shift, read_shift
from services.outbox.send_alert import SendAlert
from services.ports.engine import EngineTask
from services.ports.outside import Clock
from services.unit_of_work import UnitFactory
from services.watch.sweep import Unwatched
from services.watch.sweep_clocks import sweep_clocks_step
from services.watch.sweep_windows import sweep_windows_step

_LIMIT = "limit"
_ANSWERED = frozenset(job_type.value for job_type in JobType)
# By the machine's clock; the watch of a limit that falls due begins to look within some milliseconds.
_WATCHES_LOOK_WITHIN = timedelta(seconds=2)
# Made once each, since whoever waits asks them thirty times a second.
_DONE = select(
    *(
        select(func.count(what)).scalar_subquery()
        for what in (InboxRow.job_key, OutboxRow.sent_at, Task.user_task_key, Task.ended_at)
    )
)
# A row that failed is tried again, so it counts like one that was not tried yet; what waits for a person, or behind such a
# row, does not, and nothing of the office waits for whoever is told of alerts outside.
_UNSENT = select(OutboxRow.kind).where(
    OutboxRow.sent_at.is_(None),
    OutboxRow.subject.not_in(
        select(OutboxRow.subject).where(OutboxRow.sent_at.is_(None), OutboxRow.held_at.is_not(None))
    ),
    OutboxRow.kind != SendAlert.KIND,
)
_SEEN_EVERYWHERE = 0.1  # seconds; longer than a shifted clock believes its offset (adapters/clock.py)


class ClockRefused(Exception):
    """This office's clock cannot be moved so. (不能这样调整时钟。)"""


class EngineTime(Protocol):
    """The engine's time, and whether jobs wait for a worker."""

    def pin(self, moment: datetime) -> None:
        """Set the engine's time."""

    def list_unfinished_jobs(self) -> list[str]:
        """Types of the jobs that a worker has still to do."""


class TaskSearch(Protocol):
    """The engine's user tasks."""

    def list_open_user_tasks(self) -> list[EngineTask]:
        """User tasks that wait for a person."""

    def list_effective_variables(self, user_task_key: str) -> dict[str, object]:
        """Variables visible to a task; NotFound."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What moving the clock asks of the engine."""

    time: EngineTime
    tasks: TaskSearch


@dataclass(frozen=True, slots=True)
class OfficeClock:
    """The shifted clock of one demo office."""

    database: Database
    clock: Clock
    system_clock: Clock
    engine: Engine
    make_unit: UnitFactory
    close: Callable[[], None]

    def now(self) -> datetime:
        """The office's moment."""
        return self.clock.now()

    def move_to(self, goal: datetime) -> None:
        """Go to `goal`, stopping at every check of a limit on the way. Refused without a demo office.

        A goal that has passed changes nothing: the clock only goes forwards.
        """
        self._require_demo()
        quiet = self.make_quiet()
        quiet.wait()
        while self.clock.now() < goal:
            self._set(min(goal, self._next_check() or goal))
            # Other processes believe the offset they read for a moment; and what falls due needs one to begin.
            time.sleep(_SEEN_EVERYWHERE)
            quiet.wait()

    def make_quiet(self) -> Quiet:
        """Waits until nothing is under way; a limit that falls due meanwhile is looked at by the sweeps.

        The office's clock goes on while one waits, the engine's stands until it is moved: no diagram would look.
        """
        clocks, windows = Unwatched(), Unwatched()
        return Quiet(lambda: self.busy_or_swept(clocks, windows))

    def busy(self) -> list[str]:
        """Names of what is under way: outbox rows, jobs, tasks not seen yet, limits not checked yet.

        Empty only when nothing was under way and nothing was done while it was looked for.
        """
        done = self._count_done()
        # The cheap looks come first: while one finds something, the others need not be asked.
        looks = (self._unsent, self._unfinished_jobs, self._unseen_tasks, self._unchecked_clocks)
        names = next((names for look in looks if (names := look())), [])
        # What moves on from one kind to another between two looks is seen by neither, but it is counted.
        return names or ([] if self._count_done() == done else ["something just done"])

    def busy_or_swept(self, clocks: Unwatched, windows: Unwatched) -> list[str]:
        """As busy; the sweeps look where no diagram has looked for a moment, so that nobody waits for one."""
        names = [name for name in self.busy() if not name.startswith(_LIMIT)]
        if names:
            return names
        for swept in (
            sweep_windows_step(self.make_unit, windows, _WATCHES_LOOK_WITHIN),
            sweep_clocks_step(self.make_unit, clocks, _WATCHES_LOOK_WITHIN),
        ):
            if swept.looked or swept.waiting:
                return [f"{_LIMIT} not looked at"]
        return []

    def _require_demo(self) -> None:
        with self.database.read() as session:
            if not read_shift(session).is_demo:
                raise ClockRefused(
                    "only an office made with `jieban init --demo` has a movable clock / 仅演示机构可调"
                )

    def _set(self, moment: datetime) -> None:
        offset = (moment - self.system_clock.now()).total_seconds()
        with self.database.write_transaction() as session:
            known = read_shift(session)
            move_shift(session, max(offset, known.offset_seconds))
        self.engine.time.pin(moment)

    def _next_check(self) -> datetime | None:
        now = self.clock.now()
        with self.database.read() as session:
            statement = select(func.min(ClockRow.check_at)).where(
                ClockRow.stopped_at.is_(None), ClockRow.check_at > now
            )
            return session.scalar(statement)

    def _count_done(self) -> tuple[int, ...]:
        """Jobs done, things told outside, and tasks seen: whatever moves on adds to one of them."""
        with self.database.read() as session:
            return tuple(session.execute(_DONE).one())

    def _unfinished_jobs(self) -> list[str]:
        waiting = self.engine.time.list_unfinished_jobs()
        return [
            f"job {job_type}: its worker has not finished / 作业尚未办完"
            for job_type in waiting
            if job_type in _ANSWERED
        ]

    def list_unanswered_jobs(self) -> list[str]:
        """Types of the waiting jobs that no worker of ours answers; the clock does not wait for them."""
        return sorted(set(self.engine.time.list_unfinished_jobs()) - _ANSWERED)

    def _unsent(self) -> list[str]:
        with self.database.read() as session:
            return [f"outbox {kind}" for kind in session.scalars(_UNSENT)]

    def _unseen_tasks(self) -> list[str]:
        open_in_engine = {task.user_task_key for task in self.engine.tasks.list_open_user_tasks()}
        with self.database.read() as session:
            known = set(session.scalars(select(Task.user_task_key).where(Task.ended_at.is_(None))))
        begun = [key for key in sorted(open_in_engine - known) if self._is_of_a_case(key)]
        return [
            *(f"task {key}: not yet in the task lists / 任务尚未列入清单" for key in begun),
            *(
                f"task {key}: its end is not seen yet / 任务已结束，尚未登记"
                for key in sorted(known - open_in_engine)
            ),
        ]

    def _is_of_a_case(self, user_task_key: str) -> bool:
        """Whether the task comes into our lists at all: one of somebody else's process never does."""
        try:
            complaint_id = self.engine.tasks.list_effective_variables(user_task_key).get("complaint_id")
        except NotFound:
            # It ended since it was listed; the next look knows.
            return True
        with self.database.read() as session:
            return isinstance(complaint_id, str) and session.get(Complaint, complaint_id) is not None

    def _unchecked_clocks(self) -> list[str]:
        now = self.clock.now() + timedelta(milliseconds=1)
        with self.database.read() as session:
            statement = select(ClockRow.id).where(ClockRow.stopped_at.is_(None), ClockRow.check_at <= now)
            return [f"{_LIMIT} {clock_id}" for clock_id in session.scalars(statement)]


def parse_advance(text: str) -> timedelta:
    """`3d`, `4h`, `30m` as a duration; raises ValueError for anything else."""
    units: dict[str, Callable[[float], timedelta]] = {
        "d": lambda n: timedelta(days=n),
        "h": lambda n: timedelta(hours=n),
        "m": lambda n: timedelta(minutes=n),
    }
    if text[-1:] not in units:
        raise ValueError(f"{text}: give a number with d, h or m")
    return units[text[-1]](float(text[:-1]))
