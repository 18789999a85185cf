"""Drives a core along the path of an expectation, keeping its rows as a store would."""

from __future__ import annotations

import copy
from random import Random
from typing import TypeVar

from engine.core.answers import InstanceCreated, JobsActivated, Result
from engine.core.commands import (
    ActivateJobs,
    Command,
    CompleteJob,
    CompleteUserTask,
    CreateInstance,
    Deploy,
    FireDue,
    GoOnWithLoops,
    PublishMessage,
    Resource,
    ThrowError,
)
from engine.core.dirty import Dirty
from engine.processing.core import Core
from engine.state.catalogue import ENTITY_TYPES
from engine.state.element_instance import ElementInstance
from engine.state.entity import Entity
from engine.state.incident import Incident
from engine.state.job import Job
from engine.state.message_subscription import MessageSubscription
from engine.state.process_instance import ProcessInstance
from engine.state.timer import Timer
from engine.state.user_task import UserTask
from engine.state.variable import Variable
from tests.engine_random.blocks import Scope
from tests.engine_random.counting import choices_of
from tests.engine_random.drawing import draw
from tests.engine_random.expectation import Expectation

E = TypeVar("E", bound=Entity)
_ACTIVE = frozenset({"ACTIVATING", "ACTIVE", "COMPLETING", "TERMINATING"})


def same(what: str, seen: object, wanted: object) -> None:
    """AssertionError that names both sides if they differ (pytest explains asserts of tests only)."""
    if seen != wanted:
        raise AssertionError(f"{what}: seen {seen}, expected {wanted}")


class Office:
    """A core and the rows that a store would hold of it."""

    def __init__(self) -> None:
        self.core = Core.load([])
        self.rows: dict[type[Entity], dict[int, Entity]] = {noun: {} for noun in ENTITY_TYPES}

    def do(self, command: Command, now: int) -> Result | None:
        """Process a command, keep its rows and return its result; a rejection is raised."""
        answers = self.core.process(command, now, 1)
        self.keep(self.core.drain_dirty())
        for answer in answers:
            if answer.rejection is not None:
                raise answer.rejection
        return answers[-1].result if answers else None

    def go_on(self, now: int, random: Random | None = None) -> int:
        """Let the engine go on with large loops to the end; with `random` it is killed between some slices."""
        slices = 0
        while (key := self.core.next_loop(now)) is not None:
            self.do(GoOnWithLoops(key), now)
            slices += 1
            if random is not None and random.random() < 0.3:
                self.restart()
        return slices

    def keep(self, dirty: Dirty) -> None:
        """Write what a command has changed."""
        for entity in dirty.upserts:
            self.rows[type(entity)][entity.key] = copy.deepcopy(entity)
        for noun, key in dirty.deletes:
            self.rows[noun].pop(key, None)

    def restart(self) -> None:
        """Go on with a core that knows the rows only; it must know what the old one knew."""
        living = self.core.state.dump()
        self.core = Core.load(
            [copy.deepcopy(row) for noun in ENTITY_TYPES for row in self.rows[noun].values()]
        )
        recovered = self.core.state.dump()
        for part, known in living.items():
            same(f"{part} after a restart", recovered[part], known)

    def all(self, noun: type[E]) -> list[E]:
        """All rows of a noun, history among them."""
        return [row for row in self.rows[noun].values() if isinstance(row, noun)]

    def open(self, noun: type[E]) -> list[E]:
        """The rows of a noun that are no history."""
        return [row for row in self.all(noun) if getattr(row, "ended_at", None) is None]


def seen_states(office: Office) -> dict[str, str]:
    """The state of each element that was entered; processes are left out, a second entry is an error."""
    states: dict[str, str] = {}
    for row in office.all(ElementInstance):
        if row.element_type not in ("PROCESS", "MULTI_INSTANCE_BODY"):
            same(f"{row.element_id} entered before", row.element_id in states, False)
            states[row.element_id] = "ACTIVE" if row.state in _ACTIVE else row.state
    for row in office.all(ElementInstance):
        if row.element_type == "MULTI_INSTANCE_BODY":
            seen = "ACTIVE" if row.state in _ACTIVE else row.state
            same(f"body of {row.element_id}", seen, states[row.element_id])
    return states


def seen_waits(office: Office) -> dict[str, str]:
    """What the engine waits for, by element."""
    waits = {row.element_id: "service" for row in office.open(Job)}
    waits.update({row.element_id: "user" for row in office.open(UserTask)})
    waits.update({row.element_id: "receive" for row in office.open(MessageSubscription)})
    waits.update({row.target_id: "timer" for row in office.open(Timer)})
    return waits


def check(office: Office, expected: Expectation) -> None:
    """Compare everything that can be seen with what must be seen."""
    wanted = {name: wait.kind for name, wait in expected.waits.items()}
    same("open waits", sorted(seen_waits(office).items()), sorted(wanted.items()))
    same("elements", sorted(seen_states(office).items()), sorted(expected.states.items()))
    same("incidents", office.open(Incident), [])
    timer = expected.first_timer()
    same("next due", office.core.next_due(), timer[1] if timer else None)


def start(office: Office, process: Scope, expected: Expectation) -> int:
    """Deploy a process with those it calls, start an instance and return its key."""
    files = tuple(Resource(name, content) for name, content in draw(process).items())
    office.do(Deploy(files), expected.now)
    created = office.do(CreateInstance(process_id=process.id, variables=choices_of(process)), expected.now)
    assert isinstance(created, InstanceCreated)
    return created.process_instance_key


def step(office: Office, expected: Expectation, random: Random) -> str:
    """End one wait at random in the engine and in the expectation; return its kind."""
    tasks = sorted(n for n, wait in expected.waits.items() if wait.kind != "timer" and not wait.is_spent)
    timer = expected.first_timer()
    if timer is not None and (not tasks or random.random() < 0.3):
        name, expected.now = timer
        office.do(FireDue(), expected.now)
        expected.step(name)
        return "timer"
    name = random.choice(tasks)
    kind = expected.waits[name].kind
    expected.now += 1
    code = expected.waits[name].throws
    if code and random.random() < 0.5:
        office.do(ThrowError(_take_job(office, name, expected.now), code), expected.now)
        expected.fail(name)
        return "error"
    _complete(office, kind, name, expected.now)
    expected.step(name)
    return kind


def _take_job(office: Office, name: str, now: int) -> int:
    activated = office.do(ActivateJobs(name, "random", 10, 5), now)
    assert isinstance(activated, JobsActivated)
    same("activated jobs", [job.element_id for job in activated.jobs], [name])
    return activated.jobs[0].key


def _complete(office: Office, kind: str, name: str, now: int) -> None:
    if kind == "service":
        office.do(CompleteJob(_take_job(office, name, now), {f"v_{name}": name}), now)
    elif kind == "user":
        (task,) = [row for row in office.open(UserTask) if row.element_id == name]
        office.do(CompleteUserTask(task.key), now)
    else:
        office.do(PublishMessage(f"m_{name}", name), now)


def check_end(office: Office, expected: Expectation, instance_key: int) -> None:
    """After the last step nothing is left and the variables are those of the completed tasks."""
    same("over", expected.is_over, True)
    (instance,) = [row for row in office.all(ProcessInstance) if row.key == instance_key]
    same("state of the instance", instance.state, "COMPLETED")
    check_nothing_open(office)
    variables = {row.name: row.value for row in office.all(Variable) if row.scope_key == instance_key}
    same("variables", sorted(variables.items()), sorted(expected.variables.items()))


def check_nothing_open(office: Office) -> None:
    """No element, job, task, timer, subscription, variable or instance is left, and nothing is due."""
    for noun in (ElementInstance, Job, UserTask, Timer, MessageSubscription, ProcessInstance, Variable):
        same(f"open {noun.__name__}", office.open(noun), [])
    same("next due", office.core.next_due(), None)
