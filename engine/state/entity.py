"""What all stored nouns share: a key, and for those that end, the moment after which a row is history."""

from __future__ import annotations

from typing import Protocol, TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Variables: TypeAlias = "dict[str, Json]"


class Entity(Protocol):
    """A mutable record of scalar or JSON fields; `key` is its primary key within its type."""

    key: int


def is_history(entity: Entity) -> bool:
    """True when recovery must not load the row: its noun has `ended_at` and it is set."""
    return getattr(entity, "ended_at", None) is not None
