"""What stands around a file in an office that runs: the engine's latest diagrams and tables, forms seen, limits in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from sqlalchemy import select

from bpmn.diagram import Diagram
from models.clock.time_limit_policy import TimeLimitPolicy
from models.office.deployed_form import DeployedForm
from services.forms.schema import parse_schema
from services.ports.engine import EngineForm
from services.ports.monitor import DefinitionView
from services.ports.outside import Feel
from services.resource_check.check_diagram import read_diagram_safely
from services.resource_check.shipped import keys_of
from services.resource_check.surroundings import Surroundings
from services.unit_of_work import Unit, UnitOfWork


class LatestFiles(Protocol):
    """What of the process engine is read here; the Monitor port has it."""

    def list_latest_processes(self) -> Sequence[DefinitionView]:
        """The latest version of every deployed process."""

    def list_latest_decisions(self) -> Sequence[DefinitionView]:
        """The latest version of every deployed decision."""

    def get_diagram(self, definition_key: str) -> str:
        """The BPMN XML as deployed."""


def shipped_surroundings(feel: Feel) -> Surroundings:
    """Of an office that is not there: what is shipped."""
    return Surroundings(feel.names_read, feel.find_fault)


def read_surroundings(engine: LatestFiles, unit_of_work: UnitOfWork) -> Surroundings:
    """Of the office as it is now; OutsideUnavailable while the engine is away."""
    around = with_engine(shipped_surroundings(unit_of_work.ports.feel), engine)
    with unit_of_work.reading() as unit:
        return with_office(around, unit)


def with_engine(around: Surroundings, engine: LatestFiles) -> Surroundings:
    """With the latest diagrams and tables that are deployed; OutsideUnavailable while the engine is away."""
    decisions = frozenset(found.id for found in engine.list_latest_decisions())
    return replace(
        around,
        processes={**around.processes, **_latest_diagrams(engine)},
        decisions=around.decisions | decisions,
    )


def with_office(around: Surroundings, unit: Unit) -> Surroundings:
    """With the forms that the office has seen and its limits."""
    rows = unit.session.scalars(select(DeployedForm).order_by(DeployedForm.version)).all()
    forms = {row.form_id: keys_of(row.schema_json) for row in rows}
    limits = frozenset(unit.session.scalars(select(TimeLimitPolicy.key)))
    return replace(around, forms={**around.forms, **forms}, limits=limits)


def with_forms_asked_for(
    around: Surroundings, diagrams: Iterable[Diagram], find_form: Callable[[str], EngineForm | None]
) -> Surroundings:
    """With the deployed forms that these diagrams link and nothing around them has; each is asked for by its id."""
    linked = {node.form_id for diagram in diagrams for node in diagram.list_kind("userTask")} - {""}
    found = {form_id: find_form(form_id) for form_id in sorted(linked - around.forms.keys())}
    there = {
        form_id: keys_of(parse_schema(form.schema)) for form_id, form in found.items() if form is not None
    }
    return replace(around, forms={**around.forms, **there})


def _latest_diagrams(engine: LatestFiles) -> dict[str, Diagram]:
    found = {}
    for definition in engine.list_latest_processes():
        content = engine.get_diagram(definition.key).encode()
        diagram = read_diagram_safely(definition.resource_name, content)
        if isinstance(diagram, Diagram):
            found[diagram.process_id] = diagram
    return found
