"""`/reviews`: rounds of the review of closed files (案卷评查), and what of them waits for the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.i18n import language
from api.security.permissions import Permission, permission
from api.staff.file_review_words import word_hundredths
from models.ground.errors import InvalidInput
from models.ground.file_review_codes import Stratum
from models.ground.ids import new_id
from services.file_review.agreement import FEWEST
from services.file_review.open_round import MOST_FILES, OpenRound, open_round
from services.file_review.propose_step import LONGEST_WORDS, drop_round
from services.file_review.read_round import count_open, read_round
from services.file_review.read_rounds import RoundsPage, read_rounds

blueprint = Blueprint("staff_file_reviews", __name__, url_prefix="/reviews")

_FIELDS = ("round_id", "begins_on", "ends_on", "size", "seed")
_USUAL_SIZE = "20"
_SEED_LENGTH = 16


@dataclass(frozen=True, slots=True)
class _Typed:
    """What stands in the form of a round."""

    values: Mapping[str, str]
    strata: Sequence[str]
    examiners: Sequence[str]


@blueprint.get("")
@permission(Permission.HANDLE)
def reviews() -> str:
    """What waits for the reader; for supervisors the rounds and the form of the next."""
    return _page(None, {})


@blueprint.post("")
@permission(Permission.SUPERVISE)
def open_() -> BaseResponse | tuple[str, int]:
    """Draw a sample and have it examined; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "").strip() for name in _FIELDS}
    typed = _Typed(values, request.form.getlist("strata"), request.form.getlist("examiners"))
    command = OpenRound(**values, strata=typed.strata, examiners=typed.examiners)
    try:
        round_id = open_round(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(typed, dict(refused.errors)), 422
    return redirect(f"/reviews/{round_id}", code=303)


@blueprint.get("/<round_id>")
@permission(Permission.SUPERVISE)
def one(round_id: str) -> str:
    """One round: how it was drawn, its files, what came out."""
    return _round_page(round_id, {}, {})


def _round_page(round_id: str, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    page = read_round(round_id, make_unit(), current_actor())
    spoken = 1 if language() == "en" else 0
    return render_template(
        "staff/file_review.html",
        page=page,
        points=word_hundredths,
        count_open=count_open,
        fewest_to_agree=FEWEST,
        values=values,
        errors=errors,
        longest_words=LONGEST_WORDS,
        names={code: names[spoken] for code, names in page.line_names.items()},
    )


@blueprint.post("/<round_id>/drop")
@permission(Permission.SUPERVISE)
def drop(round_id: str) -> BaseResponse | tuple[str, int]:
    """A proposed round that nobody is going to draw, or one whose last files nobody is left to settle."""
    words = request.form.get("dropped_words", "")
    try:
        drop_round(round_id, words, make_unit(), current_actor())
    except InvalidInput as refused:
        if "early" in request.form:
            return _round_page(round_id, {"dropped_words": words}, dict(refused.errors)), 422
        typed = _Typed({"dropped_words": words, "dropping": round_id}, (), ())
        return _page(typed, dict(refused.errors)), 422
    return redirect("/reviews", code=303)


def _page(typed: _Typed | None, errors: Mapping[str, str]) -> str:
    page = read_rounds(make_unit(), current_actor())
    return render_template(
        "staff/file_reviews.html",
        page=page,
        typed=_first(page) if typed is None or "dropping" in typed.values else typed,
        dropping=typed.values if typed is not None else {},
        errors=errors,
        strata=list(Stratum),
        most_files=MOST_FILES,
        longest_words=LONGEST_WORDS,
        login=current_actor().staff_id,
    )


def _first(page: RoundsPage) -> _Typed:
    """A new id and seed; of a round that is proposed and asked for, its id and days."""
    values = {"round_id": new_id(), "size": _USUAL_SIZE, "seed": new_id()[:_SEED_LENGTH]}
    for row in page.rounds:
        if row.state.value == "proposed" and row.id == request.args.get("proposed"):
            days = {"begins_on": row.begins_on.isoformat(), "ends_on": row.ends_on.isoformat()}
            values = {**values, **days, "round_id": row.id}
    return _Typed(values, [Stratum.UNIT.value, Stratum.OUTCOME.value], ())
