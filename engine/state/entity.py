"""What all stored nouns share: a key, and for those that end, the moment after which a row is history."""

from __future__ import annotations

from typing import Protocol, TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Variables: TypeAlias = "dict[str, Json]"


class Entity(Protocol):
    """A record of scalar or JSON fields; `key` is its primary key within its type.

    Frozen: only `core/state.py` changes one, and it remembers what was there. A list or an object in a field is
    replaced, never changed in place.
    """

    @property
    def key(self) -> int:
        """Unique within the type."""


def is_history(entity: Entity) -> bool:
    """True when recovery must not load the row: its noun has `ended_at` and it is set."""
    return getattr(entity, "ended_at", None) is not None
