"""Elements of the newest recorded version of a process, as proposals are bound to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from models.office.deployed_version import DeployedVersion, ResourceKind
from services.unit_of_work import Unit

# Versions that the engine does not have any more have no elements; so many in a row are none at all.
_UNREAD_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Element:
    """`name` is what the diagram calls it, its id where it has none; `digest` of what it says."""

    id: str
    name: str
    kind: str
    digest: str


@dataclass(frozen=True, slots=True)
class RecordedVersion:
    """A version of a process with its elements by id."""

    number: int
    elements: Mapping[str, Element]


def list_processes(unit: Unit) -> Sequence[tuple[str, str]]:
    """Id and name of each that has a recorded version whose elements were read, by id."""
    newest = (
        select(DeployedVersion.resource_id, func.max(DeployedVersion.version).label("version"))
        .where(DeployedVersion.kind == ResourceKind.PROCESS, DeployedVersion.elements.is_not(None))
        .group_by(DeployedVersion.resource_id)
        .subquery()
    )
    query = (
        select(DeployedVersion.resource_id, DeployedVersion.name)
        .join(
            newest,
            (newest.c.resource_id == DeployedVersion.resource_id)
            & (newest.c.version == DeployedVersion.version),
        )
        .where(DeployedVersion.kind == ResourceKind.PROCESS)
        .order_by(DeployedVersion.resource_id)
    )
    return [(process_id, name) for process_id, name in unit.session.execute(query)]


def find_newest(process_id: str, unit: Unit) -> RecordedVersion | None:
    """The newest whose elements were read; None of a process that was never deployed."""
    if "\x00" in process_id:
        # PostgreSQL has no such text.
        return None
    query = _of(process_id).order_by(DeployedVersion.version.desc()).limit(_UNREAD_AT_MOST)
    found = (RecordedVersion(number, _read(elements)) for number, elements in unit.session.execute(query))
    return next((version for version in found if version.elements), None)


def list_since(process_id: str, version: int, unit: Unit) -> Sequence[RecordedVersion]:
    """Those after a version, the oldest first."""
    query = _of(process_id).where(DeployedVersion.version > version).order_by(DeployedVersion.version)
    found = [RecordedVersion(number, _read(elements)) for number, elements in unit.session.execute(query)]
    return [one for one in found if one.elements]


def _of(process_id: str) -> Select[int, Any]:
    """Any: JSON of lists of texts by id."""
    return select(DeployedVersion.version, DeployedVersion.elements).where(
        DeployedVersion.kind == ResourceKind.PROCESS,
        DeployedVersion.resource_id == process_id,
        DeployedVersion.elements.is_not(None),
    )


def _read(elements: Mapping[str, Sequence[str]]) -> Mapping[str, Element]:
    return {
        element_id: Element(element_id, name or element_id, kind, digest)
        for element_id, (name, kind, digest) in elements.items()
    }
