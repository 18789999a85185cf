"""Adds files to an open case."""

from dataclasses import dataclass

from models.complaint import Complaint
from models.errors import Conflict, InvalidInput, NotFound
from models.lifecycle import Stage
from services.actor import Actor
from services.evidence.evidence_rows import enter_files, note_refused_files
from services.evidence.incoming_file import IncomingFile, RefusedFile
from services.evidence.take_files import take_files
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.task_permission import may_read_case


@dataclass(frozen=True, slots=True)
class AddEvidence:
    """The case and at most ten files of 20 MB each."""

    complaint_id: str
    files: tuple[IncomingFile, ...]


@dataclass(frozen=True, slots=True)
class AddedEvidence:
    """What was taken and what was not."""

    evidence_ids: tuple[str, ...]
    refused_files: tuple[RefusedFile, ...]


def add_evidence(command: AddEvidence, unit_of_work: UnitOfWork, actor: Actor) -> AddedEvidence:
    """Take the files that can be taken.

    NotFound for a case the actor may not see, Conflict for an archived one, InvalidInput on `files` when none is taken.
    """
    with unit_of_work.reading() as unit:
        _check_case(command.complaint_id, unit, actor)
    stored, refused = take_files(command.files, unit_of_work.ports)
    if not stored:
        raise InvalidInput({"files": refused[0].code if refused else "REQUIRED"})
    with unit_of_work as unit:
        _check_case(command.complaint_id, unit, actor)
        ids = enter_files(command.complaint_id, stored, unit, actor)
        note_refused_files(command.complaint_id, refused, unit, actor)
    return AddedEvidence(tuple(ids), tuple(refused))


def _check_case(complaint_id: str, unit: Unit, actor: Actor) -> None:
    complaint = unit.session.get(Complaint, complaint_id)
    if complaint is None or not may_read_case(complaint, unit, actor):
        raise NotFound
    if complaint.stage is Stage.ARCHIVED:
        raise Conflict(code="CASE_ARCHIVED")
