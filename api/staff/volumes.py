"""案卷: the index of a case's file, what it lacks, its volumes to read, and what came in after the seal."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.i18n import code_text
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.staff.case_page import render_section
from api.staff.case_sections import VOLUMES
from models.ground.errors import InvalidInput
from models.ground.keeping_codes import FreezeReason
from services.keeping.freeze_file import LONGEST_WORDS
from services.keeping.read_keeping import read_keeping
from services.volumes.bind_supplement import bind_supplement
from services.volumes.hand_over import LONGEST_PURPOSE, HandOver, hand_over
from services.volumes.open_index import name_volume, read_index
from services.volumes.read_file import read_file

blueprint = Blueprint("staff_volumes", __name__, url_prefix="/cases/<complaint_id>/archive")


@blueprint.get("")
@permission(Permission.HANDLE)
def volumes(complaint_id: str) -> str:
    """What the file consists of, in its order."""
    return volumes_page(complaint_id, {}, {})


@blueprint.get("/<int:no>/file.pdf")
@permission(Permission.HANDLE)
def read(complaint_id: str, no: int) -> Response:
    """A sealed volume as one PDF."""
    found = read_file(complaint_id, no, make_unit(), current_actor())
    return send_stream([found.content], found.name, "application/pdf")


@blueprint.post("/seal")
@permission(Permission.HANDLE)
def seal(complaint_id: str) -> BaseResponse:
    """Bind and seal what stands in no volume; sent twice it is bound once."""
    bind_supplement(complaint_id, make_unit(), current_actor())
    return redirect(f"/cases/{complaint_id}/archive?done=sealed", code=303)


@blueprint.post("/package")
@permission(Permission.HANDLE)
def package(complaint_id: str) -> Response | tuple[str, int]:
    """The file as a package to hand over, for a stated purpose; faults come back at their fields with what was typed."""
    command = HandOver(complaint_id, request.form.get("purpose", ""), "with_identity" in request.form)
    try:
        found = hand_over(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return volumes_page(complaint_id, {"purpose": command.purpose}, refused.errors), 422
    return send_stream(found.content, found.name, "application/zip")


def volumes_page(complaint_id: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    """The page, with what was typed into one of its forms and its faults by field."""
    return render_section(
        complaint_id,
        VOLUMES,
        read_index=read_index,
        read_keeping=read_keeping,
        freeze_reasons=[
            {"value": reason.value, "label": code_text("freeze_reason", reason)} for reason in FreezeReason
        ],
        longest_words=LONGEST_WORDS,
        name_volume=name_volume,
        done=request.args.get("done", ""),
        typed=typed,
        errors=dict(errors),
        longest_purpose=LONGEST_PURPOSE,
    )
