"""A core whose commands enter or end few inner instances, and a loop that can end in every way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from engine.core import turn
from engine.core.commands import (
    Command,
    CompleteJob,
    CreateInstance,
    ResolveIncident,
    SetVariables,
    UpdateJob,
)
from engine.errors import CommandRejected
from engine.processing.core import Core
from engine.state.element_instance import ElementInstance
from engine.state.incident import Incident
from engine.state.job import Job
from tests.engine.diagrams import (
    boundary,
    chain,
    diagram,
    end,
    error,
    event,
    message,
    parallel,
    process,
    service,
    start,
)
from tests.engine.driver import Driver
from tests.engine.loop_diagrams import NAMES
from tests.engine.rule_diagrams import loop, looped
from tests.engine.shadow import Shadow

ALL_AT_ONCE = 10**9
# An answer that meets the completion condition.
ENOUGH = 0
# Items are the retries of their jobs; this one is none.
BAD = "bad"

# A loop with every kind of end: of its items, by its condition, by a message, by an error, from beside it.
ENDINGS = diagram(
    message("m1", "stop"),
    message("m2", "note"),
    error("E"),
    process(
        "p",
        start(),
        parallel("fork"),
        looped(service("x", retries="=item"), loop(until=f"=answer = {ENOUGH}", **NAMES)),
        boundary("stop", "x", event("message", messageRef="m1")),
        boundary("note", "x", event("message", messageRef="m2"), interrupting=False),
        boundary("failed", "x", event("error", errorRef="R_E")),
        *(service(name) for name in ("after", "stopped", "noted", "mended", "other")),
        end("all_over", "terminate"),
        chain("start", "fork", "x", "after"),
        chain("fork", "other", "all_over"),
        chain("stop", "stopped"),
        chain("note", "noted"),
        chain("failed", "mended"),
    ),
)


class Sliced(Driver):
    """`room` is how many inner instances each of its commands may enter or end."""

    def __init__(self, shadow: Shadow, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
        super().__init__(shadow)
        self._monkeypatch, self.room = monkeypatch, room

    def send(self, command: Command) -> int:
        self._monkeypatch.setattr(turn, "INNER_INSTANCES_PER_COMMAND", self.room)
        return super().send(command)

    def ask(self, command: Command) -> str:
        """The word done, or the reason of a refusal."""
        try:
            self.run(command)
        except CommandRejected as rejection:
            return str(rejection.reason)
        return "done"

    def begin(self, *items: Any) -> int:
        """An instance of the loop with every kind of end."""
        self.deploy(ENDINGS)
        return int(
            self.run(CreateInstance("p", variables={"items": list(items), "key": "k"})).process_instance_key
        )

    def restart(self) -> None:
        """Go on with a core that knows only what was stored."""
        self.core = Core.load(list(self.shadow.rows(self.core).values()))

    def job_of(self, position: int) -> int:
        """The key of the job of an item, ended or not; -1 when it has none."""
        inner = {row.key for row in self._inner() if row.loop_counter == position}
        return next((row.key for row in self.rows(Job) if row.element_instance_key in inner), -1)

    def entered(self) -> list[int]:
        """The positions that have an inner instance or had one."""
        return [row.loop_counter or 0 for row in self._inner()]

    def _inner(self) -> list[ElementInstance]:
        rows = self.rows(ElementInstance)
        return [row for row in rows if row.element_id == "x" and row.element_type == "SERVICE_TASK"]

    def finish(self) -> None:
        """Let everything that is still open come to its end, whatever waits."""
        self.go_on()
        for incident in self.open(Incident):
            if incident.job_key is not None:
                self.run(UpdateJob(incident.job_key, retries=1))
            else:
                self.run(SetVariables(incident.element_instance_key, {"item": 1}, local=True))
            self.run(ResolveIncident(incident.key))
        while jobs := [job for job in self.open(Job) if job.type != "other"] or self.open(Job):
            token = self.core.state.get(ElementInstance, jobs[0].element_instance_key)
            self.run(CompleteJob(jobs[0].key, {"answer": token.loop_counter}))
            self.go_on()

    def seen(self, key: int) -> dict[str, Any]:
        """What became of an instance, but for inner instances that were ended or never entered."""
        rows = [row for row in self.rows(ElementInstance) if row.process_instance_key == key]
        inner = [row for row in rows if row.loop_counter is not None and row.element_type == "SERVICE_TASK"]
        rest = [row for row in rows if row not in inner]
        return {
            "state": self.state(key),
            "variables": self.variables(key),
            "completed items": sorted(row.loop_counter or 0 for row in inner if row.state == "COMPLETED"),
            "elements": Counter(f"{row.element_id} {row.state}" for row in rest),
            "flows": Counter(self.flows(key)),
            "open": [len(self.open(noun)) for noun in (ElementInstance, Job, Incident)],
            "loops": self.core.next_loop(self.now),
        }


Make = Callable[[int], Sliced]
