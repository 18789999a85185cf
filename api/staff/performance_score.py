"""`/performance/<score>`: one score with its lines, the complaints behind each, objections and what is proposed on its ground."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.performance_words import word_points
from models.ground.errors import InvalidInput
from models.ground.performance_codes import ConsequenceKind
from services.capacity.read_staffing import read_staffing_of
from services.performance.decide_consequence import DecideConsequence, decide_consequence
from services.performance.decide_objection import DecideObjection, decide_objection
from services.performance.indicators import DEFINITIONS
from services.performance.object_to_score import LONGEST_WORDS, object_to_score
from services.performance.propose_consequence import LONGEST_WORDS as LONGEST_PROPOSAL
from services.performance.propose_consequence import ProposeConsequence, propose_consequence
from services.performance.read_score import AskedCases, list_point_cases, read_score

blueprint = Blueprint("staff_performance_score", __name__, url_prefix="/performance")


@blueprint.get("/<score_id>")
@permission(Permission.SIGNED_IN)
def score(score_id: str) -> str:
    """For whom it is of, his leader, and those who supervise."""
    return _page(score_id, {}, {})


@blueprint.get("/<score_id>/<indicator>")
@permission(Permission.SIGNED_IN)
def cases(score_id: str, indicator: str) -> str:
    """The complaints behind one line, a hundred a page."""
    asked = AskedCases(score_id, indicator, request.args.get("after", ""))
    found = list_point_cases(asked, make_unit(), current_actor())
    return render_template("staff/performance_cases.html", found=found, page=found.page, points=word_points)


@blueprint.post("/<score_id>/objections")
@permission(Permission.SIGNED_IN)
def object_(score_id: str) -> BaseResponse | tuple[str, int]:
    """By whom the score is of."""
    words = request.form.get("objection_words", "")
    return _act(
        score_id, "objection_", lambda: object_to_score(score_id, words, make_unit(), current_actor())
    )


@blueprint.post("/<score_id>/objections/<objection_id>")
@permission(Permission.SUPERVISE)
def decide(score_id: str, objection_id: str) -> BaseResponse | tuple[str, int]:
    """By another than who released the score."""
    values = {name: request.form.get(name, "") for name in ("decision", "reason", "struck")}
    command = DecideObjection(objection_id, **values)
    return _act(score_id, "", lambda: decide_objection(command, make_unit(), current_actor()))


@blueprint.post("/<score_id>/consequences")
@permission(Permission.SUPERVISE)
def propose(score_id: str) -> BaseResponse | tuple[str, int]:
    """奖优罚劣, in words."""
    values = {name: request.form.get(name, "") for name in ("kind", "words")}
    command = ProposeConsequence(score_id, **values)
    return _act(score_id, "", lambda: propose_consequence(command, make_unit(), current_actor()))


@blueprint.post("/<score_id>/consequences/<consequence_id>")
@permission(Permission.SUPERVISE)
def settle(score_id: str, consequence_id: str) -> BaseResponse | tuple[str, int]:
    """By another than who proposed it."""
    values = {name: request.form.get(f"settled_{name}", "") for name in ("decision", "reason")}
    command = DecideConsequence(consequence_id, **values)
    return _act(score_id, "settled_", lambda: decide_consequence(command, make_unit(), current_actor()))


def _act(score_id: str, prefix: str, act: Callable[[], str]) -> BaseResponse | tuple[str, int]:
    """Back to the score; faults come back at their fields, which begin with `prefix`, with what was typed."""
    try:
        act()
    except InvalidInput as refused:
        errors = {f"{prefix}{name}": code for name, code in refused.errors.items()}
        return _page(score_id, request.form, errors), 422
    return redirect(f"/performance/{score_id}", code=303)


def _page(score_id: str, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    page = read_score(score_id, make_unit(), current_actor())
    of_unit, login = page.score.unit_code, page.score.staff_id
    return render_template(
        "staff/performance_score.html",
        page=page,
        staffing=read_staffing_of(of_unit, login, make_unit(), current_actor()),
        points=word_points,
        definitions=DEFINITIONS,
        values=values,
        errors=errors,
        kinds=list(ConsequenceKind),
        longest_words=LONGEST_WORDS,
        longest_proposal=LONGEST_PROPOSAL,
    )
