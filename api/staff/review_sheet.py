"""The sheet of a review for the organ above the centre; printing one goes on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.typed_marks import TypedMarks, at_places, read_marks
from models.ground.errors import InvalidInput
from services.beside.review.decide_review_sheet import DecideReviewSheet, decide_review_sheet
from services.beside.review.get_review_sheet import ReviewSheet, get_review_sheet

blueprint = Blueprint("staff_review_sheet", __name__)

OF_SHEET = "sheet"


@blueprint.get("/cases/<complaint_id>/reviews/<review_id>/sheet")
@permission(Permission.HANDLE)
def review_sheet(complaint_id: str, review_id: str) -> str:
    """What the organ above the centre is asked to review, with its receipt code; before that, what is to be decided of it."""
    look = get_review_sheet(review_id, make_unit(), current_actor(), of_case=complaint_id)
    return look.hand_out(lambda sheet: _render(sheet, complaint_id, {}))


@blueprint.post("/cases/<complaint_id>/reviews/<review_id>/sheet")
@permission(Permission.HANDLE)
def decide(complaint_id: str, review_id: str) -> BaseResponse | tuple[str, int]:
    """Decide of each mark of a third person; then the sheet is there to print. What is missing is marked at its place."""
    marks = read_marks()
    decided = None if marks is None else replace(marks, digest=request.form.get("seen", ""))
    at = url_for("staff_review_sheet.review_sheet", complaint_id=complaint_id, review_id=review_id)
    try:
        decide_review_sheet(DecideReviewSheet(complaint_id, review_id, decided), make_unit(), current_actor())
    except InvalidInput as fault:
        errors = at_places(OF_SHEET, fault.errors)
        look = get_review_sheet(review_id, make_unit(), current_actor(), of_case=complaint_id)
        # Where nothing is marked any more it is printed, and that goes on record by its own address alone.
        page = look.hand_out(lambda sheet: _render(sheet, complaint_id, errors) if sheet.marked else "")
        return (page, 422) if page else redirect(at, code=303)
    return redirect(at, code=303)


def _render(sheet: ReviewSheet, complaint_id: str, errors: Mapping[str, str]) -> str:
    marks = None if sheet.marked is None else TypedMarks(OF_SHEET, tuple(sheet.marked.words))
    return render_template(
        "staff/review_sheet.html", sheet=sheet, complaint_id=complaint_id, marks=marks, errors=errors
    )
