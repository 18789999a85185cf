"""`/reviews/<round>/files/<no>`: one file of a round: scored by two who do not see each other, settled by a third, made good."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.i18n import language
from api.security.permissions import Permission, permission
from api.staff.file_review_words import word_hundredths
from models.ground.errors import InvalidInput
from models.ground.file_review_codes import Mark, SheetPart
from services.file_review.appoint_examiner import appoint_examiner
from services.file_review.order_defect import LONGEST_WORDS, OrderDefect, order_defect
from services.file_review.read_file import FilePage, read_file
from services.file_review.score_file import LONGEST_NOTE, ScoreFile, score_file
from services.file_review.settle_file import SettleFile, settle_file

blueprint = Blueprint("staff_file_review_file", __name__, url_prefix="/reviews/<round_id>/files/<int:no>")


@blueprint.get("")
@permission(Permission.HANDLE)
def file(round_id: str, no: int) -> str:
    """For its examiners and those who supervise."""
    return _page((round_id, no), None, {})


@blueprint.post("/score")
@permission(Permission.HANDLE)
def score(round_id: str, no: int) -> BaseResponse | tuple[str, int]:
    """By one of its examiners, once."""
    command = ScoreFile(round_id, no, request.form)
    return _act((round_id, no), lambda: score_file(command, make_unit(), current_actor()))


@blueprint.post("/settlement")
@permission(Permission.SUPERVISE)
def settle(round_id: str, no: int) -> BaseResponse | tuple[str, int]:
    """By the leader of the round, of what the two differ in."""
    command = SettleFile(round_id, no, request.form)
    return _act((round_id, no), lambda: settle_file(command, make_unit(), current_actor()))


@blueprint.post("/examiners")
@permission(Permission.SUPERVISE)
def appoint(round_id: str, no: int) -> BaseResponse | tuple[str, int]:
    """Where one is missing, or for one who has not scored."""
    appointed = (request.form.get("place", ""), request.form.get("login", ""))
    return _act(
        (round_id, no),
        lambda: appoint_examiner((round_id, no), appointed, make_unit(), current_actor()),
    )


@blueprint.post("/orders")
@permission(Permission.SUPERVISE)
def order(round_id: str, no: int) -> BaseResponse | tuple[str, int]:
    """Have a unit make good what a line lacks."""
    code, unit, words, workdays = (
        request.form.get(name, "") for name in ("code", "unit", "words", "workdays")
    )
    command = OrderDefect(round_id, no, code, unit, words, workdays)
    return _act((round_id, no), lambda: order_defect(command, make_unit(), current_actor()))


def _act(key: tuple[str, int], act: Callable[[], object]) -> BaseResponse | tuple[str, int]:
    """Back to the file; faults come back at their fields with what was typed."""
    try:
        act()
    except InvalidInput as refused:
        return _page(key, request.form, dict(refused.errors)), 422
    return redirect(f"/reviews/{key[0]}/files/{key[1]}", code=303)


def _page(key: tuple[str, int], typed: Mapping[str, str] | None, errors: Mapping[str, str]) -> str:
    page = read_file(key, make_unit(), current_actor())
    return render_template(
        "staff/file_review_file.html",
        page=page,
        values=_first(page) if typed is None else typed,
        errors=errors,
        parts=list(SheetPart),
        marks=list(Mark),
        points=word_hundredths,
        spoken=language(),
        longest_note=LONGEST_NOTE,
        longest_words=LONGEST_WORDS,
    )


def _first(page: FilePage) -> dict[str, str]:
    """What the rules say is filled in; the unit that keeps the file, and the usual time."""
    values = {"unit": page.keeper, "workdays": str(page.usual_workdays)}
    for line in page.found.lines:
        mark = page.found.said_by_rule(line.code)
        if mark is not None:
            values[f"mark_{line.code}"] = mark.value
    return values
