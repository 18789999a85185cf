"""Looks what reached the engine, through whatever door, and enters it with its digest and what it would break.

8.8 searches definitions, not forms: a form is seen when a new diagram links it or a task shows it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from sqlalchemy import select

from bpmn.diagram import Diagram
from bpmn.names import FormId
from models.office.deployed_form import DeployedForm
from models.office.deployed_version import DeployedVersion, ResourceKind
from services.deployments.enter_version import FoundVersion, enter_version
from services.deployments.read_earlier_elements import read_earlier_elements
from services.forms.field_labels import title_of
from services.forms.keep_form import keep_form
from services.ports.deployments import Deployments
from services.ports.engine import EngineForm
from services.ports.monitor import DefinitionView
from services.resource_check.check_resource import check_past_door, diagrams_of, with_files
from services.resource_check.read_surroundings import read_surroundings
from services.resource_check.shipped import is_shipped
from services.unit_of_work import Unit, UnitFactory


def record_versions_step(make_unit: UnitFactory, engine: Deployments) -> int:
    """One round; returns how many versions were new. OutsideUnavailable while the engine is away.

    While nothing is new it asks the engine for two pages, and no form.
    """
    with make_unit().reading() as unit:
        known = frozenset(unit.session.scalars(select(DeployedVersion.key)))
        seen_forms = frozenset(unit.session.scalars(select(DeployedForm.form_id)))
        forms = [_of_form(row) for row in _unrecorded_forms(unit)]
    read_earlier_elements(make_unit, engine)
    found = [_of_process(view, engine) for view in engine.list_processes_beyond(known)]
    linked = list(_linked_forms(found, seen_forms, engine))
    found += [_of_decision(view, engine) for view in engine.list_decisions_beyond(known)]
    found += forms
    if not found and not linked:
        return 0
    return _enter([*found, *(_found_form(form) for form in linked)], linked, make_unit, engine)


def _enter(
    found: list[FoundVersion], linked: list[EngineForm], make_unit: UnitFactory, engine: Deployments
) -> int:
    around = read_surroundings(engine, make_unit())
    around = with_files(
        around, [(form.file_name, form.content) for form in found if form.kind is ResourceKind.FORM]
    )
    # The earliest first: what is entered last is the newest on record.
    found = sorted(found, key=lambda version: version.version)
    checked = [(version, check_past_door(*_file(version), around)) for version in found]
    with make_unit() as unit:
        for form in linked:
            keep_form(form, unit)
        return sum(enter_version(version, faults, unit) for version, faults in checked)


def _file(version: FoundVersion) -> tuple[str, bytes]:
    return version.file_name, version.content


def _linked_forms(
    found: Iterable[FoundVersion], seen: frozenset[str], engine: Deployments
) -> Iterator[EngineForm]:
    """Forms that new diagrams link, and that the office neither ships nor has seen; those that do not exist are none."""
    diagrams = diagrams_of(_file(version) for version in found if not is_shipped(*_file(version)))
    for form_id in sorted(
        {form_id for diagram in diagrams for form_id in _forms_of(diagram)} - seen - set(FormId)
    ):
        if (form := engine.find_latest_form(form_id)) is not None:
            yield form


def _forms_of(diagram: Diagram) -> set[str]:
    return {node.form_id for node in diagram.list_kind("userTask")} - {""}


def _of_process(view: DefinitionView, engine: Deployments) -> FoundVersion:
    content = engine.get_diagram(view.key).encode()
    return FoundVersion(
        view.key, ResourceKind.PROCESS, view.id, view.name, view.version, view.resource_name, content
    )


def _of_decision(view: DefinitionView, engine: Deployments) -> FoundVersion:
    content = engine.get_decision_file(view.key).encode()
    return FoundVersion(
        view.key, ResourceKind.DECISION, view.id, view.name, view.version, f"{view.id}.dmn", content
    )


def _unrecorded_forms(unit: Unit) -> list[DeployedForm]:
    recorded = select(DeployedVersion.key)
    return list(unit.session.scalars(select(DeployedForm).where(DeployedForm.form_key.not_in(recorded))))


def _of_form(row: DeployedForm) -> FoundVersion:
    form = EngineForm(row.form_key, row.form_id, row.version, json.dumps(row.schema_json, ensure_ascii=False))
    return _found_form(form)


def _found_form(form: EngineForm) -> FoundVersion:
    title = title_of(json.loads(form.schema)) or form.form_id
    return FoundVersion(
        form.form_key,
        ResourceKind.FORM,
        form.form_id,
        title,
        form.version,
        f"{form.form_id}.form",
        form.schema.encode(),
    )
