"""What a command has touched, and what was there before: enough to make it undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Final, cast

from engine.state.catalogue import ENTITY_TYPES
from engine.state.entity import Entity

Ident = tuple[type[Entity], int]

# Entities are frozen; `State` and its journal alone write to them, by this.
write_field: Final = object.__setattr__

# Protocol has no dataclass marker; every noun of the catalogue is one (asserted by a test).
_NAMES: Final[dict[type[Entity], tuple[str, ...]]] = {
    noun: tuple(field.name for field in fields(cast("Any", noun))) for noun in ENTITY_TYPES
}
_VALUES: Final[dict[type[Entity], Callable[[Entity], tuple[object, ...]]]] = {
    noun: attrgetter(*names) for noun, names in _NAMES.items()
}


@dataclass(frozen=True, slots=True)
class Before:
    """An open entity with the values of its fields as they were when the command first touched it."""

    entity: Entity
    values: tuple[object, ...]

    def restore(self) -> None:
        """Give the entity its values back."""
        for name, value in zip(_NAMES[type(self.entity)], self.values, strict=True):
            write_field(self.entity, name, value)


class Journal:
    """The first touch keeps what was there, the last one tells what has become of it (None: removed).

    `late` are those of which only items of a list were replaced, and checked: their rows may be made later.
    """

    def __init__(self) -> None:
        self.touched: dict[Ident, Entity | None] = {}
        self.late: set[Ident] = set()
        self._before: dict[Ident, Before | None] = {}

    def __bool__(self) -> bool:
        return bool(self.touched)

    def note(self, ident: Ident, held: Entity | None, now: Entity | None) -> None:
        """An entity is about to change; `held` is what is in memory under its key."""
        if ident not in self._before:
            self._before[ident] = None if held is None else Before(held, _VALUES[ident[0]](held))
        self.touched[ident] = now
        self.late.discard(ident)

    def walk_back(self) -> Iterator[tuple[Ident, Before | None]]:
        """What was touched with what was there, last first."""
        return reversed(self._before.items())

    def clear(self) -> None:
        """The command has ended."""
        self.touched.clear()
        self.late.clear()
        self._before.clear()
