"""`/performance`: scores of units and people of a period (绩效评估), by rules that were published before it began."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.performance_words import word_points
from models.ground.errors import InvalidInput
from models.ground.performance_codes import RoundDecision
from services.performance.ask_scores import ask_scores
from services.performance.decide_scores import LONGEST_WORDS, DecideScores, decide_scores
from services.performance.read_scores import points_of, read_scores

blueprint = Blueprint("staff_performance", __name__, url_prefix="/performance")


@blueprint.get("")
@permission(Permission.SIGNED_IN)
def performance() -> str:
    """What the reader may see of a period: units, the people of one, his own."""
    return _page(request.args.get("round"), request.args.get("unit"), {}, {})


@blueprint.post("/rounds")
@permission(Permission.SUPERVISE)
def ask() -> BaseResponse | tuple[str, int]:
    """Have the scores of a period counted; the workers do it."""
    try:
        round_id = ask_scores(request.form.get("period", ""), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(None, None, {}, dict(refused.errors)), 422
    return redirect(f"/performance?round={round_id}", code=303)


@blueprint.post("/rounds/<round_id>/decision")
@permission(Permission.SUPERVISE)
def decide(round_id: str) -> BaseResponse | tuple[str, int]:
    """Release them or send them back; faults come back at their fields."""
    values = {name: request.form.get(name, "") for name in ("decision", "words", "seen")}
    try:
        decide_scores(DecideScores(round_id, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(round_id, None, values, dict(refused.errors)), 422
    return redirect(f"/performance?round={round_id}", code=303)


def _page(
    round_id: str | None, unit_code: str | None, values: Mapping[str, str], errors: Mapping[str, str]
) -> str:
    page = read_scores(round_id, unit_code, make_unit(), current_actor())
    return render_template(
        "staff/performance.html",
        page=page,
        points_of=points_of,
        points=word_points,
        values=values,
        errors=errors,
        decisions=list(RoundDecision),
        longest_words=LONGEST_WORDS,
    )
