"""What of each diagram and form is in use, held against what the office needs of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from api.context import make_unit, monitor
from models.office.deployed_form import DeployedForm
from services.forms.field_labels import title_of
from services.ports.monitor import DefinitionView
from services.resource_check.check_diagram import check_diagram
from services.resource_check.check_form_file import check_form_schema
from services.resource_check.faults import ResourceFault
from services.resource_check.read_surroundings import read_surroundings
from services.resource_check.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class UsedVersion:
    """A version in use: `kind` process, decision or form; `faults` is what it would break, `running` how many go on by it."""

    kind: str
    id: str
    name: str
    version: int
    faults: tuple[ResourceFault, ...] = ()
    running: int = 0


def list_used_versions() -> list[UsedVersion]:
    """The latest versions of all processes and decisions, and of the forms that tasks and acts were shown with."""
    engine, around = monitor(), _around()
    processes = [_process(found, around) for found in engine.list_latest_processes()]
    decisions = [
        UsedVersion("decision", found.id, found.name, found.version)
        for found in engine.list_latest_decisions()
    ]
    return [*processes, *decisions, *_list_forms()]


def list_faulty_running() -> list[UsedVersion]:
    """Faulty versions of processes in which instances still run, of whatever age, with how many."""
    engine, around = monitor(), _around()
    return [
        version
        for latest in engine.list_latest_processes()
        for found in engine.list_versions(latest.id)
        if (running := _count_running(found)) and (version := _process(found, around, running)).faults
    ]


def _count_running(found: DefinitionView) -> int:
    conditions = {"processDefinitionKey": found.key, "state": "ACTIVE"}
    return monitor().search_instances(conditions, limit=1).total


def faults_of(diagram_xml: str, process_id: str) -> Sequence[ResourceFault]:
    """What a deployed diagram would break."""
    return check_diagram(f"{process_id}.bpmn", diagram_xml.encode(), _around())


def _around() -> Surroundings:
    return read_surroundings(monitor(), make_unit())


def _process(found: DefinitionView, around: Surroundings, running: int = 0) -> UsedVersion:
    faults = check_diagram(found.resource_name, monitor().get_diagram(found.key).encode(), around)
    return UsedVersion("process", found.id, found.name, found.version, tuple(faults), running)


def _list_forms() -> Iterator[UsedVersion]:
    newest = (
        select(DeployedForm.form_id, func.max(DeployedForm.version).label("version"))
        .group_by(DeployedForm.form_id)
        .subquery()
    )
    with make_unit().reading() as unit:
        find_fault = unit.ports.feel.find_fault
        rows = unit.session.scalars(
            select(DeployedForm)
            .join(
                newest,
                (DeployedForm.form_id == newest.c.form_id) & (DeployedForm.version == newest.c.version),
            )
            .order_by(DeployedForm.form_id)
        ).all()
    for row in rows:
        faults = check_form_schema(f"{row.form_id}.form", row.schema_json, find_fault)
        yield UsedVersion(
            "form", row.form_id, title_of(row.schema_json) or row.form_id, row.version, tuple(faults)
        )
