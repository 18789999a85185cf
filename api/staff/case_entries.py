"""What staff write into a file besides tasks: entries, the split into matters, evidence, identity reveals."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.incoming_files import incoming_files
from api.readers_words import refuse_cut_words, show_whole
from api.security.permissions import Permission, permission
from api.staff.case_page import case_page
from api.staff.case_sections import BY_NAME, EVIDENCE
from api.staff.readable_cases import is_readable
from api.submission_ids import sent_submission_id
from models.case.lifecycle import FileEntryKind
from models.ground.errors import InvalidInput
from models.ground.matter_codes import MatterKind
from services.acts.reveal_identity import RevealIdentity, reveal_identity
from services.case.correct_claims import TypedClaim
from services.case.correct_matters import CorrectMatters, correct_matters
from services.case.record_entry import RecordEntry, record_entry
from services.evidence.add_evidence import AddEvidence, add_evidence
from services.identity.open_identity import RevealedIdentity
from services.views.open_file import open_case_file

blueprint = Blueprint("staff_case_entries", __name__)


@blueprint.post("/cases/<complaint_id>/entries")
@permission(Permission.HANDLE)
def add_entry(complaint_id: str) -> BaseResponse:
    """A first contact or a note, once for each shown page."""

    def record() -> None:
        ways = tuple(request.form.getlist("ways"))
        text = request.form.get("text", "")
        command = RecordEntry(complaint_id, _entry_kind(), text, ways, sent_submission_id())
        record_entry(command, make_unit(), current_actor())

    return _done_or_marked(complaint_id, "entries", record)


@blueprint.post("/cases/<complaint_id>/matters")
@permission(Permission.HANDLE)
def matters(complaint_id: str) -> BaseResponse:
    """Correct the split into matters and claims, before the opinion; a matter's kind stands beside its words."""
    rows = [
        (text, kind)
        for text, kind in zip_longest(
            request.form.getlist("matter_text"), request.form.getlist("matter_kind"), fillvalue=""
        )
        if text.strip()
    ]
    typed = zip(request.form.getlist("claim_text"), request.form.getlist("claim_matters"), strict=False)
    claims = (
        tuple(TypedClaim(text, numbers) for text, numbers in typed) if "claim_text" in request.form else None
    )
    kinds = tuple(_matter_kind(kind) for _text, kind in rows) if "matter_kind" in request.form else None
    if is_readable(complaint_id):
        refuse_cut_words([*request.form.getlist("matter_text"), *request.form.getlist("claim_text")])
    command = CorrectMatters(complaint_id, tuple(text for text, _kind in rows), claims, kinds)
    return _done_or_marked(
        complaint_id, "matters", lambda: correct_matters(command, make_unit(), current_actor())
    )


@blueprint.post("/cases/<complaint_id>/evidence")
@permission(Permission.HANDLE)
def evidence(complaint_id: str) -> BaseResponse:
    """Add files to the evidence list, once for each shown page."""
    reason = request.form.get("addendum_reason", "")
    command = AddEvidence(complaint_id, incoming_files("attachments"), sent_submission_id(), reason)
    return _done_or_marked(
        complaint_id, EVIDENCE, lambda: add_evidence(command, make_unit(), current_actor())
    )


@blueprint.post("/cases/<complaint_id>/identity")
@permission(Permission.HANDLE)
def identity(complaint_id: str) -> BaseResponse:
    """Show the identity and the raw receipts once, for a stated purpose that goes on record."""
    command = RevealIdentity(complaint_id, request.form.get("purpose", ""))
    try:
        look = reveal_identity(command, make_unit(), current_actor())
    except InvalidInput as fault:
        return Response(case_page(complaint_id, "complainant", fault.errors), status=422)
    return Response(look.hand_out(lambda shown: _identity_page(complaint_id, shown)))


def _identity_page(complaint_id: str, shown: RevealedIdentity) -> str:
    show_whole()
    with open_case_file(complaint_id, make_unit(), current_actor()) as file:
        return render_template("staff/identity.html", identity=shown, file=file)


def _done_or_marked(complaint_id: str, section: str, work: Callable[[], object]) -> BaseResponse:
    """Back to the section after the work, or the section with the faults marked at their fields."""
    try:
        work()
    except InvalidInput as fault:
        return Response(case_page(complaint_id, section, fault.errors), status=422)
    return redirect(f"/cases/{complaint_id}/{BY_NAME[section].place}", code=303)


def _matter_kind(code: str) -> MatterKind:
    try:
        return MatterKind(code)
    except ValueError as error:
        raise InvalidInput({"matter_text": "NOT_AN_OPTION"}) from error


def _entry_kind() -> FileEntryKind:
    try:
        return FileEntryKind(request.form.get("kind", ""))
    except ValueError as error:
        raise InvalidInput({"kind": "REQUIRED"}) from error
