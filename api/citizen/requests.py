"""What a complainant may send from the progress page: material, a withdrawal, a rating, a wish for review.

Number and code come with every form, as hidden fields of the page that was opened with them: no address and no cookie
ever holds a code.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Response, make_response, render_template, request

from api.citizen.progress_page import SentForm, progress_page
from api.context import current_actor, make_unit
from api.errors import status_of
from api.incoming_files import incoming_files
from api.security.csrf import StalePage
from api.security.own_grant import holds_own
from api.security.permissions import Permission, permission
from api.submission_ids import sent_submission_id
from api.waits import code_of
from models.ground.errors import DomainError, InvalidInput, RuleRefused
from services.answer.rate import Rate, rate
from services.beside.review.request_review import RequestReview, request_review
from services.beside.supplement.submit_supplement import SubmitSupplement, submit_supplement
from services.beside.withdrawal.ask_to_withdraw import AskToWithdraw, ask_to_withdraw
from services.privacy.ask_about_data import AskAboutData, ask_about_data
from services.privacy.new_request import NewDataRequest
from services.views.progress import FindProgress, find_progress

blueprint = Blueprint("citizen_requests", __name__)

_MAX_TYPED = 64  # characters of a number or code
_MAX_TEXT = 4000  # characters
_STARS = ("1", "2", "3", "4", "5")
_NO_STARS = 0
_UNASKED = "unasked"


@blueprint.post("/progress/supplement")
@permission(Permission.PUBLIC)
def supplement() -> Response:
    """Material that was asked for, or that the complainant adds unasked."""
    asked = request.form.get("supplement_request_id", "")[:_MAX_TYPED]
    command = SubmitSupplement(
        *_key(),
        _text("text"),
        incoming_files("attachments"),
        supplement_request_id=None if asked == _UNASKED else asked or None,
        is_unasked=asked == _UNASKED,
        submission_id=sent_submission_id(),
    )
    return _answer("supplement", lambda: submit_supplement(command, make_unit(), current_actor()))


@blueprint.post("/progress/withdraw")
@permission(Permission.PUBLIC)
def withdraw() -> Response:
    """The wish to withdraw; a person of the centre asks back before it takes effect."""
    command = AskToWithdraw(*_key(), _text("reason"), sent_submission_id())
    return _answer("withdraw", lambda: ask_to_withdraw(command, make_unit(), current_actor()))


@blueprint.post("/progress/rate")
@permission(Permission.PUBLIC)
def rate_answer() -> Response:
    """The complainant's own word about the answer."""
    stars = request.form.get("rating", "")
    rating = None if not stars else int(stars) if stars in _STARS else _NO_STARS
    solved = {"yes": True, "no": False}.get(request.form.get("is_solved", ""))
    command = Rate(*_key(), rating, _text("comment"), _text("wish"), sent_submission_id(), solved)
    return _answer("rate", lambda: rate(command, make_unit(), current_actor()))


@blueprint.post("/progress/review")
@permission(Permission.PUBLIC)
def review() -> Response:
    """Ask that the decision be looked at again by others."""
    command = RequestReview(*_key(), _text("reason"), sent_submission_id())
    return _answer("review", lambda: request_review(command, make_unit(), current_actor()))


@blueprint.post("/progress/data")
@permission(Permission.PUBLIC)
def data() -> Response:
    """What he asks about his own data: a copy, a correction, an end of their use, an explanation."""
    new = NewDataRequest(*(_text(name) for name in ("kind", "text", "field", "value")))
    command = AskAboutData(*_key(), new, sent_submission_id())
    return _answer("data", lambda: ask_about_data(command, make_unit(), current_actor(), holds_own))


@blueprint.errorhandler(StalePage)
def keep_stale_form(error: StalePage) -> Response:
    """The page lay open too long: it comes back with everything typed and a fresh token."""
    form = request.path.rpartition("/")[2]
    page = _page(SentForm(form, refused=code_of(error)), status_of(error))
    page.status_code = status_of(error)  # also where number and code find nothing
    return page


def _answer(form: str, work: Callable[[], object]) -> Response:
    """The progress page again, with what was done or with the fault marked in the form it came from."""
    try:
        taken = work()
    except InvalidInput as fault:
        return _page(SentForm(form, errors=fault.errors), HTTPStatus.UNPROCESSABLE_ENTITY)
    except DomainError as fault:
        return _page(SentForm(form, refused=code_of(fault)), status_of(fault))
    sent = SentForm(
        form,
        refused_files=getattr(taken, "refused_files", ()),
        refused_by=getattr(taken, "refused_by", None),
    )
    return _page(sent, HTTPStatus.OK)


def _page(sent: SentForm, status: HTTPStatus) -> Response:
    number, query_code = _key()
    try:
        found = find_progress(FindProgress(number, query_code), make_unit(), current_actor(), holds_own)
    except RuleRefused as refused:
        return _query(refused)
    if found is None:
        return _query(RuleRefused("NO_SUCH_CASE"))
    return make_response(progress_page(found, query_code, sent), status)


def _query(refused: RuleRefused) -> Response:
    values = {"number": request.form.get("number", "")[:_MAX_TYPED]}
    page = render_template("citizen/progress_form.html", refused=code_of(refused), values=values)
    return make_response(page, status_of(refused))


def _key() -> tuple[str, str]:
    return (
        request.form.get("number", "").strip()[:_MAX_TYPED],
        request.form.get("query_code", "").strip()[:_MAX_TYPED],
    )


def _text(name: str) -> str:
    return request.form.get(name, "").strip()[:_MAX_TEXT]
