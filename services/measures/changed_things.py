"""What a measure may change: steps of diagrams, limits, forms, tables of rules and service items that the office has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import select

from bpmn.names import ProcessId
from bpmn.reading import list_diagrams, list_tables
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.measure_codes import MeasureChanges
from models.office.deployed_version import DeployedVersion, ResourceKind
from models.office.measure import CHANGED_LENGTH
from models.office.service_item import ServiceItem
from services.unit_of_work import Unit

BETWEEN = "#"
# In the office's own instance nobody is asked anything.
_OF_PROGRAMS = frozenset({ProcessId.OFFICE_ANCHOR.value})
_STEP = "userTask"
# A round of recording brings the newest first: those of one round stand by their numbers.
_ROUND = timedelta(minutes=1)


@cache
def _map_shipped_steps() -> Mapping[str, str]:
    """Each diagram of this release that people work by, and behind it each of its user tasks, by id."""
    return {
        code: name
        for diagram in sorted(list_diagrams(), key=lambda one: one.process_id)
        if diagram.process_id not in _OF_PROGRAMS
        for code, name in (
            (diagram.process_id, diagram.name),
            *(
                (f"{diagram.process_id}{BETWEEN}{node.id}", f"{diagram.name}：{node.name}")
                for node in diagram.list_kind(_STEP)
            ),
        )
    }


@cache
def _map_shipped_forms() -> Mapping[str, str]:
    """Each form of a task of this release, by what its task is called."""
    tasks = (node for diagram in list_diagrams() for node in diagram.list_kind(_STEP))
    return {node.form_id: node.name for node in sorted(tasks, key=lambda one: one.form_id) if node.form_id}


@cache
def _map_shipped_tables() -> Mapping[str, str]:
    """Each table of rules of this release."""
    return list_tables()


def map_changeable(unit: Unit) -> Mapping[MeasureChanges, Mapping[str, str]]:
    """By kind the id of each with what it is called; of limits and forms whose names the pages know, the id itself.

    What an owner drew is offered as its newest version has it, beside what the product brought.
    """
    newest = _list_newest(unit)
    tables = {one.resource_id: one.name for one in newest if one.kind is ResourceKind.DECISION}
    forms = {one.resource_id: one.name for one in newest if one.kind is ResourceKind.FORM}
    limits = unit.session.scalars(select(TimeLimitPolicy.key).distinct().order_by(TimeLimitPolicy.key))
    items = unit.session.execute(
        select(ServiceItem.code, ServiceItem.name)
        .where(ServiceItem.closed_at.is_(None))
        .order_by(ServiceItem.code)
    )
    found: dict[MeasureChanges, Mapping[str, str]] = {
        MeasureChanges.DIAGRAM: {**_map_shipped_steps(), **_map_recorded_steps(newest, unit)},
        MeasureChanges.LIMIT: {key: key for key in limits},
        MeasureChanges.FORM: {**forms, **_map_shipped_forms()},
        MeasureChanges.TABLE: {**_map_shipped_tables(), **tables},
        MeasureChanges.ITEM: {code: name for code, name in items},
    }
    # An id that somebody made longer than a measure can keep is not offered.
    return {
        kind: {code: name or code for code, name in things.items() if len(code) <= CHANGED_LENGTH}
        for kind, things in found.items()
    }


def is_changeable(changes: str, changed: str, unit: Unit) -> bool:
    """Whether the office has it; what this system does not keep has no id."""
    kind = MeasureChanges(changes)
    if kind is MeasureChanges.NOTHING_HERE:
        return not changed
    return changed in map_changeable(unit)[kind]


def name_changed(changes: MeasureChanges, changed: str | None, unit: Unit) -> str:
    """What it is called; its id where the office does not have it any more, or where the pages know its name.

    A step that the measure took away has the name that it had in its last version.
    """
    if changed is None:
        return ""
    known = map_changeable(unit).get(changes, {}).get(changed)
    if known is not None:
        return known
    return _name_earlier_step(changed, unit) if changes is MeasureChanges.DIAGRAM else changed


@dataclass(frozen=True, slots=True)
class _Version:
    """A version that reached the office, without what it says."""

    key: str
    kind: ResourceKind
    resource_id: str
    name: str
    number: int
    seen_at: datetime


def _list_newest(unit: Unit) -> list[_Version]:
    """Of each diagram, table and form the one that reached the office last, by id: numbers begin anew in a new engine."""
    query = (
        select(
            DeployedVersion.key,
            DeployedVersion.kind,
            DeployedVersion.resource_id,
            DeployedVersion.name,
            DeployedVersion.version,
            DeployedVersion.seen_at,
        )
        .where(DeployedVersion.resource_id.not_in(_OF_PROGRAMS))
        .order_by(DeployedVersion.resource_id, DeployedVersion.seen_at)
    )
    rows = [_Version(*row) for row in unit.session.execute(query)]
    last = {(row.kind, row.resource_id): row.seen_at for row in rows}
    newest: dict[tuple[ResourceKind, str], _Version] = {}
    for row in rows:
        at = (row.kind, row.resource_id)
        if last[at] - row.seen_at <= _ROUND and (at not in newest or row.number >= newest[at].number):
            newest[at] = row
    return list(newest.values())


def _map_recorded_steps(newest: Iterable[_Version], unit: Unit) -> Mapping[str, str]:
    """Each diagram that reached the office, and behind it each of its user tasks that people know by a name."""
    processes = [one for one in newest if one.kind is ResourceKind.PROCESS]
    query = select(DeployedVersion.key, DeployedVersion.elements).where(
        DeployedVersion.key.in_([one.key for one in processes])
    )
    elements = {key: said or {} for key, said in unit.session.execute(query)}
    return {
        code: name
        for one in processes
        for code, name in (
            (one.resource_id, one.name),
            *(
                (f"{one.resource_id}{BETWEEN}{step}", f"{one.name}：{name}")
                for step, (name, kind, _) in elements[one.key].items()
                if kind == _STEP and name
            ),
        )
    }


def _name_earlier_step(changed: str, unit: Unit) -> str:
    """By the last version that had it; the id where none did."""
    process_id, _, step = changed.partition(BETWEEN)
    query = (
        select(DeployedVersion.name, DeployedVersion.elements)
        .where(
            DeployedVersion.kind == ResourceKind.PROCESS,
            DeployedVersion.resource_id == process_id,
            DeployedVersion.elements.is_not(None),
        )
        .order_by(DeployedVersion.seen_at.desc(), DeployedVersion.version.desc())
    )
    for name, said in unit.session.execute(query):
        if said and step in said:
            return f"{name}：{said[step][0] or step}"
    return changed
