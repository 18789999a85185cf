"""The complainant sends material at the query code: the answer to a request, or something nobody asked for."""

from dataclasses import dataclass

from models.case.lifecycle import RequestState, Stage
from models.ground.base import JsonObject
from models.ground.errors import Conflict, InvalidInput
from services.access.case_by_code import get_case_by_code
from services.actor import Actor
from services.attempts.count_request import count_request
from services.beside.supplement.take_supplement import (
    TakeSupplement,
    list_supplement_requests,
    take_supplement,
)
from services.casefile.get_case import get_complaint
from services.evidence.evidence_rows import enter_files, note_refused_files
from services.evidence.incoming_file import IncomingFile, RefusedFile
from services.evidence.resent_files import digest_files, name_again, places_of
from services.evidence.take_files import take_files
from services.once.once_per_submission import Sending, once_per_submission
from services.unit_of_work import Unit, UnitOfWork

ONLY_FILES = "（见附件）"


@dataclass(frozen=True, slots=True)
class SubmitSupplement:
    """Text or files or both, for one request.

    Without `supplement_request_id` it answers the earliest open request, if there is one and it is not told `is_unasked`.
    Sent again with the same `submission_id` it is the same material.
    """

    number: str
    query_code: str
    text: str
    files: tuple[IncomingFile, ...] = ()
    supplement_request_id: str | None = None
    is_unasked: bool = False
    submission_id: str = ""


@dataclass(frozen=True, slots=True)
class SubmittedSupplement:
    """What was filed and which files were not taken."""

    supplement_id: str
    refused_files: tuple[RefusedFile, ...]


def submit_supplement(
    command: SubmitSupplement, unit_of_work: UnitOfWork, actor: Actor
) -> SubmittedSupplement:
    """File what was sent, once; a repeat is told the same, also of files that were not taken.

    NotFound for a wrong number or code, RuleRefused("RATE_LIMITED"), Conflict("CASE_ARCHIVED"), InvalidInput when there
    is neither text nor a file that can be taken.
    """
    complaint_id = get_case_by_code(command.number, command.query_code, unit_of_work, actor)
    said = [command.text, command.supplement_request_id, command.is_unasked, digest_files(command.files)]
    sending = Sending(command.submission_id, "supplement", complaint_id, said)
    if (known := count_request(sending, unit_of_work)) is not None:
        return _tell(known, command)
    stored, refused = take_files(command.files, unit_of_work.ports)
    if not command.text.strip() and not stored and refused:
        raise InvalidInput({"files": refused[0].code})
    with unit_of_work as unit:
        complaint = get_complaint(complaint_id, unit)

        def file() -> JsonObject:
            if complaint.stage is Stage.ARCHIVED:
                raise Conflict(code="CASE_ARCHIVED")
            text = command.text.strip() or (ONLY_FILES if stored else "")
            new = TakeSupplement(text, _find_request(command, complaint.id, unit))
            row = take_supplement(new, complaint, unit, actor)
            enter_files(complaint.id, stored, unit, actor)
            note_refused_files(complaint.id, refused, unit, actor)
            return {"supplement_id": row.id, "refused_files": places_of(refused)}

        filed = once_per_submission(sending, unit, file)
    return _tell(filed, command)


def _tell(filed: JsonObject, command: SubmitSupplement) -> SubmittedSupplement:
    return SubmittedSupplement(filed["supplement_id"], name_again(filed["refused_files"], command.files))


def _find_request(command: SubmitSupplement, complaint_id: str, unit: Unit) -> str | None:
    if command.supplement_request_id or command.is_unasked:
        return command.supplement_request_id
    requests = list_supplement_requests(complaint_id, unit)
    return next((row.id for row in requests if row.state is RequestState.OPEN), None)
