"""Messages of chat and social media from registered programs, each request signed by its source."""

from __future__ import annotations

from flask import request
from flask_smorest import Blueprint
from werkzeug.exceptions import RequestEntityTooLarge

from api.context import make_unit
from api.schemas.raw_message import MessageTold
from api.security.permissions import Permission, permission
from services.incoming.chat.chat_message import MAX_BODY_BYTES
from services.incoming.chat.deliver_chat import ToldBack, deliver_chat, find_delivered
from services.incoming.chat.signed_request import SignedRequest

SIGNATURE, MOMENT, DELIVERY = "X-Jieban-Signature", "X-Jieban-Timestamp", "X-Jieban-Delivery"
blueprint = Blueprint("api_sources", __name__, description="Signed messages of chat and social media")


@blueprint.post("/sources/<source>/messages")
@permission(Permission.SIGNED)
@blueprint.response(201, MessageTold)
def deliver(source: str) -> ToldBack:
    """Take in one message in the form of docs/operations.md; the same delivery again is answered as before."""
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise RequestEntityTooLarge
    asked = _asked(source, request.get_data())
    return deliver_chat(asked, request.headers.get(DELIVERY, ""), make_unit())


@blueprint.get("/sources/<source>/messages/<message_id>")
@permission(Permission.SIGNED)
@blueprint.response(200, MessageTold)
def find(source: str, message_id: str) -> ToldBack:
    """What has become of a message by now; what is signed is its id."""
    return find_delivered(_asked(source, message_id.encode()), message_id, make_unit())


def _asked(source: str, signed: bytes) -> SignedRequest:
    headers = request.headers
    return SignedRequest(source, headers.get(MOMENT, ""), headers.get(SIGNATURE, ""), signed)
