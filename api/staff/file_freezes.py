"""冻结: a file is held whatever its term says, and released again, from its page."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.volumes import volumes_page
from models.ground.errors import InvalidInput
from services.keeping.freeze_file import FreezeFile, freeze_file
from services.keeping.release_file import ReleaseFile, release_file

blueprint = Blueprint("staff_file_freezes", __name__, url_prefix="/cases/<complaint_id>/archive/freezes")

FIELDS = ("freeze_reason", "freeze_words", "look_again_on")


@blueprint.post("")
@permission(Permission.HANDLE)
def freeze(complaint_id: str) -> BaseResponse | tuple[str, int]:
    """Freeze it; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in FIELDS}
    try:
        freeze_file(FreezeFile(complaint_id, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return volumes_page(complaint_id, values, refused.errors), 422
    return redirect(f"/cases/{complaint_id}/archive?done=frozen", code=303)


@blueprint.post("/<freeze_id>/release")
@permission(Permission.HANDLE)
def release(complaint_id: str, freeze_id: str) -> BaseResponse | tuple[str, int]:
    """Release it, with why; each freeze on the page has a field of its own."""
    name = f"release-{freeze_id}"
    words = request.form.get(name, "")
    try:
        release_file(ReleaseFile(complaint_id, freeze_id, words), make_unit(), current_actor())
    except InvalidInput as refused:
        return volumes_page(complaint_id, {name: words}, {name: refused.errors["release_words"]}), 422
    return redirect(f"/cases/{complaint_id}/archive?done=released", code=303)
