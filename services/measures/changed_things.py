"""What a measure may change: steps of diagrams, limits, forms, tables of rules and service items that the office has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
def _map_shipped_forms() -> dict[str, str]:
    """Each form of a task of this release, by what its task is called."""
    tasks = (node for diagram in list_diagrams() for node in diagram.list_kind(_STEP))
    return {node.form_id: node.name for node in sorted(tasks, key=lambda one: one.form_id) if node.form_id}


@cache
def _map_shipped_tables() -> dict[str, str]:
    """Each table of rules of this release."""
    return list_tables()


def map_changeable(unit: Unit) -> Mapping[MeasureChanges, Mapping[str, str]]:
    """By kind the id of each with what it is called; of limits, whose names the pages know, the id itself.

    Of what the engine has, the newest version counts; what the product brings and nobody has seen there yet stands beside.
    """
    newest = _list_newest(unit)
    limits = unit.session.scalars(select(TimeLimitPolicy.key).distinct().order_by(TimeLimitPolicy.key))
    items = unit.session.execute(
        select(ServiceItem.code, ServiceItem.name)
        .where(ServiceItem.closed_at.is_(None))
        .order_by(ServiceItem.code)
    )
    found: dict[MeasureChanges, Mapping[str, str]] = {
        MeasureChanges.DIAGRAM: _map_steps(newest, unit),
        MeasureChanges.LIMIT: {key: key for key in limits},
        # A form of the product is known by what its task is called.
        MeasureChanges.FORM: _map_names(newest, ResourceKind.FORM) | _map_shipped_forms(),
        MeasureChanges.TABLE: _map_shipped_tables() | _map_names(newest, ResourceKind.DECISION),
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
    things = map_changeable(unit).get(changes, {})
    if changed in things or changes is not MeasureChanges.DIAGRAM:
        return things.get(changed, changed)
    return _name_earlier_step(changed, things, unit)


@dataclass(frozen=True, slots=True)
class _Version:
    """A version that reached the office, without what it says."""

    key: str
    kind: ResourceKind
    resource_id: str
    name: str


def _list_newest(unit: Unit) -> Sequence[_Version]:
    """Of each diagram, table and form the one that reached the office last, by id: numbers begin anew in a new engine."""
    query = (
        select(DeployedVersion.key, DeployedVersion.kind, DeployedVersion.resource_id, DeployedVersion.name)
        .where(DeployedVersion.resource_id.not_in(_OF_PROGRAMS))
        .order_by(DeployedVersion.resource_id, DeployedVersion.seen_at, DeployedVersion.version)
    )
    newest: dict[tuple[ResourceKind, str], _Version] = {}
    for key, kind, resource_id, name in unit.session.execute(query):
        before = newest.get((kind, resource_id))
        # What the office deployed itself was once recorded under its id.
        said = before.name if before is not None and name in ("", resource_id) else name
        newest[kind, resource_id] = _Version(key, kind, resource_id, said or resource_id)
    return list(newest.values())


def _map_names(newest: Iterable[_Version], kind: ResourceKind) -> dict[str, str]:
    return {one.resource_id: one.name for one in newest if one.kind is kind}


def _map_steps(newest: Iterable[_Version], unit: Unit) -> Mapping[str, str]:
    """Each diagram, and behind it each of its user tasks that people know by a name: of this release where none was read."""
    processes = {one.key: one for one in newest if one.kind is ResourceKind.PROCESS}
    query = select(DeployedVersion.key, DeployedVersion.elements).where(
        DeployedVersion.key.in_(list(processes))
    )
    read = {processes[key]: elements for key, elements in unit.session.execute(query) if elements}
    recorded = {one.resource_id for one in read}
    steps = {
        f"{one.resource_id}{BETWEEN}{step}": f"{one.name}：{name}"
        for one, elements in read.items()
        for step, (name, kind, _) in elements.items()
        if kind == _STEP and name
    }
    shipped = {
        code: name
        for code, name in _map_shipped_steps().items()
        if BETWEEN not in code or code.partition(BETWEEN)[0] not in recorded
    }
    diagrams = {one.resource_id: one.name for one in processes.values()}
    # Each diagram stands before its steps, and these as in its file.
    return dict(sorted((shipped | diagrams | steps).items(), key=lambda one: one[0].partition(BETWEEN)[0]))


def _name_earlier_step(changed: str, things: Mapping[str, str], unit: Unit) -> str:
    """By the last version that had it, of the office or of this release; the id where none did."""
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
            return f"{things.get(process_id, name)}：{said[step][0] or step}"
    return _map_shipped_steps().get(changed, changed)
