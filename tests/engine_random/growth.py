"""Grows a random block tree. No two tokens ever race: what ends others begins behind a task that waits."""

from __future__ import annotations

from random import Random

from tests.engine_random.blocks import (
    Block,
    Boundary,
    Choice,
    Fork,
    Host,
    Row,
    Scope,
    Task,
    Throw,
    code_of,
)

MAX_DEPTH = 3


class Grower:
    """Makes one process; all names in it are unique, also those of the processes it calls."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._count = 0

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
        return Scope(name, body, racers)

    def _row(self, depth: int) -> Row:
        most = 3 if depth < 2 else 2
        return Row([self._block(depth) for _ in range(self._random.randint(0, most))])

    def _block(self, depth: int) -> Block:
        if depth >= MAX_DEPTH:
            return self._task(depth)
        make = self._random.choices([self._task, self._choice, self._fork, self._host], weights=[4, 2, 2, 3])[
            0
        ]
        return make(depth)

    def _task(self, depth: int) -> Task:
        kind = self._random.choice(["service", "user", "receive"])
        task = Task(self._name("t"), kind)
        if self._random.random() < 0.3:
            task.boundaries.append(self._timer(depth))
        return task

    def _timer(self, depth: int) -> Boundary:
        return Boundary(
            self._name("b"),
            self._random.random() < 0.5,
            self._row(depth + 2),
            self._random.choice(["duration", "date"]),
            self._random.randint(1, 5000),
        )

    def _choice(self, depth: int) -> Choice:
        branches = [self._row(depth + 1) for _ in range(self._random.randint(2, 3))]
        return Choice(self._name("x"), branches, self._random.randrange(len(branches)))

    def _fork(self, depth: int) -> Fork:
        return Fork(self._name("f"), [self._row(depth + 1) for _ in range(self._random.randint(2, 3))])

    def _host(self, depth: int) -> Host:
        kind = self._random.choice(["sub", "call"])
        host = Host(self._name("h"), kind, self._scope("p" if kind == "call" else "s", depth + 1))
        if self._random.random() < 0.4:
            host.boundaries.append(self._timer(depth))
        if self._random.random() < 0.4:
            host.boundaries.append(
                Boundary(self._name("b"), self._random.random() < 0.5, self._row(depth + 2))
            )
            blocks = host.scope.body.blocks
            throw = Throw(self._name("e"), code_of(host.id))
            # Between two tasks, so that nothing else moves at the moment of the throw.
            blocks.extend([self._plain_task(), throw, self._plain_task()])
        return host

    def _plain_task(self) -> Task:
        return Task(self._name("t"), "service")
