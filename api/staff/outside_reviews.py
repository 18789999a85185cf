"""`/outside-reviews`: 行政复议 and 行政诉讼 about cases, how they ended, what that asks of the case, and that it was done."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.submission_ids import sent_submission_id, shown_submission_id
from models.ground.errors import InvalidInput
from models.ground.oversight_codes import ASKS_NOTHING, OutsideEffect, OutsideOutcome, OutsideReviewKind
from services.oversight.list_outside_reviews import list_outside_reviews, read_case_reviews
from services.oversight.record_outside_review import (
    RecordOutsideDone,
    RecordOutsideOutcome,
    RecordOutsideReview,
    record_outside_done,
    record_outside_outcome,
    record_outside_review,
)
from services.oversight.typed import LONGEST_NAME, LONGEST_WORDS

blueprint = Blueprint("staff_outside_reviews", __name__)
_FILED = ("kind", "body", "docket_no", "filed_on")
_OUTCOME = ("outcome", "decided_on", "effect", "asks", "do_by")
_DONE = ("done_on", "done_words")


@blueprint.get("/outside-reviews")
@permission(Permission.SUPERVISE)
def outside_reviews() -> str:
    """All of them that the person may read, with how many are pending, lost and not done in time."""
    found = list_outside_reviews(request.args.get("after"), make_unit(), current_actor())
    return render_template("staff/outside_reviews.html", found=found)


@blueprint.get("/cases/<complaint_id>/outside-reviews")
@permission(Permission.HANDLE)
def of_case(complaint_id: str) -> str:
    """Those of one case, and the forms of whoever puts them on record."""
    return _page(complaint_id)


@blueprint.post("/cases/<complaint_id>/outside-reviews")
@permission(Permission.SUPERVISE)
def record(complaint_id: str) -> BaseResponse | tuple[str, int]:
    """That one was filed."""
    values = {name: request.form.get(name, "") for name in _FILED}
    command = RecordOutsideReview(complaint_id, sent_submission_id(), **values)
    try:
        record_outside_review(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(complaint_id, values, refused.errors), 422
    return redirect(f"/cases/{complaint_id}/outside-reviews?done=filed", code=303)


@blueprint.post("/cases/<complaint_id>/outside-reviews/<review_id>/outcome")
@permission(Permission.SUPERVISE)
def outcome(complaint_id: str, review_id: str) -> BaseResponse | tuple[str, int]:
    """How it ended and what that asks."""
    values = {name: request.form.get(name, "") for name in _OUTCOME}
    try:
        case = record_outside_outcome(RecordOutsideOutcome(review_id, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(complaint_id, values, refused.errors, review_id), 422
    return redirect(f"/cases/{case}/outside-reviews?done=decided", code=303)


@blueprint.post("/cases/<complaint_id>/outside-reviews/<review_id>/done")
@permission(Permission.SUPERVISE)
def done(complaint_id: str, review_id: str) -> BaseResponse | tuple[str, int]:
    """That what it asks was done."""
    values = {name: request.form.get(name, "") for name in _DONE}
    try:
        case = record_outside_done(RecordOutsideDone(review_id, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(complaint_id, values, refused.errors, review_id), 422
    return redirect(f"/cases/{case}/outside-reviews?done=done", code=303)


def _page(
    complaint_id: str,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    review_id: str | None = None,
) -> str:
    return render_template(
        "staff/outside_reviews_of_case.html",
        page=read_case_reviews(complaint_id, make_unit(), current_actor()),
        values=values or {},
        errors=dict(errors or {}),
        chosen=review_id or request.args.get("review", ""),
        kinds=tuple(OutsideReviewKind),
        outcomes=tuple(OutsideOutcome),
        asks_nothing=[one for one in OutsideOutcome if one in ASKS_NOTHING],
        effects=tuple(OutsideEffect),
        longest=LONGEST_NAME,
        longest_words=LONGEST_WORDS,
        done=request.args.get("done", ""),
        submission_id=shown_submission_id(errors or {}),
    )
