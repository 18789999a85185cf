"""What opens after one more proof: one's own words and files, who looked at one's identity; and slip and receipt to print.

Number and code come with every form, as on the progress page; that the proof was given is in a cookie for twenty minutes.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, make_response, render_template, request

from api.citizen.progress_page import OWN, SentForm, progress_page
from api.context import current_actor, make_unit, public_address
from api.errors import status_of
from api.frame_unit import page_unit
from api.security.csrf import StalePage
from api.security.own_grant import drop_own, grant_own, holds_own, is_own_ticket
from api.security.permissions import Permission, permission
from api.sent_files import send_evidence, send_stream
from api.waits import code_of
from models.ground.errors import NotFound, RuleRefused
from services.acts.prove_complainant import ProveComplainant, prove_complainant
from services.evidence.open_own_file import OpenOwnFile, open_own_file
from services.letters.open_letter import OwnLetter, open_own_letter
from services.letters.receipt import PrintReceipt, print_receipt
from services.privacy.hand_over_copy import FetchCopy, fetch_copy
from services.views.progress import FindProgress, Progress, find_progress
from services.views.progress_slip import write_slip

blueprint = Blueprint("citizen_own", __name__)

_MAX_TYPED = 64  # characters of a number, code, name or telephone
WRONG_MARK = "NOT_YOUR_MARK"


@blueprint.post("/progress/own")
@permission(Permission.PUBLIC)
def prove() -> Response:
    """The proof; a wrong one leaves the page as it was, with the fault at its form."""
    command = ProveComplainant(*_key(), _typed("mark"))
    fault, proved = RuleRefused(WRONG_MARK), None
    try:
        proved = prove_complainant(command, make_unit(), current_actor())
    except RuleRefused as refused:
        fault = refused
    found = _find(lambda complaint_id: complaint_id == proved)
    if isinstance(found, Response):
        return found
    if proved is None:
        return _refused(found, fault)
    response = make_response(progress_page(found, _key()[1]))
    grant_own(response, proved)
    return response


@blueprint.post("/progress/own/close")
@permission(Permission.PUBLIC)
def close() -> Response:
    """Ends it before its time: the machine may be a shared one."""
    found = _find(lambda complaint_id: False)
    if isinstance(found, Response):
        return found
    response = make_response(progress_page(found, _key()[1]))
    drop_own(response)
    return response


@blueprint.post("/progress/own/file")
@permission(Permission.PUBLIC)
def file() -> Response:
    """A file that was sent with the complaint or after it: the picture in the window, anything for saving."""
    found = _find()
    if isinstance(found, Response):
        return found
    if not holds_own(found.complaint_id):
        return _refused(found, RuleRefused("PROOF_OVER"))
    is_shown = request.form.get("as") == "picture"
    command = OpenOwnFile(found.complaint_id, _typed("evidence_id"), is_shown)
    try:
        opened = open_own_file(command, make_unit(), current_actor())
    except NotFound:
        return _refused(found, RuleRefused("NO_SUCH_FILE"))
    return send_evidence(opened, as_attachment=not is_shown)


@blueprint.post("/progress/slip")
@permission(Permission.PUBLIC)
def slip() -> Response:
    """The rights slip alone, as a paper."""
    found = _find()
    if isinstance(found, Response):
        return found
    return make_response(
        render_template(
            "citizen/progress_slip.html", progress=found, query_code=_key()[1], slip=write_slip(found)
        )
    )


@blueprint.post("/progress/receipt")
@permission(Permission.PUBLIC)
def receipt() -> Response:
    """The receipt of the complaint as a PDF; with what he wrote right after filing, later after one more proof."""
    command = PrintReceipt(*_key(), public_address())
    try:
        printed = print_receipt(command, make_unit(), current_actor(), _may_print_words)
    except RuleRefused as refused:
        return _query(refused)
    if printed is None:
        return _query(RuleRefused("NO_SUCH_CASE"))
    return send_stream([printed.content], printed.name, "application/pdf")


@blueprint.post("/progress/letter")
@permission(Permission.PUBLIC)
def letter() -> Response:
    """A letter of the office to the complainant, as a PDF."""
    try:
        page = open_own_letter(OwnLetter(*_key(), _typed("letter_id")), make_unit(), current_actor())
    except RuleRefused as refused:
        return _query(refused)
    except NotFound:
        found = _find()
        return found if isinstance(found, Response) else _refused(found, RuleRefused("NO_SUCH_FILE"))
    if page is None:
        return _query(RuleRefused("NO_SUCH_CASE"))
    return send_stream([page.content], page.name, "application/pdf")


@blueprint.post("/progress/data-copy")
@permission(Permission.PUBLIC)
def data_copy() -> Response:
    """The copy of his own data that he was granted, as a ZIP."""
    command = FetchCopy(*_key(), _typed("request_id"))
    try:
        copy = fetch_copy(command, make_unit(), current_actor(), holds_own)
    except RuleRefused as refused:
        found = _find()
        return found if isinstance(found, Response) else _refused(found, refused)
    except NotFound:
        found = _find()
        return found if isinstance(found, Response) else _refused(found, RuleRefused("NO_SUCH_FILE"))
    if copy is None:
        return _query(RuleRefused("NO_SUCH_CASE"))
    return send_stream([copy.content], copy.name, "application/zip")


@blueprint.errorhandler(StalePage)
def keep_stale_form(error: StalePage) -> Response:
    """The page lay open too long: it comes back with a fresh token, and the form is sent again."""
    found = _find()
    if not isinstance(found, Response):
        found = make_response(progress_page(found, _key()[1], SentForm(OWN, refused=code_of(error))))
    found.status_code = status_of(error)
    return found


def _find(has_proved: Callable[[str], bool] = holds_own) -> Progress | Response:
    """The case, or the question for number and code again."""
    try:
        found = find_progress(FindProgress(*_key()), page_unit(), current_actor(), has_proved)
    except RuleRefused as refused:
        return _query(refused)
    return _query(RuleRefused("NO_SUCH_CASE")) if found is None else found


def _may_print_words(complaint_id: str) -> bool:
    return holds_own(complaint_id) or is_own_ticket(request.form.get("ticket", ""), complaint_id)


def _query(refused: RuleRefused) -> Response:
    values = {"number": _typed("number")}
    page = render_template("citizen/progress_form.html", refused=code_of(refused), values=values)
    return make_response(page, status_of(refused))


def _refused(found: Progress, refused: RuleRefused) -> Response:
    page = progress_page(found, _key()[1], SentForm(OWN, refused=code_of(refused)))
    return make_response(page, status_of(refused))


def _key() -> tuple[str, str]:
    return _typed("number"), _typed("query_code")


def _typed(name: str) -> str:
    return request.form.get(name, "").strip()[:_MAX_TYPED]
