"""One filled entity of every stored noun, made from its declared fields."""

from __future__ import annotations

import dataclasses
import typing
from typing import Any

from engine.state.catalogue import ENTITY_TYPES
from engine.state.entity import Entity
from engine.state.job import Job

LEASE_FIELDS = frozenset({(Job, "worker"), (Job, "deadline")})


def field_names(noun: type[Entity]) -> list[str]:
    """The fields of a noun, in order."""
    return [field.name for field in dataclasses.fields(typing.cast(Any, noun))]


def sample_entity(noun: type[Entity]) -> Entity:
    """An open entity with a telling value in every field; leases are empty, as recovery leaves them."""
    hints = typing.get_type_hints(noun)
    return noun(**{name: _sample_field(noun, name, hints[name]) for name in field_names(noun)})


def every_field() -> list[tuple[type[Entity], str]]:
    """All fields of all nouns but keys and leases."""
    return [
        (noun, name)
        for noun in ENTITY_TYPES
        for name in field_names(noun)
        if name != "key" and (noun, name) not in LEASE_FIELDS
    ]


def _sample_field(noun: type[Entity], name: str, hint: Any) -> Any:
    if name == "ended_at" or (noun, name) in LEASE_FIELDS:
        return None
    return sample_value(hint, name)


def sample_value(hint: Any, name: str) -> Any:
    """A value of a field's type that is easily lost on the way."""
    inner = [part for part in typing.get_args(hint) if part is not type(None)]
    if len(inner) == 1 and type(None) in typing.get_args(hint):
        return sample_value(inner[0], name)
    samples = {
        bool: True,
        int: 2**51 + 7,
        str: f"{name} 中文 \x00 '",
        list: ["甲", "b"],
        dict: {"键": {"flow": 2}},
    }
    any_json = {"any": [1, None, True, "值", 1.5]}
    return samples.get(typing.get_origin(hint) or hint, any_json)
