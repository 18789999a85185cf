"""`/comment`: what somebody thinks of complaint handling itself, and what the office answered to everybody."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.citizen.filing_form import HONEYPOT
from api.context import current_actor, make_unit
from api.errors import status_of
from api.security.csrf import StalePage
from api.security.permissions import Permission, permission
from api.security.person_guard import guarded
from api.settings import CROWDED
from api.submission_ids import sent_submission_id, shown_submission_id
from api.waits import code_of
from models.ground.errors import DatabaseBusy, DomainError, InvalidInput, RuleRefused
from services.attempts.guard import COMMENT
from services.openness.read_comments import list_public_answers
from services.openness.send_comment import LONGEST_COMMENT, SendComment, send_comment

blueprint = Blueprint("citizen_comment", __name__, url_prefix="/comment")


@blueprint.get("")
@permission(Permission.PUBLIC)
def form() -> Response:
    """The form, and the latest answers."""
    return _page({}, None)


@blueprint.post("")
@permission(Permission.PUBLIC)
def send() -> BaseResponse:
    """Send it; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in ("words", "may_become_complaint")}
    if request.form.get(HONEYPOT):
        # A field that no person sees was filled: a program. It learns nothing from a plain refusal.
        return _page(values, InvalidInput({"words": "NOT_TEXT"}))
    if CROWDED in request.environ:
        return _page(values, DatabaseBusy())
    command = SendComment(sent_submission_id(), values["words"], values["may_become_complaint"] == "true")
    try:
        with guarded(COMMENT, command.submission_id):
            send_comment(command, make_unit(), current_actor())
    except (InvalidInput, RuleRefused) as refused:
        return _page(values, refused)
    return redirect("/comment?done=sent", code=303)


@blueprint.errorhandler(StalePage)
def keep_stale_form(error: StalePage) -> Response:
    """The page lay open too long: it comes back with what was typed and a fresh token."""
    return _page({name: request.form.get(name, "") for name in ("words", "may_become_complaint")}, error)


def _page(values: Mapping[str, str], refused: DomainError | None) -> Response:
    errors = dict(refused.errors) if isinstance(refused, InvalidInput) else {}
    page = render_template(
        "citizen/comment.html",
        values=values,
        errors=errors,
        refused=code_of(refused) if refused is not None and not errors else None,
        submission_id=shown_submission_id(errors),
        honeypot=HONEYPOT,
        answers=list_public_answers(make_unit()),
        longest=LONGEST_COMMENT,
        is_sent=request.args.get("done") == "sent",
    )
    return make_response(page, 200 if refused is None else status_of(refused))
