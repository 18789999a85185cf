"""What this product ships: the diagrams, forms and limits of this release, and what any release said."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bpmn.canonical import canonical_digest
from bpmn.diagram import Diagram
from bpmn.reading import find_release, list_diagrams, list_forms, list_releases
from models.store.seeds import read_seed
from services.clocks.time_limits import SEEDS
from services.forms.schema import Component, list_components


@cache
def shipped_diagrams() -> Mapping[str, Diagram]:
    """The diagrams of this release by process id."""
    return {diagram.process_id: diagram for diagram in list_diagrams()}


@cache
def shipped_forms() -> Mapping[str, frozenset[str]]:
    """What the forms of this release ask, by form id."""
    return {form_id: keys_of(schema) for form_id, schema in list_forms().items()}


@cache
def shipped_limits() -> frozenset[str]:
    """The keys of the limits that every office begins with."""
    return frozenset(str(limit["key"]) for seed in SEEDS for limit in read_seed(seed)["limits"])


def keys_of(schema: Component) -> frozenset[str]:
    """The names that the answers of a form have at its top."""
    names: set[str] = set()
    for component in list_components(schema):
        name = component.get("key") or component.get("path")
        if name:
            names.add(str(name).split(".")[0])
        else:
            names |= keys_of(component)
    return frozenset(names)


def is_shipped(name: str, content: bytes) -> bool:
    """True when the file says what one of this name said in some release; what it brings about was proven with that."""
    return find_release(name, canonical_digest(name, content)) is not None


def is_of_this_release(name: str, content: bytes) -> bool:
    """As is_shipped, of the newest release alone."""
    return find_release(name, canonical_digest(name, content)) == len(list_releases()) - 1
