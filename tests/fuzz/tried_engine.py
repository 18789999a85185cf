"""An engine without a border: core and store in one thread, on a clock of its own, driven by chance."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, Final

from engine.core.answers import Answer, JobsActivated
from engine.core.commands import (
    ActivateJobs,
    CancelInstance,
    Command,
    CompleteJob,
    CompleteUserTask,
    CreateInstance,
    Deploy,
    FailJob,
    FireDue,
    GoOnWithLoops,
    PublishMessage,
    ResolveIncident,
    Resource,
    ThrowError,
)
from engine.processing.core import Core
from engine.state.batch import Batch
from engine.state.connection import SqliteConnection
from engine.state.entity import Json, Variables
from engine.state.incident import Incident
from engine.state.job import Job
from engine.state.message_subscription import MessageSubscription
from engine.state.process_definition import ProcessDefinition
from engine.state.process_instance import ProcessInstance
from engine.state.store import Store, fill_batch
from engine.state.user_task import UserTask

START_MS: Final = 1_788_000_000_000
VALUES: Final[tuple[Json, ...]] = (
    0,
    1,
    5,
    -1.5,
    1e30,
    2**63,
    "PT1H",
    "a",
    "P1D",
    "2026-09-01T08:00:00Z",
    None,
    [1, 2, 3],
    [],
    {"a": 1},
    True,
)
LISTS: Final[tuple[Json, ...]] = ([1, 2, 3], [], [None] * 5, 5)


class TriedEngine:
    """Every command's rows are written, as the runtime does it; what is raised comes out."""

    def __init__(self, file: Path) -> None:
        self._connection = SqliteConnection(file)
        # Nothing is lost here: what is tried is whether rows can be written, not whether they last.
        self._connection.execute("PRAGMA synchronous=OFF")
        self._store = Store(self._connection)
        self.core = Core.load(self._store.load())
        self._now = START_MS
        self._requests = 0

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def run(self, command: Command) -> Answer | None:
        """Apply, write, and answer what it answered at once."""
        self._requests += 1
        answers = self.core.process(command, self._now, self._requests)
        self._write()
        return next((answer for answer in answers if answer.request_id == self._requests), None)

    def deploy(self, content: bytes) -> bool:
        """True when the file was taken."""
        answer = self.run(Deploy((Resource("way.bpmn", content),)))
        assert answer is not None
        return answer.rejection is None

    def drive(self, chance: random.Random, steps: int) -> None:
        """Start what can be started and take some steps of whatever waits; then end all of it."""
        variables = {
            name: chance.choice(VALUES) for name in ("x", "n", "d", "due", "who", "next", "a", "key")
        }
        variables["list"] = chance.choice(LISTS)
        for definition in self._open(ProcessDefinition)[-2:]:
            self.run(CreateInstance(process_definition_key=definition.key, variables=dict(variables)))
        self.run(PublishMessage("m", "1", {}, 1_000))
        for _ in range(steps):
            self._step(chance)
            self._catch_up()
        for instance in self._open(ProcessInstance):
            if instance.parent_instance_key is None:
                self.run(CancelInstance(instance.key))
        self._catch_up()

    def _step(self, chance: random.Random) -> None:
        given: Variables = {name: chance.choice(VALUES) for name in ("x", "r")}
        kind = chance.randint(0, 5)
        if kind == 0 and (tasks := self._open(UserTask)):
            self.run(CompleteUserTask(chance.choice(tasks).key, given))
        elif kind == 1 and (waiting := self._open(MessageSubscription)):
            wanted = chance.choice(waiting)
            self.run(PublishMessage(wanted.message_name, wanted.correlation_key, given))
        elif kind == 2 and (incidents := self._open(Incident)):
            self.run(ResolveIncident(chance.choice(incidents).key))
        elif kind == 3 and (due := self.core.next_due()) is not None:
            self._now = max(self._now, due)
        else:
            self._work(chance, given)

    def _work(self, chance: random.Random, given: Variables) -> None:
        types = sorted({job.type for job in self._open(Job)})
        if not types:
            return
        answer = self.run(ActivateJobs(chance.choice(types), "w", 60_000, 3))
        if answer is None or not isinstance(answer.result, JobsActivated):
            return
        for job in answer.result.jobs:
            ends: tuple[Command, ...] = (
                CompleteJob(job.key, given),
                CompleteJob(job.key, given),
                FailJob(job.key, chance.choice((0, 1)), message="m" * 20_000),
                ThrowError(job.key, chance.choice(("e", "unknown"))),
            )
            self.run(chance.choice(ends))

    def _catch_up(self) -> None:
        """What the runtime does by itself between two commands, for a bounded number of rounds."""
        for _ in range(20):
            due, loop = self.core.next_due(), self.core.next_loop(self._now)
            if due is not None and due <= self._now:
                self.run(FireDue())
            elif loop is not None:
                self.run(GoOnWithLoops(loop))
            else:
                return

    def _open(self, noun: type[Any]) -> list[Any]:
        return self.core.state.list_all(noun)

    def _write(self) -> None:
        rows, dirty = Batch(), self.core.drain_dirty()
        fill_batch(rows, dirty.rows, dirty.deletes)
        if not rows.is_empty:
            self._store.write(rows)
        self.core.drain_activatable_types()
