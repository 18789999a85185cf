"""Walks the block tree by its meaning: what is open, ended or cancelled after each step of a path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.engine_random.blocks import Boundary, Choice, Fork, Host, Row, Scope, Task, Throw

Then = Callable[[], None]
MINUTE_MS = 60_000


@dataclass
class Wait:
    """Something that a step can end: a task, or a timer that is due at a moment."""

    kind: str
    resume: Then
    due_at: int = 0


@dataclass
class Place:
    """A running scope: its open activities and the number of ways that have not come to an end."""

    done: Then
    host: Activity | None
    variables: dict[str, object]
    ways: int = 0
    activities: list[Activity] = field(default_factory=list)


@dataclass
class Activity:
    """An open task or host with its boundaries and what is inside."""

    block: Task | Host
    place: Place
    leave: Then
    inside: Place | None = None


class Expectation:
    """What must be seen; `now` is the moment of the step under way (epoch milliseconds)."""

    def __init__(self, process: Scope, now: int, variables: dict[str, object]) -> None:
        self.now = now
        self.states: dict[str, str] = {}
        self.waits: dict[str, Wait] = {}
        self.is_over = False
        self.variables = dict(variables)
        self._enter_scope(process, Place(self._finish, None, self.variables))

    def step(self, name: str) -> None:
        """End one wait and let everything behind it happen."""
        self.waits.pop(name).resume()

    def first_timer(self) -> tuple[str, int] | None:
        """The timer that is due first, and when."""
        timers = [(wait.due_at, name) for name, wait in self.waits.items() if wait.kind == "timer"]
        return (min(timers)[1], min(timers)[0]) if timers else None

    def _finish(self) -> None:
        self.is_over = True

    def _pass(self, element_id: str) -> None:
        self.states[element_id] = "COMPLETED"

    def _enter_scope(self, scope: Scope, place: Place) -> None:
        self._pass(f"{scope.id}_start")
        place.ways = 1 + len(scope.racers)
        if not scope.racers:
            self._run(scope.body, place, lambda: self._end(f"{scope.id}_end", place))
            return
        self._pass(f"{scope.id}_race")
        self._run(scope.body, place, lambda: self._end_all(f"{scope.id}_end", place))
        for number, racer in enumerate(scope.racers):
            self._run(racer, place, lambda number=number: self._end(f"{scope.id}_end{number}", place))

    def _end(self, element_id: str, place: Place) -> None:
        self._pass(element_id)
        place.ways -= 1
        if place.ways == 0:
            place.done()

    def _end_all(self, element_id: str, place: Place) -> None:
        self._pass(element_id)
        self._cancel_all(place)
        place.done()

    def _cancel_all(self, place: Place) -> None:
        for activity in list(place.activities):
            self._cancel(activity)

    def _cancel(self, activity: Activity) -> None:
        self._close(activity, "TERMINATED")
        if activity.inside is not None:
            self._cancel_all(activity.inside)

    def _close(self, activity: Activity, state: str) -> None:
        activity.place.activities.remove(activity)
        self.states[activity.block.id] = state
        for name in (activity.block.id, *(boundary.id for boundary in activity.block.boundaries)):
            self.waits.pop(name, None)

    def _run(self, row: Row, place: Place, then: Then, index: int = 0) -> None:
        if index == len(row.blocks):
            then()
            return
        block = row.blocks[index]

        def go_on() -> None:
            self._run(row, place, then, index + 1)

        if isinstance(block, Task | Host):
            self._open(block, place, go_on)
        elif isinstance(block, Throw):
            self._throw(block, place, go_on)
        elif isinstance(block, Choice):
            self._choose(block, place, go_on)
        else:
            self._fork(block, place, go_on)

    def _choose(self, block: Choice, place: Place, then: Then) -> None:
        def join() -> None:
            self._pass(f"{block.id}_join")
            then()

        self._pass(f"{block.id}_split")
        self._pass(f"{block.id}_in{block.chosen}")
        self._run(block.branches[block.chosen], place, join)

    def _fork(self, block: Fork, place: Place, then: Then) -> None:
        missing = len(block.branches)

        def join() -> None:
            nonlocal missing
            missing -= 1
            if missing == 0:
                self._pass(f"{block.id}_join")
                then()

        self._pass(f"{block.id}_split")
        for number, branch in enumerate(block.branches):
            self._pass(f"{block.id}_in{number}")
            self._run(branch, place, join)

    def _open(self, block: Task | Host, place: Place, then: Then) -> None:
        def leave() -> None:
            if any(boundary.is_interrupting for boundary in block.boundaries):
                self._pass(f"{block.id}_merge")
            then()

        activity = Activity(block, place, leave)
        place.activities.append(activity)
        self.states[block.id] = "ACTIVE"
        for boundary in block.boundaries:
            if boundary.timer is not None:
                self._arm(activity, boundary)
        if isinstance(block, Task):
            self.waits[block.id] = Wait(block.kind, lambda: self._complete_task(activity))
            return
        variables = place.variables if block.kind == "sub" else dict(place.variables)
        activity.inside = Place(lambda: self._complete_host(activity), activity, variables)
        self._enter_scope(block.scope, activity.inside)

    def _arm(self, activity: Activity, boundary: Boundary) -> None:
        due_at = self.now + boundary.minutes * MINUTE_MS
        self.waits[boundary.id] = Wait("timer", lambda: self._trigger(activity, boundary), due_at)

    def _complete_task(self, activity: Activity) -> None:
        self._close(activity, "COMPLETED")
        if activity.block.kind == "service":
            activity.place.variables[f"v_{activity.block.id}"] = activity.block.id
        activity.leave()

    def _complete_host(self, activity: Activity) -> None:
        self._close(activity, "COMPLETED")
        if activity.inside is not None and activity.block.kind == "call":
            activity.place.variables.update(activity.inside.variables)
        activity.leave()

    def _trigger(self, activity: Activity, boundary: Boundary) -> None:
        place = activity.place
        if boundary.is_interrupting:
            self._cancel(activity)
            self._pass(boundary.id)
            self._run(boundary.block, place, activity.leave)
            return
        place.ways += 1
        self._pass(boundary.id)
        self._run(boundary.block, place, lambda: self._end(f"{boundary.id}_end", place))

    def _throw(self, block: Throw, place: Place, then: Then) -> None:
        host = place.host
        assert host is not None
        boundary = next(boundary for boundary in host.block.boundaries if boundary.timer is None)
        self.states[block.id] = "TERMINATED" if boundary.is_interrupting else "COMPLETED"
        self._trigger(host, boundary)
        if not boundary.is_interrupting:
            then()
