"""`/complaints/new`: a complaint in three steps and a last look; the answer to the sent one is the receipt itself.

What is typed is kept by the server under a cookie, so that no script is needed. The form that sends carries everything
itself: sent again it is known again, and a draft that is gone loses nothing. Nothing secret is in a URL.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.citizen.filing_form import FILES, HONEYPOT, raw_of, statement_of, typed_fields
from api.citizen.filing_pages import BETWEEN, Written, check_page, step_page
from api.citizen.filing_steps import STEPS, WHAT, WISH, YOU, Step, before, faults_on, next_of, typed_on
from api.citizen.keep_browser import keep_browser_of
from api.citizen.limits import get_acceptance_count, list_told_limits
from api.context import current_actor, make_unit
from api.incoming_files import incoming_files
from api.security.cookies import draft_token, drop_draft_token, set_draft
from api.security.csrf import StalePage
from api.security.own_grant import own_ticket
from api.security.permissions import Permission, permission
from api.security.person_guard import guarded
from api.settings import CROWDED
from api.submission_ids import sent_submission_id, shown_submission_id
from models.ground.codes import Channel
from models.ground.errors import (
    DatabaseBusy,
    DomainError,
    InvalidInput,
    NotFound,
    OutsideUnavailable,
    RuleRefused,
)
from services.attempts.guard import FILING
from services.evidence.incoming_file import RefusedFile
from services.filing.draft_files import add_draft_files, remove_draft_file
from services.filing.file_complaint import OWN_CHANNELS, FileComplaint, file_complaint
from services.filing.filing_draft import Draft, drop_draft, find_draft, keep_draft
from services.filing.new_case import FiledComplaint

blueprint = Blueprint("citizen_filing", __name__, url_prefix="/complaints/new")

# What the sender is told on the page, with everything typed.
_TOLD = (InvalidInput, RuleRefused, OutsideUnavailable)
_ROBOT = InvalidInput({"content": "NOT_TEXT"})


@blueprint.get("")
@permission(Permission.PUBLIC)
def begin() -> Response:
    """The first step, with what this browser has typed before."""
    return _show(WHAT)


@blueprint.post("")
@permission(Permission.PUBLIC)
def send() -> Response:
    """The receipt of a sent complaint, or the last page with everything typed and what to correct."""
    if request.form.get(HONEYPOT):
        # A field that no person sees was filled: a program. It learns nothing from a plain refusal.
        return _sent_back(_ROBOT)
    if CROWDED in request.environ:
        return _sent_back(DatabaseBusy())
    try:
        with guarded(FILING, sent_submission_id()):
            filed = file_complaint(_command(), make_unit(), current_actor())
    except _TOLD as error:
        return _sent_back(error)
    answer = _receipt(filed)
    drop_draft_token(answer)
    return answer


@blueprint.route("/what", methods=["GET", "POST"])
@permission(Permission.PUBLIC)
def what() -> BaseResponse:
    """Step 1: the events, and files."""
    return _step(WHAT)


@blueprint.route("/wish", methods=["GET", "POST"])
@permission(Permission.PUBLIC)
def wish() -> BaseResponse:
    """Step 2: the wishes, and whom it is about."""
    return _step(WISH)


@blueprint.route("/you", methods=["GET", "POST"])
@permission(Permission.PUBLIC)
def you() -> BaseResponse:
    """Step 3: the person, and how the answer comes."""
    return _step(YOU)


@blueprint.get("/check")
@permission(Permission.PUBLIC)
def check() -> BaseResponse:
    """Everything typed, to be read once more; without anything typed the first step."""
    draft = find_draft(draft_token(), make_unit())
    if draft is None:
        return redirect("/complaints/new", code=303)
    return check_page(Written(draft.values, draft.files, draft.submission_id, is_kept=True))


@blueprint.post("/clear")
@permission(Permission.PUBLIC)
def clear() -> BaseResponse:
    """Forget what was typed, with the files."""
    drop_draft(draft_token(), make_unit())
    answer = redirect("/complaints/new", code=303)
    drop_draft_token(answer)
    return answer


@blueprint.errorhandler(StalePage)
def keep_stale_form(error: StalePage) -> Response:
    """The page lay open too long: it comes back with everything typed and a fresh token; nothing is kept of it."""
    if request.path == blueprint.url_prefix:
        return check_page(_as_posted(error))
    return _show(next((step for step in STEPS if step.path == request.path), WHAT), error)


def _step(step: Step) -> BaseResponse:
    if request.method == "GET":
        return _show(step)
    if request.form.get(HONEYPOT):
        return _show(step, _ROBOT)
    if CROWDED in request.environ:
        return _show(step, DatabaseBusy())
    try:
        draft, refused_files = _keep(step)
    except NotFound:
        return _show(step, RuleRefused("DRAFT_GONE"))
    except _TOLD as error:
        return _show(step, error)
    answer = _after(step, draft, refused_files)
    set_draft(answer, draft.token)
    return answer


def _keep(step: Step) -> tuple[Draft, list[RefusedFile]]:
    unit_of_work = make_unit()
    draft = keep_draft(draft_token(), typed_on(step, request.form), unit_of_work, current_actor())
    refused: list[RefusedFile] = []
    if step is WHAT and (files := incoming_files(FILES)):
        draft, refused = add_draft_files(draft, files, unit_of_work)
    if step is WHAT and (key := request.form.get("remove")):
        draft = remove_draft_file(draft, key, unit_of_work)
    return draft, refused


def _after(step: Step, draft: Draft, refused_files: list[RefusedFile]) -> BaseResponse:
    """On, back, or here again: where a file was not taken, and where something is to be corrected before going on."""
    goes = request.form.get("go", "on")
    errors = faults_on(step, dict(draft.values)) if goes == "on" and "remove" not in request.form else {}
    if errors or refused_files:
        written = Written(
            draft.values, draft.files, draft.submission_id, errors, refused_files=refused_files, is_kept=True
        )
        return step_page(step, written)
    if goes == "stay" or "remove" in request.form:
        return redirect(f"{step.path}#files", code=303)
    return redirect((before(step) if goes == "back" else next_of(step)).path, code=303)


def _show(step: Step, problem: DomainError | None = None) -> Response:
    draft = find_draft(draft_token(), make_unit())
    kept = draft or Draft("", shown_submission_id())
    typed = typed_on(step, request.form) if request.method == "POST" else {}
    written = Written(
        {**kept.values, **typed},
        kept.files,
        kept.submission_id,
        problem.errors if isinstance(problem, InvalidInput) else {},
        problem,
        is_kept=draft is not None,
        had_files=_had_files(),
    )
    return step_page(step, written)


def _sent_back(error: DomainError) -> Response:
    """The last page with what was sent; it is kept as a draft too, so that each step can be gone back to."""
    if error is _ROBOT or isinstance(error, OutsideUnavailable):
        return check_page(_as_posted(error))
    try:
        draft = keep_draft(draft_token(), typed_fields(request.form), make_unit(), current_actor())
    except (RuleRefused, OutsideUnavailable):
        return check_page(_as_posted(error))
    answer = check_page(_as_posted(error, draft))
    set_draft(answer, draft.token)
    return answer


def _as_posted(error: DomainError, kept: Draft | None = None) -> Written:
    errors = error.errors if isinstance(error, InvalidInput) else {}
    draft = kept or find_draft(draft_token(), make_unit())
    return Written(
        typed_fields(request.form),
        draft.files if draft is not None else (),
        shown_submission_id(errors),
        errors,
        error,
        is_kept=draft is not None,
        had_files=_had_files(),
    )


def _had_files() -> bool:
    return any(upload.filename for upload in request.files.getlist(FILES))


def _command() -> FileComplaint:
    form = request.form
    channel = form.get("channel", Channel.PORTAL)
    shown = [sent.partition(BETWEEN) for sent in form.getlist("draft_file")]
    return FileComplaint(
        submission_id=sent_submission_id(),
        channel=Channel(channel) if channel in OWN_CHANNELS else Channel.PORTAL,
        statement=statement_of(form),
        raw=raw_of(form),
        files=incoming_files(FILES),
        draft_token=draft_token() if "from_draft" in form else None,
        draft_files=tuple((name, sha256) for sha256, _, name in shown),
    )


def _receipt(filed: FiledComplaint) -> Response:
    page = render_template(
        "citizen/receipt.html",
        limits=list_told_limits(),
        filed=filed,
        ticket=own_ticket(filed.complaint_id),
        count=get_acceptance_count(filed.complaint_id),
        may_write=bool(request.form.get("email") or request.form.get("phone")),
    )
    answer = make_response(page)
    # Only by a telephone is a lost code given again.
    return keep_browser_of(filed.number, answer) if request.form.get("phone") else answer
