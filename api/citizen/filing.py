"""`/complaints/new`: the public form; the answer to a sent form is the receipt itself, so nothing secret is in a URL."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from api.citizen.filing_form import (
    FILES,
    HONEYPOT,
    PRIVACY_NOTICE_VERSION,
    labels,
    raw_of,
    statement_of,
    typed_values,
)
from api.citizen.limits import get_acceptance_count, list_told_limits
from api.context import current_actor, make_unit
from api.errors import RETRY_SECONDS, status_of
from api.incoming_files import incoming_files
from api.security.csrf import StalePage
from api.security.permissions import Permission, permission
from api.settings import CROWDED
from api.submission_ids import sent_submission_id, shown_submission_id
from models.ground.codes import Channel
from models.ground.errors import DatabaseBusy, DomainError, InvalidInput, OutsideUnavailable, RuleRefused
from services.evidence.incoming_file import MAX_FILE_BYTES, MAX_FILES
from services.filing.file_complaint import OWN_CHANNELS, FileComplaint, file_complaint
from services.filing.new_case import FiledComplaint

blueprint = Blueprint("citizen_filing", __name__)


@blueprint.route("/complaints/new", methods=["GET", "POST"])
@permission(Permission.PUBLIC)
def new() -> Response:
    """The empty form, the receipt of a sent one, or the form with everything typed and what to correct."""
    if request.method == "GET":
        return _form(None)
    if request.form.get(HONEYPOT):
        # A field that no person sees was filled: a program. It learns nothing from a plain refusal.
        return _form(InvalidInput({"content": "NOT_TEXT"}))
    if CROWDED in request.environ:
        return _form(DatabaseBusy())
    try:
        filed = file_complaint(_command(), make_unit(), current_actor())
    except (InvalidInput, RuleRefused, OutsideUnavailable) as error:
        return _form(error)
    return _receipt(filed)


@blueprint.errorhandler(StalePage)
def keep_stale_form(error: StalePage) -> Response:
    """The page lay open too long: the form comes back with everything typed and a fresh token."""
    return _form(error)


def _command() -> FileComplaint:
    form = request.form
    channel = form.get("channel", Channel.PORTAL)
    return FileComplaint(
        submission_id=sent_submission_id(),
        channel=Channel(channel) if channel in OWN_CHANNELS else Channel.PORTAL,
        statement=statement_of(form),
        raw=raw_of(form),
        files=incoming_files(FILES),
    )


def _form(error: DomainError | None) -> Response:
    """Everything typed is kept; only files must be chosen again, browsers do not let pages fill them in."""
    errors = error.errors if isinstance(error, InvalidInput) else {}
    page = render_template(
        "citizen/filing.html",
        values=typed_values(request.form),
        errors=errors,
        labels=labels(),
        refused=error.code if error and not errors else None,
        had_files=any(upload.filename for upload in request.files.getlist(FILES)),
        submission_id=shown_submission_id(errors),
        privacy_notice_version=PRIVACY_NOTICE_VERSION,
        honeypot=HONEYPOT,
        max_files=MAX_FILES,
        max_megabytes=MAX_FILE_BYTES // 1024 // 1024,
    )
    response = make_response(page, status_of(error) if error else 200)
    if isinstance(error, OutsideUnavailable):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _receipt(filed: FiledComplaint) -> Response:
    page = render_template(
        "citizen/receipt.html",
        limits=list_told_limits(),
        filed=filed,
        count=get_acceptance_count(filed.complaint_id),
        may_write=bool(request.form.get("email") or request.form.get("phone")),
    )
    return make_response(page)
