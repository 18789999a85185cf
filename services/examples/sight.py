"""Who writes examples, who releases them, and who may know which case one is of."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.case.case_example import CaseExample, ExampleSource, ExampleVersion
from models.case.complaint import Complaint
from models.case.designation import Designation
from models.ground.codes import Role
from models.ground.errors import NotFound, RuleRefused
from models.ground.example_codes import ExampleState
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.examples.eligible import find_bar
from services.unit_of_work import Unit

WRITERS = (Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER, Role.SUPERVISOR)
DECIDERS = (Role.SUPERVISOR, Role.DIRECTOR)
EXAMPLE_MOVED, EXAMPLE_BARRED, EXAMPLE_SOURCE_GONE = (
    "EXAMPLE_MOVED",
    "EXAMPLE_BARRED",
    "EXAMPLE_SOURCE_GONE",
)
FOUR_EYES = "FOUR_EYES"


@dataclass(frozen=True, slots=True)
class AtWork:
    """An example that this person may know the case of."""

    row: CaseExample
    complaint: Complaint


def get_example(example_id: str, unit: Unit, *, for_update: bool = False) -> CaseExample:
    """NotFound."""
    row = unit.session.get(CaseExample, example_id, with_for_update=for_update or None)
    if row is None:
        raise NotFound
    return row


def find_source(example_id: str, unit: Unit) -> Complaint | None:
    """The case; None where its file is destroyed or the example withdrawn."""
    query = (
        select(Complaint)
        .join(ExampleSource, ExampleSource.complaint_id == Complaint.id)
        .where(ExampleSource.example_id == example_id)
    )
    return unit.session.scalars(query).one_or_none()


def find_known_case(example_id: str, unit: Unit, actor: Actor) -> Complaint | None:
    """The case for who may read it; None for everybody else, and where there is none any more."""
    complaint = find_source(example_id, unit)
    return complaint if complaint is not None and may_read_case(complaint, unit, actor) else None


def get_at_work(example_id: str, unit: Unit, actor: Actor, *, for_update: bool = False) -> AtWork:
    """NotFound for whom the case is not; RuleRefused where there is no case any more or it may be no example (any more)."""
    row = get_example(example_id, unit, for_update=for_update)
    complaint = find_source(example_id, unit)
    if complaint is None:
        if row.state is ExampleState.WITHDRAWN or row.released_no is None:
            raise NotFound
        raise RuleRefused(EXAMPLE_SOURCE_GONE)
    if not may_read_case(complaint, unit, actor):
        raise NotFound
    if find_bar(complaint, unit) is not None:
        raise RuleRefused(EXAMPLE_BARRED)
    return AtWork(row, complaint)


def get_version(row: CaseExample, no: int, unit: Unit) -> ExampleVersion:
    """One of its versions."""
    return unit.session.get_one(ExampleVersion, (row.id, no))


def list_hands(work: AtWork, unit: Unit) -> set[str | None]:
    """Whoever wrote any version, proposed or opened it, handled the case or was designated for it: none of them releases it."""
    row, case = work.row, work.complaint
    writers = unit.session.scalars(select(ExampleVersion.by).where(ExampleVersion.example_id == row.id))
    designated = unit.session.scalars(select(Designation.staff_id).where(Designation.complaint_id == case.id))
    return {row.opened_by, row.proposed_by, case.handler_id, *writers, *designated}
