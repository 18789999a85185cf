"""What a complainant may send from the progress page: material, a withdrawal, a rating, a wish for review.

Number and code come with every form, as hidden fields of the page that was opened with them: no address and no cookie
ever holds a code.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, make_response, render_template, request

from api.context import current_actor, make_unit
from api.errors import status_of
from api.incoming_files import incoming_files
from api.security.permissions import Permission, permission
from models.errors import DomainError, InvalidInput
from services.rating.rate import Rate, rate
from services.review.request_review import RequestReview, request_review
from services.supplement.submit_supplement import SubmitSupplement, submit_supplement
from services.views.progress import FindProgress, find_progress
from services.withdrawal.ask_to_withdraw import AskToWithdraw, ask_to_withdraw

blueprint = Blueprint("citizen_requests", __name__)

_MAX_TYPED = 64  # characters of a number or code
_MAX_TEXT = 4000  # characters
_STARS = ("1", "2", "3", "4", "5")
_NO_STARS = 0


@blueprint.post("/progress/supplement")
@permission(Permission.PUBLIC)
def supplement() -> Response:
    """Material that was asked for, or that the complainant adds unasked."""
    command = SubmitSupplement(*_key(), _text("text"), incoming_files("attachments"))
    return _answer("supplement", lambda: submit_supplement(command, make_unit(), current_actor()))


@blueprint.post("/progress/withdraw")
@permission(Permission.PUBLIC)
def withdraw() -> Response:
    """The wish to withdraw; a person of the centre asks back before it takes effect."""
    command = AskToWithdraw(*_key(), _text("reason"))
    return _answer("withdraw", lambda: ask_to_withdraw(command, make_unit(), current_actor()))


@blueprint.post("/progress/rate")
@permission(Permission.PUBLIC)
def rate_answer() -> Response:
    """The complainant's own word about the answer."""
    stars = request.form.get("rating", "")
    rating = int(stars) if stars in _STARS else _NO_STARS
    command = Rate(*_key(), rating, _text("comment"), _text("wish"))
    return _answer("rate", lambda: rate(command, make_unit(), current_actor()))


@blueprint.post("/progress/review")
@permission(Permission.PUBLIC)
def review() -> Response:
    """Ask that the decision be looked at again by others."""
    command = RequestReview(*_key(), _text("reason"))
    return _answer("review", lambda: request_review(command, make_unit(), current_actor()))


def _answer(place: str, work: Callable[[], object]) -> Response:
    """The progress page again, with what was done or with the fault marked in the form it came from."""
    refused: DomainError | None = None
    try:
        work()
    except DomainError as fault:
        refused = fault
    found = find_progress(FindProgress(*_key()), make_unit(), current_actor())
    if found is None:
        page = render_template(
            "citizen/progress_form.html", refused="NO_SUCH_CASE", values={"number": _key()[0]}
        )
        return make_response(page, 404)
    errors = refused.errors if isinstance(refused, InvalidInput) else {}
    page = render_template(
        "citizen/progress.html",
        progress=found,
        query_code=_key()[1],
        done=None if refused else place,
        sent=place,
        errors=errors,
        refused=refused.code if refused and not errors else None,
    )
    return make_response(page, 200 if refused is None else 422 if errors else status_of(refused))


def _key() -> tuple[str, str]:
    return (
        request.form.get("number", "").strip()[:_MAX_TYPED],
        request.form.get("query_code", "").strip()[:_MAX_TYPED],
    )


def _text(name: str) -> str:
    return request.form.get(name, "").strip()[:_MAX_TEXT]
