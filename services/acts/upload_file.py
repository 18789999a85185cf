"""Puts a file into the form of an act, before it is taken."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.errors import NotFound, RuleRefused
from services.actor import Actor
from services.acts.act_case import ActCase
from services.acts.act_permission import OTHER_UNIT, require_may_take
from services.acts.registry import get_act
from services.evidence.form_uploads import FormPlace, FormUploading, TakenUpload, keep_upload
from services.evidence.incoming_file import IncomingFile
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class UploadToAct:
    """The act by name and one file; sent again with the same `submission_id` it is the same upload."""

    complaint_id: str
    act: str
    file: IncomingFile
    submission_id: str = ""


def place_of_act(complaint_id: str, act: str, actor: Actor) -> FormPlace:
    """Where the files of this act's form wait."""
    return FormPlace(complaint_id, f"act:{act}", actor)


def upload_to_act(command: UploadToAct, unit_of_work: UnitOfWork, actor: Actor) -> TakenUpload:
    """Keep it for who may take the act now: NotFound, NotPermitted and RuleRefused as the act itself."""
    act = get_act(command.act)

    def require_may(unit: Unit) -> None:
        complaint = unit.session.get(Complaint, command.complaint_id)
        if complaint is None:
            raise NotFound
        case = ActCase(unit, complaint, actor)
        require_may_take(act, case)
        if (code := act.why_not(case)) == OTHER_UNIT:
            raise NotFound
        if code is not None:
            raise RuleRefused(code)

    at = place_of_act(command.complaint_id, command.act, actor)
    return keep_upload(FormUploading(at, command.file, command.submission_id), require_may, unit_of_work)
