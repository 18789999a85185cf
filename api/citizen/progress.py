"""`/progress`: a complainant follows the case by number and query code, and gets a lost code back."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from api.citizen.keep_browser import keep_browser_of
from api.citizen.progress_page import progress_page
from api.context import current_actor, make_unit
from api.errors import status_of
from api.frame_unit import page_unit
from api.security.cookies import case_marks
from api.security.own_grant import holds_own
from api.security.permissions import Permission, permission
from api.security.person_guard import require_person
from api.waits import code_of
from models.ground.errors import InvalidInput, RuleRefused
from services.accounts.recover_code import RecoverQueryCode, recover_query_code
from services.attempts.guard import RECOVERY, note_volume
from services.views.progress import FindProgress, find_progress

blueprint = Blueprint("citizen_progress", __name__)

_MAX_TYPED = 64  # characters; numbers, codes and telephone numbers are far shorter


@blueprint.route("/progress", methods=["GET", "POST"])
@permission(Permission.PUBLIC)
def progress() -> Response:
    """The question, and its answer; a wrong number and a wrong code get the same refusal."""
    if request.method == "GET":
        return _page("citizen/progress_form.html", None)
    command = FindProgress(_typed("number"), _typed("query_code"))
    try:
        found = find_progress(command, page_unit(), current_actor(), holds_own)
    except RuleRefused as refused:
        return _page("citizen/progress_form.html", refused)
    if found is None:
        return _page("citizen/progress_form.html", RuleRefused("NO_SUCH_CASE"))
    answer = make_response(progress_page(found, command.query_code))
    # Where nothing on file proves whose it is, no code is given again, and the browser keeps nothing of it.
    return keep_browser_of(command.number, answer) if found.may_prove else answer


@blueprint.route("/progress/recover", methods=["GET", "POST"])
@permission(Permission.PUBLIC)
def recover() -> Response:
    """A lost code again, for who knows the number and the telephone number on file."""
    if request.method == "GET":
        return _page("citizen/recover.html", None)
    command = RecoverQueryCode(_typed("number"), _typed("phone"), case_marks())
    try:
        require_person(RECOVERY)
        found = recover_query_code(command, make_unit(), current_actor())
    except (InvalidInput, RuleRefused) as refused:
        return _page("citizen/recover.html", refused)
    if found is None:
        note_volume(RECOVERY, current_actor(), make_unit())
        return _page("citizen/recover.html", RuleRefused("NO_SUCH_PHONE"))
    number = command.number.strip().upper()
    page = render_template("citizen/recovered.html", number=number, query_code=found.query_code)
    return keep_browser_of(number, make_response(page))


def _page(template: str, refused: InvalidInput | RuleRefused | None) -> Response:
    errors = dict(refused.errors) if isinstance(refused, InvalidInput) else {}
    page = render_template(
        template,
        refused=code_of(refused) if refused and not errors else None,
        errors=errors,
        # The number may come with the address, as the picture on a receipt has it.
        values={name: _typed(name) or _asked(name) for name in ("number", "phone")},
    )
    return make_response(page, status_of(refused) if refused else 200)


def _typed(name: str) -> str:
    return request.form.get(name, "").strip()[:_MAX_TYPED]


def _asked(name: str) -> str:
    return request.args.get(name, "").strip()[:_MAX_TYPED]
