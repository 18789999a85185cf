"""The sheet of a review for the organ above the centre; printing one goes on record."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from services.beside.review.get_review_sheet import get_review_sheet

blueprint = Blueprint("staff_review_sheet", __name__)


@blueprint.get("/cases/<complaint_id>/reviews/<review_id>/sheet")
@permission(Permission.HANDLE)
def review_sheet(complaint_id: str, review_id: str) -> str:
    """What the organ above the centre is asked to review, with its receipt code."""
    look = get_review_sheet(review_id, make_unit(), current_actor(), of_case=complaint_id)
    return look.hand_out(
        lambda sheet: render_template("staff/review_sheet.html", sheet=sheet, complaint_id=complaint_id)
    )
