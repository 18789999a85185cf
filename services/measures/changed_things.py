"""What a measure may change: steps of diagrams, limits, forms and service items that the office has."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sqlalchemy import select

from bpmn.names import ProcessId
from bpmn.reading import list_diagrams
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.measure_codes import MeasureChanges
from models.office.deployed_version import DeployedVersion, ResourceKind
from models.office.service_item import ServiceItem
from services.unit_of_work import Unit

BETWEEN = "#"
# In the office's own instance nobody is asked anything.
_OF_PROGRAMS = frozenset({ProcessId.OFFICE_ANCHOR.value})


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
                for node in diagram.list_kind("userTask")
            ),
        )
    }


@cache
def _map_shipped_forms() -> Mapping[str, str]:
    """Each form of a task of this release, by what its task is called."""
    tasks = (node for diagram in list_diagrams() for node in diagram.list_kind("userTask"))
    return {node.form_id: node.name for node in sorted(tasks, key=lambda one: one.form_id) if node.form_id}


def map_changeable(unit: Unit) -> Mapping[MeasureChanges, Mapping[str, str]]:
    """By kind the id of each with what it is called; of limits and forms whose names the pages know, the id itself."""
    processes = unit.session.execute(
        select(DeployedVersion.resource_id, DeployedVersion.name)
        .where(DeployedVersion.kind == ResourceKind.PROCESS, DeployedVersion.resource_id.not_in(_OF_PROGRAMS))
        .order_by(DeployedVersion.version)
    )
    limits = unit.session.scalars(select(TimeLimitPolicy.key).distinct().order_by(TimeLimitPolicy.key))
    items = unit.session.execute(
        select(ServiceItem.code, ServiceItem.name)
        .where(ServiceItem.closed_at.is_(None))
        .order_by(ServiceItem.code)
    )
    return {
        MeasureChanges.DIAGRAM: {**_map_shipped_steps(), **{code: name for code, name in processes}},
        MeasureChanges.LIMIT: {key: key for key in limits},
        MeasureChanges.FORM: _map_shipped_forms(),
        MeasureChanges.ITEM: {code: name for code, name in items},
    }


def is_changeable(changes: str, changed: str, unit: Unit) -> bool:
    """Whether the office has it; what this system does not keep has no id."""
    kind = MeasureChanges(changes)
    if kind is MeasureChanges.NOTHING_HERE:
        return not changed
    return changed in map_changeable(unit)[kind]


def name_changed(changes: MeasureChanges, changed: str | None, unit: Unit) -> str:
    """What it is called; its id where the office does not have it any more, or where the pages know its name."""
    if changed is None:
        return ""
    return map_changeable(unit).get(changes, {}).get(changed, changed)
