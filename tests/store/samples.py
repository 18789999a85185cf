"""One filled entity of every stored noun, made from its declared fields."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterable
from typing import Any

from engine.state.catalogue import ENTITY_TYPES
from engine.state.connection import SqlRow
from engine.state.entity import Entity
from engine.state.job import Job
from engine.state.store import TABLES

LEASE_FIELDS = frozenset({(Job, "worker"), (Job, "deadline")})


def field_names(noun: type[Entity]) -> list[str]:
    """The fields of a noun, in order."""
    return [field.name for field in dataclasses.fields(typing.cast(Any, noun))]


def sample_entity(noun: type[Entity]) -> Entity:
    """An open entity with a telling value in every field; leases are empty, as recovery leaves them."""
    fields = dataclasses.fields(typing.cast(Any, noun))
    return noun(**{field.name: _sample_field(noun, field.name, field.type) for field in fields})


def as_rows(entities: Iterable[Entity]) -> list[tuple[type[Entity], SqlRow]]:
    """What a batch takes of entities."""
    return [(type(entity), TABLES[type(entity)].to_row(entity)) for entity in entities]


def every_field() -> list[tuple[type[Entity], str]]:
    """All fields of all nouns but keys and leases."""
    return [
        (noun, name)
        for noun in ENTITY_TYPES
        for name in field_names(noun)
        if name != "key" and (noun, name) not in LEASE_FIELDS
    ]


def _sample_field(noun: type[Entity], name: str, annotation: str) -> Any:
    if name == "ended_at" or (noun, name) in LEASE_FIELDS:
        return None
    samples: dict[str, Any] = {
        "bool": True,
        "int": 2**51 + 7,
        "str": f"{name} 中文 \x00 '",
        "list[str]": ["甲", "b"],
        "dict[str, str]": {"键": "值"},
        "dict[str, dict[str, int]]": {"键": {"flow": 2}},
    }
    any_json = {"any": [1, None, True, "值", 1.5]}
    return samples.get(annotation.removesuffix(" | None"), any_json)
