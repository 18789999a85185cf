"""`/title-questions`: one person says whether a title without a name means a leader of the centre."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from services.restriction.answer_title import answer_title, list_title_questions

blueprint = Blueprint("staff_title_questions", __name__, url_prefix="/title-questions")


@blueprint.get("")
@permission(Permission.HANDLE)
def questions() -> str:
    """The sentences that wait for this person, without number and identity."""
    shown = list_title_questions(make_unit(), current_actor())
    return render_template(
        "staff/title_questions.html", questions=shown, is_answered=request.args.get("answered") == "1"
    )


@blueprint.post("/<question_id>")
@permission(Permission.HANDLE)
def answer(question_id: str) -> BaseResponse:
    """Yes or no; the case goes where it belongs at once."""
    answer_title(question_id, request.form.get("answer") == "yes", make_unit(), current_actor())
    return redirect(url_for("staff_title_questions.questions", answered="1"), code=303)
