"""Adds files to a case; after its archive with the reason why they come then (补卷)."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.ground.base import JsonObject
from models.ground.errors import InvalidInput, NotFound
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.casefile.get_case import get_complaint
from services.evidence.evidence_rows import enter_files, note_refused_files
from services.evidence.incoming_file import IncomingFile, RefusedFile
from services.evidence.items import list_items, mark_addendum
from services.evidence.resent_files import digest_files, name_again, places_of
from services.evidence.take_files import take_files
from services.once.once_per_submission import Sending, find_answer, once_per_submission
from services.unit_of_work import Unit, UnitOfWork

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class AddEvidence:
    """The case and at most ten files of 20 MB each; sent again with the same `submission_id` they are the same files.

    `reason`: why they come only after the archive.
    """

    complaint_id: str
    files: tuple[IncomingFile, ...]
    submission_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AddedEvidence:
    """What was taken and what was not."""

    evidence_ids: tuple[str, ...]
    refused_files: tuple[RefusedFile, ...]


def add_evidence(command: AddEvidence, unit_of_work: UnitOfWork, actor: Actor) -> AddedEvidence:
    """Take the files that can be taken, once; a repeat is told the same.

    NotFound for a case the actor may not see, InvalidInput on `files` when none is taken and on `addendum_reason` for files
    that come to an archived case without saying why.
    """
    said = digest_files(command.files)
    sending = Sending(command.submission_id, "evidence", command.complaint_id, said, actor.name)
    with unit_of_work.reading() as unit:
        if (known := find_answer(sending, unit)) is not None:
            return _tell(known, command)
        _check_case(unit.session.get(Complaint, command.complaint_id), command, unit, actor)
    stored, refused = take_files(command.files, unit_of_work.ports)
    if not stored:
        raise InvalidInput({"files": refused[0].code if refused else "REQUIRED"})
    with unit_of_work as unit:
        complaint = get_complaint(command.complaint_id, unit)

        def add() -> JsonObject:
            reason = _check_case(complaint, command, unit, actor)
            ids = enter_files(complaint.id, stored, unit, actor)
            if reason is not None:
                for item in [item for item in list_items(complaint.id, unit) if item.file_id in ids]:
                    mark_addendum(item, reason, unit, actor)
            note_refused_files(complaint.id, refused, unit, actor)
            return {"evidence_ids": ids, "refused_files": places_of(refused)}

        added = once_per_submission(sending, unit, add)
    return _tell(added, command)


def _tell(added: JsonObject, command: AddEvidence) -> AddedEvidence:
    return AddedEvidence(tuple(added["evidence_ids"]), name_again(added["refused_files"], command.files))


def _check_case(complaint: Complaint | None, command: AddEvidence, unit: Unit, actor: Actor) -> str | None:
    """Why the files come after the archive; None before it."""
    if complaint is None or not may_read_case(complaint, unit, actor):
        raise NotFound
    if complaint.stage is not Stage.ARCHIVED:
        return None
    reason = command.reason.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise InvalidInput({"addendum_reason": "TOO_LONG" if reason else "REQUIRED"})
    return reason
