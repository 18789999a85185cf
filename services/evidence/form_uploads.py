"""Files that are put into a form: kept at once, evidence of the case with its submission, and nobody else's till then.

A form that is refused, or left for an hour and a new sign-in, keeps its files: they belong to a person and a form.
"""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, select

from models.case.form_upload import FormUpload
from models.ground.base import JsonObject
from models.ground.ids import new_id
from services.actor import Actor, staff_id_of
from services.casefile.get_case import get_complaint
from services.evidence.evidence_rows import enter_files, note_refused_files
from services.evidence.incoming_file import IncomingFile, StoredFile
from services.evidence.resent_files import digest_files
from services.evidence.take_files import clean_name, take_files
from services.forms.form_files import FormFile, list_file_answers
from services.forms.schema import Component
from services.once.once_per_submission import Sending, find_answer, once_per_submission
from services.unit_of_work import Unit, UnitOfWork

# Of one person in one form, so that an open page fills no disk.
MOST_WAITING = 30
TOO_MANY = "TOO_MANY"


@dataclass(frozen=True, slots=True)
class FormPlace:
    """One form of one case as this person fills it: of a task (`task:<key>`) or of an act (`act:<name>`)."""

    complaint_id: str
    place: str
    actor: Actor

    @property
    def login(self) -> str:
        """Whose uploads these are; NotPermitted for who is no staff."""
        return staff_id_of(self.actor)


@dataclass(frozen=True, slots=True)
class FormUploading:
    """One file on its way into a form; sent again with the same `submission_id` it is the same upload."""

    at: FormPlace
    file: IncomingFile
    submission_id: str = ""


@dataclass(frozen=True, slots=True)
class TakenUpload:
    """The upload, or the code of RefusedFile why it was not taken."""

    file: FormFile | None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class FiledAnswers:
    """Answers that name evidence where they named uploads, and the names of those files."""

    answers: dict[str, object]
    names: Mapping[object, object]


def keep_upload(
    uploading: FormUploading, require_may: Callable[[Unit], object], unit_of_work: UnitOfWork
) -> TakenUpload:
    """Store one file for the form, once; `require_may` raises for whoever may not submit it, before and after storing.

    InvalidInput on `submission_id` for another file under the same id.
    """
    at = uploading.at
    said = digest_files((uploading.file,))
    sending = Sending(uploading.submission_id, f"file:{at.place}", at.complaint_id, said, at.login)
    with unit_of_work.reading() as unit:
        require_may(unit)
        if (known := find_answer(sending, unit)) is not None:
            return _tell(known, uploading)
        if _count_waiting(at, unit) >= MOST_WAITING:
            return TakenUpload(None, TOO_MANY)
    stored, refused = take_files((uploading.file,), unit_of_work.ports)
    with unit_of_work as unit:
        get_complaint(at.complaint_id, unit)
        require_may(unit)
        if refused:
            note_refused_files(at.complaint_id, refused, unit, at.actor)
            return TakenUpload(None, refused[0].code)
        kept = once_per_submission(sending, unit, lambda: _keep(at, stored[0], unit))
    return _tell(kept, uploading)


def list_uploads(at: FormPlace, unit: Unit) -> dict[str, FormFile]:
    """By id what this person has put into this form and not submitted yet."""
    rows = unit.session.scalars(_waiting(at).order_by(FormUpload.uploaded_at))
    return {row.id: FormFile(row.id, row.name, row.media_type, row.size) for row in rows}


def file_uploads(schema: Component, answers: Mapping[str, object], at: FormPlace, unit: Unit) -> FiledAnswers:
    """Make the uploads of checked answers evidence of the case, in the transaction of the submission."""
    filed = copy.deepcopy(dict(answers))
    rows = {row.id: row for row in unit.session.scalars(_waiting(at))}
    became: dict[str, str] = {}
    names: dict[object, object] = {}
    for level, key in list_file_answers(schema, filed):
        asked = level[key]
        ids = [upload_id for upload_id in asked if upload_id in rows] if isinstance(asked, list) else []
        new = [upload_id for upload_id in ids if upload_id not in became]
        entered = enter_files(
            at.complaint_id, [_stored(rows[upload_id]) for upload_id in new], unit, at.actor
        )
        became |= dict(zip(new, entered, strict=True))
        names |= {became[upload_id]: rows[upload_id].name for upload_id in ids}
        level[key] = [became[upload_id] for upload_id in ids]
    if became:
        unit.session.execute(delete(FormUpload).where(FormUpload.id.in_(became)))
    return FiledAnswers(filed, names)


def _waiting(at: FormPlace) -> Select[FormUpload]:
    return select(FormUpload).where(
        FormUpload.complaint_id == at.complaint_id,
        FormUpload.place == at.place,
        FormUpload.uploaded_by == at.login,
    )


def _count_waiting(at: FormPlace, unit: Unit) -> int:
    return unit.session.scalar(select(func.count()).select_from(_waiting(at).subquery())) or 0


def _keep(at: FormPlace, file: StoredFile, unit: Unit) -> JsonObject:
    row = FormUpload(
        id=new_id(),
        complaint_id=at.complaint_id,
        place=at.place,
        uploaded_by=at.login,
        uploaded_at=unit.clock.now(),
        name=file.name,
        size=file.size,
        media_type=file.media_type,
        sha256=file.sha256,
        storage_key=file.storage_key,
        safe_copy_key=file.safe_copy_key,
    )
    unit.session.add(row)
    return {"upload_id": row.id, "media_type": row.media_type, "size": row.size}


def _tell(kept: JsonObject, uploading: FormUploading) -> TakenUpload:
    # The name stays with its sender and in the sealed row.
    return TakenUpload(FormFile(name=clean_name(uploading.file.name), **kept))


def _stored(row: FormUpload) -> StoredFile:
    return StoredFile(row.name, row.media_type, row.size, row.sha256, row.storage_key, row.safe_copy_key)
