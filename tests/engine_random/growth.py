"""Grows a random block tree. No two tokens ever race: what ends others begins behind a task that waits."""

from __future__ import annotations

from random import Random

from tests.engine_random.blocks import (
    Aside,
    Block,
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

MAX_DEPTH = 3
_LOOPED = 0.3
_TASKS = ("service", "send", "user", "receive", "catch", "pause", "say")
_EVENTS = ("catch", "pause", "say")
_RULES = ("script", "decision")
_ASIDES = ("message", "duration", "date", "cycle", "escalation", "error")


class Grower:
    """Makes one process; all names in it are unique, also those of the processes it calls."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._count = 0
        # How many branches of events beside an open activity the next block stands in.
        self._beside = 0

    def process(self) -> Scope:
        """A process that waits at least once."""
        return self._scope("p", 0)

    def _name(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count}"

    def _scope(self, prefix: str, depth: int) -> Scope:
        name = self._name(prefix)
        body = self._row(depth)
        racers = []
        if self._random.random() < 0.3:
            racers = [self._row(depth) for _ in range(self._random.randint(1, 2))]
        body.blocks.insert(0, self._task(depth))
        scope = Scope(name, body, racers)
        for kind in _ASIDES if depth < 2 else ():
            if self._random.random() < 0.25:
                scope.asides.append(self._aside(scope, kind, depth))
        return scope

    def _aside(self, scope: Scope, kind: str, depth: int) -> Aside:
        is_interrupting = self._interrupts(kind)
        inside = self._scope("i", depth + 2)
        self._throw_at(scope, scope.id, kind)
        return Aside(self._name("a"), kind, is_interrupting, inside, self._minutes())

    def _interrupts(self, kind: str) -> bool:
        """An error always does, a cycle never."""
        return kind == "error" or (kind != "cycle" and self._random.random() < 0.5)

    def _throw_at(self, scope: Scope, owner_id: str, kind: str) -> None:
        """Let the scope throw what its aside or its host catches."""
        if kind == "escalation":
            throw = Throw(self._name("e"), code_of(owner_id, kind))
            # Between two tasks, so that nothing else moves at the moment of the throw.
            scope.body.blocks[1:1] = [self._plain_task(), throw, self._plain_task()]
        elif kind == "error":
            task = self._plain_task()
            task.throws = code_of(owner_id, kind)
            scope.body.blocks.insert(1, task)

    def _minutes(self) -> int:
        return self._random.randint(1, 5000)

    def _row(self, depth: int) -> Row:
        most = 3 if depth < 2 else 2
        return Row([self._block(depth) for _ in range(self._random.randint(0, most))])

    def _block(self, depth: int) -> Block:
        if depth >= MAX_DEPTH:
            return self._task(depth)
        makers = [self._task, self._choice, self._fork, self._host, self._race, self._link, self._rule]
        return self._random.choices(makers, weights=[4, 2, 2, 3, 2, 1, 1])[0](depth)

    def _task(self, depth: int) -> Task:
        task = Task(self._name("t"), self._random.choice(_TASKS), minutes=self._minutes())
        if task.kind in _EVENTS or self._random.random() < 0.55:
            return task
        kind = self._random.choice(["duration", "date", "cycle", "message", "error"])
        if kind == "error" and task.kind in ("service", "send"):
            task.throws = code_of(task.id, "error")
        elif kind == "error":
            kind = "message"
        task.boundaries.append(self._boundary(kind, depth))
        task.is_looped = self._random.random() < _LOOPED
        return task

    def _boundary(self, kind: str, depth: int) -> Boundary:
        is_interrupting = self._interrupts(kind)
        self._beside += not is_interrupting
        branch = self._row(depth + 2)
        self._beside -= not is_interrupting
        return Boundary(self._name("b"), is_interrupting, branch, kind, self._minutes())

    def _choice(self, depth: int) -> Choice:
        branches = [self._row(depth + 1) for _ in range(self._random.randint(2, 3))]
        numbers = range(len(branches))
        # An inclusive join beside an open activity waits on: the event could happen once more.
        if self._beside or self._random.random() < 0.5:
            return Choice(self._name("x"), branches, [self._random.choice(numbers)])
        # The last one is the default: it is taken alone.
        chosen = sorted(self._random.sample(numbers[:-1], self._random.randint(0, len(numbers) - 1)))
        return Choice(self._name("x"), branches, chosen or [numbers[-1]], is_inclusive=True)

    def _fork(self, depth: int) -> Fork:
        return Fork(self._name("f"), [self._row(depth + 1) for _ in range(self._random.randint(2, 3))])

    def _race(self, depth: int) -> Race:
        branches = [self._row(depth + 1) for _ in range(self._random.randint(2, 3))]
        minutes = [0, *(self._random.choice([0, self._minutes()]) for _ in branches[1:])]
        return Race(self._name("g"), branches, minutes)

    def _link(self, _depth: int) -> Link:
        return Link(self._name("l"))

    def _rule(self, _depth: int) -> Rule:
        return Rule(self._name("r"), self._random.choice(_RULES))

    def _host(self, depth: int) -> Host:
        kind = self._random.choice(["sub", "call"])
        host = Host(self._name("h"), kind, self._scope("p" if kind == "call" else "s", depth + 1))
        host.is_looped = self._random.random() < _LOOPED
        for boundary in ("duration", "date", "cycle", "message", "error", "escalation"):
            if self._random.random() < (0.4 if boundary == "escalation" else 0.2):
                host.boundaries.append(self._boundary(boundary, depth))
                self._throw_at(host.scope, host.id, boundary)
        return host

    def _plain_task(self) -> Task:
        return Task(self._name("t"), "service")
