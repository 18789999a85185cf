"""Files that are put into the form of a task or an act: one a request, answered with its reference or why it was not taken."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request

from api.context import current_actor, make_unit
from api.file_sizes import file_size
from api.i18n import code_text
from api.incoming_files import incoming_files
from api.security.permissions import Permission, permission
from services.acts.upload_file import UploadToAct, upload_to_act
from services.evidence.form_uploads import TakenUpload
from services.evidence.incoming_file import IncomingFile
from services.worklist.upload_file import UploadToTask, upload_to_task

blueprint = Blueprint("staff_form_files", __name__)


@blueprint.post("/tasks/<user_task_key>/files")
@permission(Permission.HANDLE)
def of_task(user_task_key: str) -> Response:
    """Keep a file for the form of a task."""
    command = UploadToTask(user_task_key, _sent_file(), request.args.get("submission_id", ""))
    return _answer(upload_to_task(command, make_unit(), current_actor()))


@blueprint.post("/cases/<complaint_id>/acts/<act>/files")
@permission(Permission.HANDLE)
def of_act(complaint_id: str, act: str) -> Response:
    """Keep a file for the form of an act."""
    command = UploadToAct(complaint_id, act, _sent_file(), request.args.get("submission_id", ""))
    return _answer(upload_to_act(command, make_unit(), current_actor()))


def _sent_file() -> IncomingFile:
    files = incoming_files("file")
    if len(files) != 1:
        abort(400)
    return files[0]


def _answer(taken: TakenUpload) -> Response:
    """A reference as Camunda gives one for a document; its form keeps it as the answer of the field."""
    file = taken.file
    if file is None:
        response = jsonify({"detail": code_text("refused_file", taken.refused or "")})
        response.status_code = 422
        return response
    told = {"fileName": file.name, "contentType": file.media_type, "size": file.size}
    return jsonify({"documentId": file.upload_id, "metadata": told, "sizeText": file_size(file.size)})
