"""`/handover`: a unit without an account answers what was handed to it, by reference and receipt code."""

from __future__ import annotations

import re

from flask import Blueprint, Response, make_response, render_template, request

from api.context import current_actor, make_unit
from api.errors import status_of
from api.incoming_files import incoming_files
from api.security.permissions import Permission, permission
from api.submission_ids import sent_submission_id, shown_submission_id
from api.waits import code_of
from models.ground.codes import MatterDecision, ReviewOutcome
from models.ground.errors import DomainError, InvalidInput, NotFound, RuleRefused
from services.acts.answer_from_outside import AnswerFromOutside, HandoverAnswer, answer_from_outside
from services.acts.read_passed_on import ReadPassedOn, read_passed_on
from services.beside.referral.superior_decision import SuperiorDecision

blueprint = Blueprint("citizen_handover", __name__)

_FIELDS = (
    "reference",
    "receipt_code",
    "answer",
    "text",
    "decision",
    "matter_nos",
    "right_place",
    "review_outcome",
)
_TEXTS = {"objection_reason", "report_text"}
_MAX_TEXT = 10_000  # characters
_LONGEST_REFERENCE = 40
_DIGITS = 5  # more than any number of a matter has


@blueprint.route("/handover", methods=["GET", "POST"])
@permission(Permission.PUBLIC)
def handover() -> Response:
    """Sign for it, object to it, or give the result; a wrong code and a wrong reference get the same refusal."""
    if request.method == "GET":
        # A mail leads here with its reference; the code is typed, so that it stands in no log.
        return _page(None, {"reference": request.args.get("reference", "").strip()[:_LONGEST_REFERENCE]})
    typed = {name: request.form.get(name, "").strip()[:_MAX_TEXT] for name in _FIELDS}
    try:
        done = answer_from_outside(_command(typed), make_unit(), current_actor())
    except NotFound:
        return _page(RuleRefused("NO_SUCH_HANDOVER"), typed)
    except DomainError as fault:
        return _page(fault, typed)
    return make_response(render_template("citizen/handover_done.html", answer=typed["answer"], taken=done))


@blueprint.post("/handover/file")
@permission(Permission.PUBLIC)
def file() -> Response:
    """The whole of a case that was passed on to the superior organ, for its own sheet only; it goes on record."""
    typed = {name: request.form.get(name, "").strip() for name in ("reference", "receipt_code")}
    try:
        look = read_passed_on(ReadPassedOn(**typed), make_unit(), current_actor())
    except NotFound:
        return _page(RuleRefused("NO_SUCH_HANDOVER"), typed)
    except DomainError as fault:
        return _page(fault, typed)
    return make_response(look.hand_out(lambda shown: render_template("citizen/passed_on.html", file=shown)))


def _command(typed: dict[str, str]) -> AnswerFromOutside:
    if typed["answer"] not in set(HandoverAnswer):
        raise InvalidInput({"answer": "REQUIRED"})
    answer = HandoverAnswer(typed["answer"])
    key = typed["reference"], typed["receipt_code"]
    superior = _superior(typed) if answer is HandoverAnswer.DECIDED else None
    outcome = typed["review_outcome"] if answer is HandoverAnswer.REVIEWED else ""
    reviewed = ReviewOutcome(outcome) if outcome in set(ReviewOutcome) else None
    return AnswerFromOutside(
        *key, answer, typed["text"], sent_submission_id(), superior, reviewed, incoming_files("files")
    )


def _superior(typed: dict[str, str]) -> SuperiorDecision:
    if typed["decision"] not in (MatterDecision.ACCEPT, MatterDecision.REFUSE):
        raise InvalidInput({"decision": "REQUIRED"})
    told = re.split(r"[,，、\s]+", typed["matter_nos"]) if typed["matter_nos"] else []
    if not all(number.isdecimal() and len(number) < _DIGITS for number in told):
        raise InvalidInput({"matter_nos": "NOT_AN_OPTION"})
    numbers = tuple(int(number) for number in told)
    return SuperiorDecision(MatterDecision(typed["decision"]), numbers, typed["text"], typed["right_place"])


def _page(refused: DomainError | None, typed: dict[str, str]) -> Response:
    errors = dict(refused.errors) if isinstance(refused, InvalidInput) else {}
    # This page has one text field for the reason of an objection, the result and the report.
    errors = {"text" if field in _TEXTS else field: code for field, code in errors.items()}
    page = render_template(
        "citizen/handover.html",
        values=typed,
        errors=errors,
        submission_id=shown_submission_id(errors),
        answers=tuple(HandoverAnswer),
        refused=code_of(refused) if refused and not errors else None,
    )
    status = 200 if refused is None else 422 if errors else status_of(refused)
    return make_response(page, status)
