"""All open entities in memory with their indexes, due moments and dirty marks; no semantics."""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, fields
from typing import TypeVar, cast

from engine.core.indexes import Indexes, Place, places_of
from engine.errors import InvariantBroken
from engine.keys import FIRST_KEY
from engine.state.catalogue import ENTITY_TYPES
from engine.state.entity import Entity, is_history
from engine.state.job import Job
from engine.state.key_counter import KeyCounter
from engine.state.message import Message
from engine.state.timer import Timer

E = TypeVar("E", bound=Entity)
Ident = tuple[type[Entity], int]
_COUNTER_KEY = 1
# Void after a restart: a job whose worker is unknown is simply handed out again.
LEASE_FIELDS = frozenset({"worker", "deadline"})


@dataclass(frozen=True, slots=True)
class Dirty:
    """What one batch changed. The entities are live: turn them into rows before the next command."""

    upserts: tuple[Entity, ...]
    deletes: tuple[Ident, ...]


def due_of(entity: Entity) -> int | None:
    """When the engine has to look at an entity by itself (epoch milliseconds), or None."""
    if isinstance(entity, Timer):
        return entity.due_at
    if isinstance(entity, Message):
        return entity.expires_at
    if isinstance(entity, Job):
        moments = [at for at in (entity.deadline, entity.back_off_until) if at is not None]
        return min(moments, default=None)
    return None


class State:
    """Single owner of entities: every change ends in `put` or `remove`, or recovery will not see it."""

    def __init__(self) -> None:
        self._entities: dict[type[Entity], dict[int, Entity]] = {noun: {} for noun in ENTITY_TYPES}
        self._placed: dict[Ident, tuple[Place, ...]] = {}
        self._dirty: dict[Ident, Entity | None] = {}
        self._due: list[tuple[int, int, type[Entity]]] = []
        self._due_at: dict[Ident, int] = {}
        self._counter = KeyCounter(_COUNTER_KEY, FIRST_KEY - 1)
        self.change_count = 0
        self.indexes = Indexes()

    def load(self, entities: Iterable[Entity]) -> None:
        """Take over stored entities; history is skipped, leases are void."""
        for entity in entities:
            if is_history(entity):
                continue
            if isinstance(entity, KeyCounter):
                self._counter = entity
            if isinstance(entity, Job):
                entity.worker = entity.deadline = None
            self._place(entity)

    def new_key(self) -> int:
        """The next unique key."""
        self._counter.last_key += 1
        self.change_count += 1
        self._dirty[(KeyCounter, _COUNTER_KEY)] = self._counter
        self._entities[KeyCounter][_COUNTER_KEY] = self._counter
        return self._counter.last_key

    def put(self, entity: Entity) -> None:
        """Mark as changed and bring indexes up to date; an ended entity leaves the memory, its row stays."""
        self.change_count += 1
        self._dirty[(type(entity), entity.key)] = entity
        if is_history(entity):
            self._displace(type(entity), entity.key)
        else:
            self._place(entity)

    def remove(self, entity: Entity) -> None:
        """Delete the entity and its row."""
        self.change_count += 1
        self._dirty[(type(entity), entity.key)] = None
        self._displace(type(entity), entity.key)

    def find(self, noun: type[E], key: int) -> E | None:
        """An open entity by key."""
        return cast("E | None", self._entities[noun].get(key))

    def get(self, noun: type[E], key: int) -> E:
        """An open entity that must be there."""
        found = self.find(noun, key)
        if found is None:
            raise InvariantBroken(f"{noun.__name__} {key} is not open")
        return found

    def list_by(self, noun: type[E], index: str, value: Hashable) -> list[E]:
        """Open entities under one index entry, oldest first."""
        return [self.get(noun, key) for key in self.indexes.keys(index, value)]

    def find_by(self, noun: type[E], index: str, value: Hashable) -> E | None:
        """The oldest open entity under one index entry."""
        bucket = self.indexes.bucket(index, value)
        return self.get(noun, bucket[0]) if bucket else None

    def find_latest(self, noun: type[E], index: str, value: Hashable) -> E | None:
        """The newest open entity under one index entry."""
        bucket = self.indexes.bucket(index, value)
        return self.get(noun, bucket[-1]) if bucket else None

    def list_all(self, noun: type[E]) -> list[E]:
        """All open entities of a noun in order of their keys."""
        return [cast("E", self._entities[noun][key]) for key in sorted(self._entities[noun])]

    def next_due(self) -> int | None:
        """The earliest moment at which something is due, or None."""
        while self._due:
            due_at, key, noun = self._due[0]
            if self._due_at.get((noun, key)) == due_at:
                return due_at
            heapq.heappop(self._due)
        return None

    def pop_due(self, now_ms: int) -> Entity | None:
        """The earliest entity that is due; the caller has to change or remove it."""
        due_at = self.next_due()
        if due_at is None or due_at > now_ms:
            return None
        _, key, noun = heapq.heappop(self._due)
        del self._due_at[(noun, key)]
        return self._entities[noun][key]

    def drain_dirty(self) -> Dirty:
        """Changes since the last call, in order of first change."""
        dirty, self._dirty = self._dirty, {}
        upserts = tuple(entity for entity in dirty.values() if entity is not None)
        return Dirty(upserts, tuple(ident for ident, entity in dirty.items() if entity is None))

    def peek_dirty(self) -> tuple[tuple[Ident, Entity | None], ...]:
        """The same changes, still marked; None stands for a deletion."""
        return tuple(self._dirty.items())

    def dump(self) -> dict[str, object]:
        """Every field of every open entity, every index and due moment but leases, for comparison."""
        rows = {
            noun.__name__: {key: _field_values(entity) for key, entity in sorted(held.items())}
            for noun, held in self._entities.items()
        }
        due = {
            (noun.__name__, key): at
            for (noun, key), at in self._due_at.items()
            if not self._is_lease(noun, key)
        }
        return {"rows": rows, "indexes": self.indexes.dump(), "due": due}

    def _is_lease(self, noun: type[Entity], key: int) -> bool:
        entity = self._entities[noun][key]
        return isinstance(entity, Job) and entity.back_off_until is None

    def _place(self, entity: Entity) -> None:
        ident = (type(entity), entity.key)
        places, before = places_of(entity), self._placed.get(ident, ())
        if places != before:
            self.indexes.drop(entity.key, before)
            self.indexes.add(entity.key, places)
            self._placed[ident] = places
        self._entities[type(entity)][entity.key] = entity
        due_at = due_of(entity)
        if due_at is None:
            self._due_at.pop(ident, None)
        elif self._due_at.get(ident) != due_at:
            self._due_at[ident] = due_at
            heapq.heappush(self._due, (due_at, entity.key, type(entity)))

    def _displace(self, noun: type[Entity], key: int) -> None:
        self.indexes.drop(key, self._placed.pop((noun, key), ()))
        self._entities[noun].pop(key, None)
        self._due_at.pop((noun, key), None)


def _field_values(entity: Entity) -> dict[str, object]:
    # Protocol has no dataclass marker; every noun of the catalogue is one (asserted by a test).
    names = [field.name for field in fields(entity)]  # type: ignore[arg-type]  # see the line above
    return {name: getattr(entity, name) for name in names if not _is_lease_field(entity, name)}


def _is_lease_field(entity: Entity, name: str) -> bool:
    return isinstance(entity, Job) and name in LEASE_FIELDS
