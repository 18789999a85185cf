"""窗口领取: letters and answers of a case, and a lost query code, are handed over in the hall."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit, public_address
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from models.ground.delivery_codes import IdentityDocument
from models.ground.errors import InvalidInput
from services.post.hall_documents import get_hall_case
from services.post.hand_over import LONGEST_AUTHORISATION, HandOver, hand_over
from services.post.hand_over_code import HandOverCode, hand_over_code

blueprint = Blueprint("staff_hall", __name__)


@blueprint.get("/cases/<complaint_id>/hall")
@permission(Permission.HANDLE)
def hall(complaint_id: str) -> str:
    """What may be handed over, and the identity check."""
    return _page(complaint_id)


@blueprint.post("/cases/<complaint_id>/hall")
@permission(Permission.HANDLE)
def handed_over(complaint_id: str) -> BaseResponse | tuple[str, int]:
    """Put it on record; faults come back at their fields with what was typed. A code comes as a PDF."""
    if request.form.get("action") == "code":
        return _hand_code(complaint_id)
    command = HandOver(
        complaint_id=complaint_id,
        documents=tuple(request.form.getlist("documents")),
        shown=_read_document("shown"),
        is_slip_signed=bool(request.form.get("is_slip_signed")),
        is_for_another=bool(request.form.get("is_for_another")),
        authorisation=request.form.get("authorisation", ""),
    )
    try:
        hand_over(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(complaint_id, request.form.to_dict(), refused.errors), 422
    return redirect(f"/cases/{complaint_id}/letters?done=handed_over", code=303)


def _hand_code(complaint_id: str) -> BaseResponse | tuple[str, int]:
    command = HandOverCode(
        complaint_id=complaint_id,
        shown=_read_document("code_shown"),
        is_slip_signed=bool(request.form.get("code_slip")),
        address=public_address(),
    )
    try:
        printed = hand_over_code(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(complaint_id, request.form.to_dict(), refused.errors), 422
    return send_stream([printed.content], printed.name, "application/pdf")


def _read_document(field: str) -> IdentityDocument | None:
    shown = request.form.get(field, "")
    return IdentityDocument(shown) if shown in set(IdentityDocument) else None


def _page(
    complaint_id: str, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> str:
    return render_template(
        "staff/hall.html",
        case=get_hall_case(complaint_id, make_unit(), current_actor()),
        documents=[document.value for document in IdentityDocument],
        typed=typed or {},
        ticked=request.form.getlist("documents"),
        errors=errors or {},
        longest=LONGEST_AUTHORISATION,
    )
