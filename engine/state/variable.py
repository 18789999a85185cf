"""A variable in one scope of an instance."""

from __future__ import annotations

from dataclasses import dataclass

from engine.state.entity import Json


@dataclass(frozen=True, slots=True)
class Variable:
    """`scope_key` is an element instance key (root variables: the instance key); `value` is any JSON.

    `ended_at` is set when its scope ends: the row stays as history.
    """

    key: int
    scope_key: int
    process_instance_key: int
    process_definition_key: int
    process_id: str
    name: str
    value: Json
    ended_at: int | None = None
