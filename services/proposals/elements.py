"""Elements of the newest recorded version of a process, as proposals are bound to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from bpmn.names import ProcessId
from models.office.deployed_version import DeployedVersion, ResourceKind
from models.office.process_proposal import ProcessProposal
from services.unit_of_work import Unit

# By which the office knows the engine's store again: nobody is asked anything in it.
OF_PROGRAMS = frozenset({ProcessId.OFFICE_ANCHOR.value})
# Versions that the engine does not have any more have no elements; so many in a row are none at all.
_UNREAD_AT_MOST = 5
# Versions are looked for every minute.
_ROUND = timedelta(minutes=1)


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

    def list_named(self) -> Sequence[Element]:
        """Those that people know by a name, in the order of the file: gates and events mostly have none."""
        return [one for one in self.elements.values() if one.name != one.id]


def list_processes(unit: Unit) -> Sequence[tuple[str, str]]:
    """Id and name of each that has a recorded version whose elements were read, by id; none that only programs know."""
    query = (
        select(DeployedVersion.resource_id, DeployedVersion.name)
        .where(
            DeployedVersion.kind == ResourceKind.PROCESS,
            DeployedVersion.elements.is_not(None),
            DeployedVersion.resource_id.not_in(OF_PROGRAMS),
        )
        .order_by(DeployedVersion.resource_id, DeployedVersion.seen_at, DeployedVersion.version)
    )
    # The name of the newest.
    return list({process_id: name for process_id, name in unit.session.execute(query)}.items())


def find_newest(process_id: str, unit: Unit) -> RecordedVersion | None:
    """The newest whose elements were read; None of a process that was never deployed, or that only programs know."""
    if "\x00" in process_id or process_id in OF_PROGRAMS:
        # PostgreSQL has no text with a zero byte.
        return None
    newest = _list_places(process_id, unit)[-_UNREAD_AT_MOST:]
    found = _read_versions(newest, unit)
    return next((found[place.key] for place in reversed(newest) if place.key in found), None)


def map_since(rows: Sequence[ProcessProposal], unit: Unit) -> Mapping[str, Sequence[RecordedVersion]]:
    """By the id of each of these proposals at one process the versions that came after its own, the oldest first."""
    if not rows:
        return {}
    places = _list_places(rows[0].process_id, unit)
    firsts = {row.id: _after(row, places) for row in rows}
    found = _read_versions(places[min(firsts.values()) :], unit)
    return {
        row_id: [found[place.key] for place in places[first:] if place.key in found]
        for row_id, first in firsts.items()
    }


@dataclass(frozen=True, slots=True)
class _Place:
    """A version in the order in which versions reached the office."""

    key: str
    number: int
    seen_at: datetime


def _list_places(process_id: str, unit: Unit) -> list[_Place]:
    """By when they were recorded: numbers count from 1 again in an engine whose store was lost.

    A round of recording brings the newest first, so that those of one round stand by their numbers.
    """
    query = (
        select(DeployedVersion.key, DeployedVersion.version, DeployedVersion.seen_at)
        .where(
            DeployedVersion.kind == ResourceKind.PROCESS,
            DeployedVersion.resource_id == process_id,
            DeployedVersion.elements.is_not(None),
        )
        .order_by(DeployedVersion.seen_at, DeployedVersion.version)
    )
    rounds: list[list[_Place]] = []
    for place in (_Place(*row) for row in unit.session.execute(query)):
        if rounds and place.seen_at - rounds[-1][-1].seen_at <= _ROUND:
            rounds[-1].append(place)
        else:
            rounds.append([place])
    return [place for of_round in rounds for place in sorted(of_round, key=lambda one: one.number)]


def _after(row: ProcessProposal, places: Sequence[_Place]) -> int:
    """Where those begin that came after the version of a proposal: the last of its number that was there when it was sent."""
    same = [no for no, place in enumerate(places) if place.number == row.version]
    there = [no for no in same if places[no].seen_at <= row.proposed_at]
    return (there or same or [len(places) - 1])[-1] + 1


def _read_versions(places: Sequence[_Place], unit: Unit) -> Mapping[str, RecordedVersion]:
    """By key, those that have elements."""
    query = select(DeployedVersion.key, DeployedVersion.version, DeployedVersion.elements).where(
        DeployedVersion.key.in_([place.key for place in places])
    )
    return {
        key: RecordedVersion(number, _read(elements))
        for key, number, elements in unit.session.execute(query)
        if elements
    }


def _read(elements: Mapping[str, Sequence[str]]) -> Mapping[str, Element]:
    return {
        element_id: Element(element_id, name or element_id, kind, digest)
        for element_id, (name, kind, digest) in elements.items()
    }
