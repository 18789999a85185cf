"""Letters of one kind for all files of a mass complaint: ordered, followed, stopped and printed."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit, public_address
from api.looks import note_cases
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.submission_ids import sent_submission_id, shown_submission_id
from models.ground.errors import InvalidInput
from models.ground.look_codes import LookPurpose
from services.letters.batch.get_batch import get_batch, get_batch_choice
from services.letters.batch.order_batch import OrderBatch, order_batch
from services.letters.batch.print_batch import print_batch
from services.letters.batch.stop_batch import stop_batch

blueprint = Blueprint("staff_letter_batches", __name__)


@blueprint.get("/cases/<complaint_id>/letter-batches")
@permission(Permission.HANDLE)
def choose(complaint_id: str) -> str:
    """Which kinds may be written for whom, and the batches that were ordered before."""
    return _choose(complaint_id, request.args.get("kind", ""))


@blueprint.post("/cases/<complaint_id>/letter-batches")
@permission(Permission.HANDLE)
def order(complaint_id: str) -> BaseResponse | tuple[str, int]:
    """Order a batch of the kind that was looked at; sent twice it is one."""
    kind = request.form.get("kind", "")
    if request.form.get("is_sure") != "yes":
        return _choose(complaint_id, kind, {"is_sure": "REQUIRED"}), 422
    command = OrderBatch(complaint_id, kind, sent_submission_id(), public_address())
    try:
        batch_id = order_batch(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _choose(complaint_id, kind, dict(refused.errors)), 422
    return redirect(url_for("staff_letter_batches.batch", batch_id=batch_id), code=303)


@blueprint.get("/letter-batches/<batch_id>")
@permission(Permission.HANDLE)
def batch(batch_id: str) -> str:
    """How far it is; the page loads itself again while letters are written."""
    found = get_batch(batch_id, make_unit(), current_actor())
    return render_template("staff/letter_batch.html", found=found, batch=found.batch, errors={})


@blueprint.post("/letter-batches/<batch_id>/stop")
@permission(Permission.HANDLE)
def stop(batch_id: str) -> BaseResponse:
    """No more letters of it are written."""
    stop_batch(batch_id, make_unit(), current_actor())
    return redirect(url_for("staff_letter_batches.batch", batch_id=batch_id), code=303)


@blueprint.get("/letter-batches/<batch_id>/letters.pdf")
@permission(Permission.HANDLE)
def printed(batch_id: str) -> Response:
    """All of its letters in one PDF to print."""
    found = print_batch(batch_id, make_unit(), current_actor())
    note_cases(found.cases, LookPurpose.LETTER)
    return send_stream(found.hand_out(), found.name, "application/pdf")


def _choose(complaint_id: str, kind: str, errors: dict[str, str] | None = None) -> str:
    choice = get_batch_choice(complaint_id, make_unit(), current_actor())
    return render_template(
        "staff/letter_batches.html",
        choice=choice,
        chosen=choice.find(kind),
        errors=errors or {},
        submission_id=shown_submission_id(errors or {}),
    )
