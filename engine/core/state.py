"""All open entities in memory with their indexes, due moments and dirty marks; no semantics.

The only door to them: whatever changes one goes through `State`, which keeps what was there until the command ends.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import fields, replace
from typing import Final, TypeVar, cast

from engine.core.dirty import Dirty
from engine.core.due_moments import DUE_NOUNS, DueMoments, due_of
from engine.core.indexes import Indexes, Place, places_of
from engine.core.journal import Ident, Journal, write_field
from engine.errors import InvariantBroken
from engine.keys import FIRST_KEY, LEFT_OUT
from engine.state.catalogue import ENTITY_TYPES
from engine.state.connection import SqlRow
from engine.state.entity import Entity, Json, is_history
from engine.state.job import Job
from engine.state.key_counter import KeyCounter
from engine.state.process_instance import ProcessInstance
from engine.state.rows import check_item
from engine.state.store import TABLES
from engine.state.timer import Timer
from engine.state.unfinished_loop import UnfinishedLoop

E = TypeVar("E", bound=Entity)
_COUNTER_KEY = 1
_COUNTER: Ident = (KeyCounter, _COUNTER_KEY)
# Void after a restart: a job whose worker is unknown is simply handed out again.
LEASE_FIELDS = frozenset({"worker", "deadline"})


# What belongs to an instance and does nothing while it rests.
_HELD_BY_REST: Final = (Job, Timer, UnfinishedLoop)


class State:
    """Single owner of entities: `put` takes a new one, `change` sets fields, `remove` deletes.

    Between two calls of `seal` or `undo` lies one command. `seal` turns what the command touched into rows, and
    refuses what the store could not hold; `undo` makes everything as it was before the command, keys too.
    """

    def __init__(self) -> None:
        self._entities: dict[type[Entity], dict[int, Entity]] = {noun: {} for noun in ENTITY_TYPES}
        self._placed: dict[Ident, tuple[Place, ...]] = {}
        # Marks with rows; a late row is made when the batch is drained, of what is true then.
        self._dirty: dict[Ident, tuple[Entity, SqlRow | None] | None] = {}
        self._journal = Journal()
        self._due = DueMoments()
        self._counter = KeyCounter(_COUNTER_KEY, FIRST_KEY - 1)
        self.indexes = Indexes()
        self._resting: set[int] = set()
        self._place(self._counter)

    def load(self, entities: Iterable[Entity]) -> None:
        """Take over stored entities; history is skipped, leases are void."""
        for entity in entities:
            if is_history(entity):
                continue
            if isinstance(entity, KeyCounter):
                self._displace(*_COUNTER)
                self._counter = entity
            self._place(replace(entity, worker=None, deadline=None) if isinstance(entity, Job) else entity)

    def leave_out_keys(self, newest_seen: int) -> None:
        """Give out no key up to the newest that others have seen, nor soon after it: a store that is older gave them out."""
        if self._counter.last_key < newest_seen:
            write_field(self._counter, "last_key", newest_seen + LEFT_OUT)

    def new_key(self) -> int:
        """The next unique key."""
        counter = self._counter
        self._journal.note(_COUNTER, counter, counter)
        last_key = counter.last_key + 1
        write_field(counter, "last_key", last_key)
        return last_key

    @property
    def last_key(self) -> int:
        """The newest key that was given out."""
        return self._counter.last_key

    def put(self, entity: Entity) -> None:
        """Take a new entity over; one that has ended already is only a row."""
        ident = (type(entity), entity.key)
        if entity.key in self._entities[ident[0]]:
            raise InvariantBroken(f"{ident[0].__name__} {entity.key} is there already")
        self._journal.note(ident, None, entity)
        if not is_history(entity):
            self._place(entity)

    def change(self, entity: Entity, /, **values: object) -> None:
        """Set fields of an open entity and bring indexes up to date; one that ends leaves the memory, its row stays.

        A list or object is replaced by a new one, never changed in place: what was there has to stay as it was.
        """
        ident = (type(entity), entity.key)
        self._journal.note(ident, self._entities[ident[0]].get(entity.key), entity)
        for name, value in values.items():
            write_field(entity, name, value)
        if is_history(entity):
            self._displace(*ident)
        else:
            self._place(entity)

    def change_item(self, entity: Entity, name: str, index: int, value: Json) -> None:
        """Replace one item of a list by giving the field a new list. NotStorable for what a list cannot hold.

        Only the item is looked at: the text of the whole list is made once a batch, however many items change.
        """
        check_item(value)
        ident = (type(entity), entity.key)
        is_late = ident not in self._journal.touched or ident in self._journal.late
        items = list(getattr(entity, name))
        items[index] = value
        self.change(entity, **{name: items})
        if is_late:
            self._journal.late.add(ident)

    def remove(self, entity: Entity) -> None:
        """Delete the entity and its row."""
        self.forget(type(entity), entity.key)

    def forget(self, noun: type[Entity], key: int) -> None:
        """Delete a row by its key, also one of history, which memory has no more."""
        self._journal.note((noun, key), self._entities[noun].get(key), None)
        self._displace(noun, key)

    @property
    def is_changed(self) -> bool:
        """True when the command that runs has changed something."""
        return bool(self._journal)

    def seal(self) -> None:
        """End the command: its changes become rows. NotStorable, and nothing is sealed, if one cannot be stored."""
        rows: dict[Ident, tuple[Entity, SqlRow | None] | None] = {}
        for ident, entity in self._journal.touched.items():
            if entity is None:
                rows[ident] = None
            else:
                rows[ident] = (
                    entity,
                    None if ident in self._journal.late else TABLES[ident[0]].to_row(entity),
                )
        self._dirty |= rows
        self._journal.clear()

    def undo(self) -> None:
        """End the command as if it had never been: entities, indexes, due moments, keys and dirty marks."""
        restored: list[Entity] = []
        for ident, before in self._journal.walk_back():
            self._displace(*ident)
            if before is not None:
                before.restore()
                restored.append(before.entity)
        # Instances first: whether a job or a timer is held by a rest is told by its instance.
        for entity in sorted(restored, key=lambda one: not isinstance(one, ProcessInstance)):
            self._place(entity)
        self._journal.clear()

    def is_resting(self, process_instance_key: int | None) -> bool:
        """True while nothing may happen in the instance, because its root rests."""
        if not self._resting or process_instance_key is None:
            return False
        instance = self.find(ProcessInstance, process_instance_key)
        return instance is not None and instance.root_instance_key in self._resting

    def put_off(self, entity: Entity, until_ms: int) -> None:
        """If an entity is due before that, look at it then. In memory alone: after a restart it is due again."""
        self._due.put_off((type(entity), entity.key), until_ms)

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
        return self._due.next()

    def pop_due(self, now_ms: int) -> Entity | None:
        """The earliest entity that is due; the caller has to change or remove it."""
        due_at = self.next_due()
        if due_at is None or due_at > now_ms:
            return None
        noun, key = self._due.pop()
        entity = self._entities[noun][key]
        self._journal.note((noun, key), entity, entity)
        return entity

    def drain_dirty(self) -> Dirty:
        """Changes since the last call, in order of first change."""
        dirty, self._dirty = self._dirty, {}
        sealed = [pair for pair in dirty.values() if pair is not None]
        deletes = tuple(ident for ident, pair in dirty.items() if pair is None)
        return Dirty(
            tuple(entity for entity, _ in sealed),
            deletes,
            tuple(
                (type(entity), TABLES[type(entity)].to_row(entity) if row is None else row)
                for entity, row in sealed
            ),
        )

    @property
    def dirty_count(self) -> int:
        """How many rows the batch writes so far."""
        return len(self._dirty)

    def peek_dirty(self) -> tuple[tuple[Ident, Entity | None], ...]:
        """The same changes, still marked; None stands for a deletion."""
        return tuple((ident, None if pair is None else pair[0]) for ident, pair in self._dirty.items())

    def dump(self) -> dict[str, object]:
        """Every field of every open entity, every index and due moment but leases, for comparison."""
        rows = {
            noun.__name__: {key: _field_values(entity) for key, entity in sorted(held.items())}
            for noun, held in self._entities.items()
        }
        due = {
            (noun.__name__, key): due_of(self._entities[noun][key])
            for noun, key in self._due
            if not self._is_lease(noun, key)
        }
        return {"rows": rows, "indexes": self.indexes.dump(), "due": due}

    def _is_lease(self, noun: type[Entity], key: int) -> bool:
        entity = self._entities[noun][key]
        return isinstance(entity, Job) and entity.back_off_until is None

    def _place(self, entity: Entity) -> None:
        noun, key = ident = (type(entity), entity.key)
        is_held = isinstance(entity, Job | Timer | UnfinishedLoop) and self.is_resting(
            entity.process_instance_key
        )
        places, before = places_of(entity, is_held=is_held), self._placed.get(ident, ())
        if places != before:
            self.indexes.drop(key, before)
            self.indexes.add(key, places)
            self._placed[ident] = places
        self._entities[noun][key] = entity
        if noun in DUE_NOUNS:
            self._due.set(ident, None if is_held else due_of(entity))
        elif isinstance(entity, ProcessInstance):
            self._note_rest(key, rests=entity.rests_by is not None)

    def _note_rest(self, root_key: int, *, rests: bool) -> None:
        """A root begins or ends to rest: look again at each job, timer and loop of its tree."""
        if rests == (root_key in self._resting):
            return
        (self._resting.add if rests else self._resting.discard)(root_key)
        for noun in _HELD_BY_REST:
            for entity in list(self._entities[noun].values()):
                self._place(entity)

    def _displace(self, noun: type[Entity], key: int) -> None:
        self.indexes.drop(key, self._placed.pop((noun, key), ()))
        self._entities[noun].pop(key, None)
        self._due.set((noun, key), None)
        if noun is ProcessInstance:
            self._note_rest(key, rests=False)


def _field_values(entity: Entity) -> dict[str, object]:
    # Protocol has no dataclass marker; every noun of the catalogue is one (asserted by a test).
    names = [field.name for field in fields(entity)]  # type: ignore[arg-type]  # see the line above
    return {name: getattr(entity, name) for name in names if not _is_lease_field(entity, name)}


def _is_lease_field(entity: Entity, name: str) -> bool:
    return isinstance(entity, Job) and name in LEASE_FIELDS
