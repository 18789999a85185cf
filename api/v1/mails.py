"""A message of e-mail in the bytes in which it came, for a program that fetches the mail of the office."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_smorest import Blueprint

from api.context import current_actor, make_unit
from api.schemas.raw_message import MailQuery, MailTaken
from api.security.permissions import Permission, permission
from services.incoming.deliver_mail import DeliveredMail, deliver_mail

blueprint = Blueprint("api_mails", __name__, description="E-mail in its own bytes")


@blueprint.post("/mails")
@permission(Permission.INTAKE)
@blueprint.arguments(MailQuery, location="query")
@blueprint.response(201, MailTaken)
def take(query: dict[str, Any]) -> DeliveredMail:
    """Take in the body, a message as RFC 5322 has it; the same message again is the first one."""
    return deliver_mail(request.get_data(), query["received_at"], make_unit(), current_actor())
