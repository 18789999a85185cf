"""Files of a complaint that is written: one by one by the script of the page, and their pictures for who brought them."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from api.citizen.filing_form import FILES
from api.context import current_actor, make_unit
from api.incoming_files import incoming_files
from api.security.cookies import draft_token, set_draft
from api.security.permissions import Permission, permission
from services.filing.draft_files import add_draft_files, open_draft_picture
from services.filing.filing_draft import keep_draft

blueprint = Blueprint("citizen_filing_files", __name__, url_prefix="/complaints/new/files")


@blueprint.post("")
@permission(Permission.PUBLIC)
def add() -> Response:
    """The part of the page with the files, as it is now; faults are told as on every page."""
    unit_of_work = make_unit()
    draft = keep_draft(draft_token(), {}, unit_of_work, current_actor())
    draft, refused = add_draft_files(draft, incoming_files(FILES), unit_of_work)
    answer = make_response(
        render_template("citizen/filing_files.html", files=draft.files, refused_files=refused)
    )
    set_draft(answer, draft.token)
    return answer


@blueprint.get("/<key>")
@permission(Permission.PUBLIC)
def picture(key: str) -> Response:
    """The copy without place, time and camera; for the browser that brought it, which knows it anyhow."""
    media_type, content = open_draft_picture(draft_token(), key, make_unit())
    return Response(content, mimetype=media_type)
