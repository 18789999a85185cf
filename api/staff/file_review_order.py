"""`/reviews/orders/<id>`: an order to make good (补正): reported by its unit, checked by who reviewed the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.i18n import language
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from services.file_review.answer_defect import CHECKED, RETURNED, check_defect, report_defect
from services.file_review.defect import read_defect
from services.file_review.order_defect import LONGEST_WORDS

blueprint = Blueprint("staff_file_review_order", __name__, url_prefix="/reviews/orders/<order_id>")


@blueprint.get("")
@permission(Permission.HANDLE)
def order(order_id: str) -> str:
    """For its unit, who reviewed the file, and those who supervise."""
    return _page(order_id, {}, {})


@blueprint.post("/report")
@permission(Permission.HANDLE)
def report(order_id: str) -> BaseResponse | tuple[str, int]:
    """What was made good."""
    told = request.form.get("report", "")
    return _act(order_id, lambda: report_defect(order_id, told, make_unit(), current_actor()))


@blueprint.post("/check")
@permission(Permission.HANDLE)
def check(order_id: str) -> BaseResponse | tuple[str, int]:
    """Whether it was, or by when it is to be."""
    decision, words, workdays = (request.form.get(name, "") for name in ("decision", "words", "workdays"))
    said = (decision, words, workdays)
    return _act(order_id, lambda: check_defect(order_id, said, make_unit(), current_actor()))


def _act(order_id: str, act: Callable[[], None]) -> BaseResponse | tuple[str, int]:
    try:
        act()
    except InvalidInput as refused:
        return _page(order_id, request.form, dict(refused.errors)), 422
    return redirect(f"/reviews/orders/{order_id}", code=303)


def _page(order_id: str, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "staff/file_review_order.html",
        page=read_defect(order_id, make_unit(), current_actor()),
        values=values,
        errors=errors,
        spoken=language(),
        decisions=(CHECKED, RETURNED),
        longest_words=LONGEST_WORDS,
    )
