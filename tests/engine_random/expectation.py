"""Walks the block tree by its meaning: what is open, ended or cancelled after each step of a path."""

from __future__ import annotations

from collections.abc import Callable

from tests.engine_random.blocks import (
    TIMERS,
    Aside,
    Boundary,
    Choice,
    Fork,
    Host,
    Link,
    Race,
    Row,
    Rule,
    Scope,
    Task,
    Throw,
    code_of,
)
from tests.engine_random.places import Activity, Place, Then, Wait

MINUTE_MS = 60_000
_WAIT_KINDS = {"send": "service", "say": "service", "catch": "receive", "pause": "timer"}


class Expectation:
    """What must be seen; `now` is the moment of the step under way (epoch milliseconds)."""

    def __init__(self, process: Scope, now: int, variables: dict[str, object]) -> None:
        self.now = now
        self.states: dict[str, str] = {}
        self.waits: dict[str, Wait] = {}
        self.is_over = False
        self.variables = dict(variables)
        self._enter_scope(Place(self._finish, None, self.variables, process))

    def step(self, name: str) -> None:
        """End one wait and let everything behind it happen."""
        wait = self.waits[name]
        if wait.is_lasting:
            wait.is_spent = True
        else:
            del self.waits[name]
        wait.resume()

    def fail(self, name: str) -> None:
        """End one wait with its error."""
        fail = self.waits.pop(name).fail
        assert fail is not None
        fail()

    def first_timer(self) -> tuple[str, int] | None:
        """The timer that is due first, and when."""
        timers = [(wait.due_at, name) for name, wait in self.waits.items() if wait.kind == "timer"]
        return (min(timers)[1], min(timers)[0]) if timers else None

    def _finish(self) -> None:
        self.is_over = True

    def _pass(self, element_id: str) -> None:
        self.states[element_id] = "COMPLETED"

    def _enter_scope(self, place: Place) -> None:
        scope = place.scope
        self._pass(f"{scope.id}_start")
        for aside in scope.asides:
            self._await(aside.start_id, aside, lambda aside=aside: self._open_aside(aside, place))
        place.ways = 1 + len(scope.racers)
        if not scope.racers:
            self._run(scope.body, place, lambda: self._end(f"{scope.id}_end", place))
            return
        self._pass(f"{scope.id}_race")
        self._run(scope.body, place, lambda: self._end_all(f"{scope.id}_end", place))
        for number, racer in enumerate(scope.racers):
            self._run(racer, place, lambda number=number: self._end(f"{scope.id}_end{number}", place))

    def _await(self, name: str, event: Boundary | Aside, resume: Then) -> None:
        if event.kind in TIMERS:
            self.waits[name] = Wait("timer", resume, self.now + event.minutes * MINUTE_MS)
        elif event.kind == "message":
            self.waits[name] = Wait("receive", resume, is_lasting=not event.is_interrupting)

    def _end(self, element_id: str, place: Place) -> None:
        self._pass(element_id)
        self._end_way(place)

    def _end_way(self, place: Place) -> None:
        place.ways -= 1
        if place.ways == 0:
            self._end_place(place)

    def _end_all(self, element_id: str, place: Place) -> None:
        self._pass(element_id)
        self._cancel_all(place)
        self._end_place(place)

    def _end_place(self, place: Place) -> None:
        self._close_asides(place)
        place.done()

    def _close_asides(self, place: Place) -> None:
        for aside in place.scope.asides:
            self.waits.pop(aside.start_id, None)

    def _cancel_all(self, place: Place) -> None:
        for activity in list(place.activities):
            self._cancel(activity)

    def _cancel(self, activity: Activity) -> None:
        self._close(activity, "TERMINATED")
        if activity.inside is not None:
            self._close_asides(activity.inside)
            self._cancel_all(activity.inside)

    def _close(self, activity: Activity, state: str) -> None:
        block = activity.block
        activity.place.activities.remove(activity)
        self.states[f"{block.id}_gate" if isinstance(block, Race) else block.id] = state
        if isinstance(block, Race):
            for number in range(len(block.branches)):
                self.waits.pop(block.event_id(number), None)
            return
        for name in (block.id, *(boundary.id for boundary in block.boundaries)):
            self.waits.pop(name, None)

    def _run(self, row: Row, place: Place, then: Then, index: int = 0) -> None:
        if index == len(row.blocks):
            then()
            return
        block = row.blocks[index]

        def go_on() -> None:
            self._run(row, place, then, index + 1)

        if isinstance(block, Link):
            self._pass(block.id)
            self._pass(f"{block.id}_to")
            go_on()
            return
        if isinstance(block, Rule):
            self._pass(block.id)
            place.variables[f"v_{block.id}"] = block.id
            go_on()
            return
        walkers: dict[type, Callable[..., None]] = {
            Task: self._open,
            Host: self._open,
            Throw: self._throw,
            Choice: self._split,
            Fork: self._split,
            Race: self._race,
        }
        walkers[type(block)](block, place, go_on)

    def _split(self, block: Choice | Fork, place: Place, then: Then) -> None:
        numbers = block.chosen if isinstance(block, Choice) else range(len(block.branches))
        missing = len(numbers)

        def join() -> None:
            nonlocal missing
            missing -= 1
            if missing == 0:
                self._pass(f"{block.id}_join")
                then()

        self._pass(f"{block.id}_split")
        for number in numbers:
            self._pass(f"{block.id}_in{number}")
            self._run(block.branches[number], place, join)

    def _race(self, block: Race, place: Place, then: Then) -> None:
        activity = Activity(block, place, then)
        place.activities.append(activity)
        self.states[f"{block.id}_gate"] = "ACTIVE"
        for number, minutes in enumerate(block.minutes):

            def win(number: int = number) -> None:
                self._win(activity, number)

            due_at = self.now + minutes * MINUTE_MS
            self.waits[block.event_id(number)] = Wait("timer" if minutes else "receive", win, due_at)

    def _win(self, activity: Activity, number: int) -> None:
        block = activity.block
        assert isinstance(block, Race)

        def join() -> None:
            self._pass(f"{block.id}_join")
            activity.leave()

        self._close(activity, "COMPLETED")
        self._pass(block.event_id(number))
        self._run(block.branches[number], activity.place, join)

    def _open(self, block: Task | Host, place: Place, then: Then) -> None:
        def leave() -> None:
            if any(boundary.is_interrupting for boundary in block.boundaries):
                self._pass(f"{block.id}_merge")
            then()

        activity = Activity(block, place, leave)
        place.activities.append(activity)
        self.states[block.id] = "ACTIVE"
        for boundary in block.boundaries:
            self._await(boundary.id, boundary, lambda b=boundary: self._trigger(activity, b))
        if isinstance(block, Task):
            self._wait_for(block, activity)
            return
        variables = place.variables if block.kind == "sub" else dict(place.variables)
        activity.inside = Place(lambda: self._complete_host(activity), activity, variables, block.scope)
        self._enter_scope(activity.inside)

    def _wait_for(self, task: Task, activity: Activity) -> None:
        wait = Wait(_WAIT_KINDS.get(task.kind, task.kind), lambda: self._complete_task(activity))
        wait.due_at = self.now + task.minutes * MINUTE_MS
        if task.throws:
            wait.throws, wait.fail = task.throws, lambda: self._fail(activity, task.throws)
        self.waits[task.id] = wait

    def _complete_task(self, activity: Activity) -> None:
        self._close(activity, "COMPLETED")
        if activity.block.kind in ("service", "send", "say"):
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

    def _open_aside(self, aside: Aside, place: Place) -> None:
        if aside.is_interrupting:
            self._cancel_all(place)
            self._close_asides(place)
            place.is_interrupted = True
            place.ways = 0
        place.ways += 1
        activity = Activity(aside, place, lambda: self._end_way(place))
        place.activities.append(activity)
        self.states[aside.id] = "ACTIVE"
        activity.inside = Place(lambda: self._complete_host(activity), activity, place.variables, aside.scope)
        self._enter_scope(activity.inside)

    def _fail(self, activity: Activity, code: str) -> None:
        for boundary in activity.block.boundaries:
            if boundary.kind == "error" and code == code_of(activity.block.id, "error"):
                self._trigger(activity, boundary)
                return
        self._raise(activity.place, code, "error")

    def _throw(self, block: Throw, place: Place, then: Then) -> None:
        is_interrupting = self._raise(place, block.code, "escalation")
        self.states[block.id] = "TERMINATED" if is_interrupting else "COMPLETED"
        if not is_interrupting:
            then()

    def _raise(self, place: Place, code: str, kind: str) -> bool:
        """Let the scope or its host catch; tell whether that interrupts."""
        for aside in place.scope.asides:
            if aside.kind == kind and code == code_of(place.scope.id, kind):
                self._open_aside(aside, place)
                return aside.is_interrupting
        host = place.host
        assert host is not None
        boundary = next(boundary for boundary in host.block.boundaries if boundary.kind == kind)
        self._trigger(host, boundary)
        return boundary.is_interrupting
