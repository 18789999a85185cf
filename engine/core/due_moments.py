"""When the engine has to look at an entity by itself; rebuilt from entities alone."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import Final

from engine.core.journal import Ident
from engine.state.entity import Entity
from engine.state.job import Job
from engine.state.message import Message
from engine.state.timer import Timer

# Those that the engine looks at by itself.
DUE_NOUNS: Final = frozenset({Timer, Message, Job})


def due_of(entity: Entity) -> int | None:
    """When the engine has to look at an entity (epoch milliseconds), or None."""
    if isinstance(entity, Timer):
        return entity.due_at
    if isinstance(entity, Message):
        return None if entity.is_kept else entity.expires_at
    if isinstance(entity, Job):
        moments = [at for at in (entity.deadline, entity.back_off_until) if at is not None]
        return min(moments, default=None)
    return None


class DueMoments:
    """The due moment of each entity that has one, and the earliest of them; equal ones in order of their keys."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, type[Entity]]] = []
        self._by_ident: dict[Ident, int] = {}

    def __iter__(self) -> Iterator[Ident]:
        return iter(self._by_ident)

    def set(self, ident: Ident, due_at: int | None) -> None:
        """An entity is due then and no more at another moment; None for never."""
        if due_at is None:
            self._by_ident.pop(ident, None)
        elif self._by_ident.get(ident) != due_at:
            self._by_ident[ident] = due_at
            heapq.heappush(self._heap, (due_at, ident[1], ident[0]))

    def put_off(self, ident: Ident, until_ms: int) -> None:
        """If it is due before that, it is due then."""
        if self._by_ident.get(ident, until_ms) < until_ms:
            self.set(ident, until_ms)

    def next(self) -> int | None:
        """The earliest moment, or None."""
        while self._heap:
            due_at, key, noun = self._heap[0]
            if self._by_ident.get((noun, key)) == due_at:
                return due_at
            heapq.heappop(self._heap)
        return None

    def pop(self) -> Ident:
        """Take the earliest out; there has to be one."""
        _, key, noun = heapq.heappop(self._heap)
        del self._by_ident[(noun, key)]
        return noun, key
