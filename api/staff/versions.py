"""What of each diagram and form is in use, held against what the office needs of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import g
from sqlalchemy import func, select

from api.context import make_unit, monitor
from bpmn.canonical import canonical_digest
from models.office.deployed_form import DeployedForm
from models.office.deployed_version import DeployedVersion, Door
from services.forms.field_labels import title_of
from services.ports.monitor import DefinitionView, RunningVersion
from services.resource_check.check_resource import File, check_deployed, check_past_door
from services.resource_check.faults import ResourceFault
from services.resource_check.read_surroundings import read_surroundings
from services.resource_check.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class UsedVersion:
    """A version in use: `key` the engine's, `kind` process, decision or form; `faults` is what it would break.

    `running` is how many instances go on by it, None where that is not asked; `is_latest`: new cases and steps use it.
    """

    key: str
    kind: str
    id: str
    name: str
    version: int
    faults: tuple[ResourceFault, ...] = ()
    running: int | None = None
    is_latest: bool = True


def list_used_versions() -> list[UsedVersion]:
    """The latest version of each process, decision and form, and each older one of a process by which cases still go on."""
    engine, around = monitor(), _around()
    processes = [version for latest in engine.list_latest_processes() for version in _used_of(latest, around)]
    decisions = [
        UsedVersion(found.key, "decision", found.id, found.name, found.version)
        for found in engine.list_latest_decisions()
    ]
    return [*processes, *decisions, *_list_forms(around)]


def list_faulty_versions(latest: DefinitionView) -> list[UsedVersion]:
    """The faulty ones of a process: the latest, and each older one by which cases still go on."""
    return [version for version in _used_of(latest, _around()) if version.faults]


def _used_of(latest: DefinitionView, around: Surroundings) -> list[UsedVersion]:
    running = {run.definition.key: run for run in _running() if run.definition.id == latest.id}
    newest = running.pop(latest.key, None)
    older = [_process(run.definition, around, run, is_latest=False) for run in running.values()]
    return [_process(latest, around, newest, is_latest=True), *older]


def _running() -> Sequence[RunningVersion]:
    """Asked once in a request."""
    if "running_versions" not in g:
        g.running_versions = monitor().list_running_versions()
    found: Sequence[RunningVersion] = g.running_versions
    return found


def faults_of(diagram_xml: str, process_id: str, key: str) -> Sequence[ResourceFault]:
    """What a deployed diagram would break; `key` is the engine's of this version."""
    return _check(key, (f"{process_id}.bpmn", diagram_xml.encode()), _around())


def _check(key: str, file: File, around: Surroundings) -> list[ResourceFault]:
    """As the record of deployments says it: what no installer brought was not proven with what stands around it."""
    known = _past_door().get(key)
    is_past_door = known is not None and known == canonical_digest(*file)
    return (check_past_door if is_past_door else check_deployed)(*file, around)


def _past_door() -> Mapping[str, str]:
    """What came past the office's door, reviewed or not, by key with its digest: a store that was put back gives keys out again.

    Asked once in a request.
    """
    if "past_door" not in g:
        with make_unit().reading() as unit:
            query = select(DeployedVersion.key, DeployedVersion.digest)
            rows = unit.session.execute(query.where(DeployedVersion.door == Door.OUTSIDE))
            g.past_door = {key: digest for key, digest in rows}
    found: Mapping[str, str] = g.past_door
    return found


def _around() -> Surroundings:
    return read_surroundings(monitor(), make_unit())


def _process(
    found: DefinitionView, around: Surroundings, run: RunningVersion | None, *, is_latest: bool
) -> UsedVersion:
    faults = _check(found.key, (found.resource_name, monitor().get_diagram(found.key).encode()), around)
    running = 0 if run is None else run.running
    return UsedVersion(
        found.key, "process", found.id, found.name, found.version, tuple(faults), running, is_latest=is_latest
    )


def _list_forms(around: Surroundings) -> Iterator[UsedVersion]:
    """The latest of each that was seen; until a task shows a later one, that may be one of an earlier release."""
    newest = (
        select(DeployedForm.form_id, func.max(DeployedForm.version).label("version"))
        .group_by(DeployedForm.form_id)
        .subquery()
    )
    with make_unit().reading() as unit:
        rows = unit.session.scalars(
            select(DeployedForm)
            .join(
                newest,
                (DeployedForm.form_id == newest.c.form_id) & (DeployedForm.version == newest.c.version),
            )
            .order_by(DeployedForm.form_id)
        ).all()
    for row in rows:
        faults = _check(row.form_key, (f"{row.form_id}.form", json.dumps(row.schema_json).encode()), around)
        name = title_of(row.schema_json) or row.form_id
        yield UsedVersion(row.form_key, "form", row.form_id, name, row.version, tuple(faults))
