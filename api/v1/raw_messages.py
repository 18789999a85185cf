"""What a channel delivers without a clerk, for the office's own programs (mail, hotline, posts, reviews)."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from api.context import current_actor, make_unit
from api.schemas.complaint import ComplaintFiled
from api.schemas.raw_message import RawMessageIn
from api.security.permissions import Permission, permission
from models.ground.codes import Channel
from services.filing.file_raw_message import FileRawMessage, file_raw_message
from services.filing.new_case import FiledComplaint

blueprint = Blueprint("api_raw_messages", __name__, description="Messages that come without a clerk")


@blueprint.post("/raw-messages")
@permission(Permission.INTAKE)
@blueprint.arguments(RawMessageIn)
@blueprint.response(201, ComplaintFiled)
def file(body: dict[str, Any]) -> FiledComplaint:
    """File it; the same number of the same source is the same complaint. 422 names each faulty field."""
    command = FileRawMessage(Channel(body["channel"]), body["received_at"], body["message"])
    return file_raw_message(command, make_unit(), current_actor())
