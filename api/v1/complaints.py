"""File a complaint and follow it, for programs of complainants; files are sent by the web form only."""

from __future__ import annotations

import json
from typing import Any

from flask_smorest import Blueprint

from api.context import current_actor, make_unit
from api.schemas.complaint import ComplaintFiled, ComplaintIn
from api.schemas.progress import ProgressOut, ProgressQuery
from api.security.permissions import Permission, permission
from api.security.person_guard import guarded
from models.ground.codes import Channel
from models.ground.errors import RuleRefused
from services.attempts.guard import FILING
from services.filing.file_complaint import FileComplaint, file_complaint
from services.filing.new_case import FiledComplaint
from services.filing.statement import Statement
from services.views.progress import FindProgress, Progress, find_progress

blueprint = Blueprint("api_complaints", __name__, description="Complaints and their progress")


@blueprint.post("/complaints")
@permission(Permission.PUBLIC)
@blueprint.arguments(ComplaintIn)
@blueprint.response(201, ComplaintFiled)
def file(body: dict[str, Any]) -> FiledComplaint:
    """File; a repeat with the same submission_id is the same complaint. 422 names each faulty field.

    Where much is sent, 422 with the code CHALLENGE_REFUSED asks for a solved challenge of GET /api/v1/challenge.
    """
    command = FileComplaint(
        submission_id=body["submission_id"],
        channel=Channel(body["channel"]),
        statement=_statement(body),
        raw=json.dumps(
            {name: value for name, value in body.items() if name != "submission_id"}, ensure_ascii=False
        ),
        files=(),
    )
    with guarded(FILING, command.submission_id):
        return file_complaint(command, make_unit(), current_actor())


@blueprint.post("/progress")
@permission(Permission.PUBLIC)
@blueprint.arguments(ProgressQuery)
@blueprint.response(200, ProgressOut)
def progress(body: dict[str, str]) -> Progress:
    """The progress; a wrong number and a wrong code get the same 404."""
    command = FindProgress(body["number"], body["query_code"])
    found = find_progress(command, make_unit(), current_actor())
    if found is None:
        raise RuleRefused("NO_SUCH_CASE")
    return found


def _statement(body: dict[str, Any]) -> Statement:
    texts = {
        name: value.replace("\r\n", "\n").strip()
        for name, value in body.items()
        if isinstance(value, str) and name not in ("submission_id", "channel")
    }
    return Statement(
        **texts,
        is_anonymous=body["anonymous"],
        keep_identity_secret=body["keep_identity_secret"],
        consent_to_share_identity=body["consent_to_share_identity"],
    )
