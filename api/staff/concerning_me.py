"""`/concerning-me`: what a member of staff is asked himself, told of findings about him, objects to, and the notes he got."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.incoming_files import incoming_files
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from services.beside.respondent.reply import Reply
from services.rights.decide_objection import open_decision
from services.rights.object_to_finding import LONGEST_REASON, ObjectToFinding, object_to_finding
from services.rights.own_part import ReplyToSheet, read_own_part, read_own_sheet, reply_to_sheet
from services.rights.receive_finding import open_finding
from services.rights.support_note import read_note

blueprint = Blueprint("staff_concerning_me", __name__)

LIST = "/concerning-me"


@blueprint.get(LIST)
@permission(Permission.SIGNED_IN)
def mine() -> str:
    """What is for this person or the unit that he represents; no file, no complainant."""
    return _list_page({})


@blueprint.get("/concerning-me/requests/<request_id>")
@permission(Permission.SIGNED_IN)
def sheet(request_id: str) -> str:
    """The sheet of who was asked himself, with the form of his reply."""
    return _sheet_page(request_id, {})


@blueprint.post("/concerning-me/requests/<request_id>")
@permission(Permission.SIGNED_IN)
def answer(request_id: str) -> BaseResponse:
    """His statement, or the paper by which he gives it up."""
    is_waived = request.form.get("is_waived") == "yes"
    paper = request.form.get("waiver_paper", "") if is_waived else None
    said = Reply(request.form.get("reply_text", "")[:LONGEST_REASON], paper)
    try:
        command = ReplyToSheet(request_id, said, incoming_files("files"))
        reply_to_sheet(command, make_unit(), current_actor())
    except InvalidInput as fault:
        return Response(_sheet_page(request_id, dict(fault.errors)), status=422)
    return _back("replied")


@blueprint.post("/concerning-me/findings/<told_finding_id>/open")
@permission(Permission.SIGNED_IN)
def open_one(told_finding_id: str) -> BaseResponse:
    """Open a finding: from now on it is told, and the time to object runs."""
    open_finding(told_finding_id, make_unit(), current_actor())
    return _back("opened", told_finding_id)


@blueprint.post("/concerning-me/findings/<told_finding_id>/objection")
@permission(Permission.SIGNED_IN)
def object_to(told_finding_id: str) -> BaseResponse:
    """Object to it, once."""
    command = ObjectToFinding(told_finding_id, request.form.get("reason", ""))
    return _done_or_marked(
        lambda: object_to_finding(command, make_unit(), current_actor()), "objected", told_finding_id
    )


@blueprint.post("/concerning-me/findings/<told_finding_id>/objections/<objection_id>/open")
@permission(Permission.SIGNED_IN)
def open_objection(told_finding_id: str, objection_id: str) -> BaseResponse:
    """Open what was decided on the objection."""
    open_decision(told_finding_id, objection_id, make_unit(), current_actor())
    return _back("decision_opened", told_finding_id)


@blueprint.get("/support-notes/<note_id>")
@permission(Permission.SIGNED_IN)
def note(note_id: str) -> str:
    """One note to print, for whom it is and for who reads the file."""
    shown = read_note(note_id, make_unit(), current_actor())
    return render_template("staff/support_note.html", note=shown)


def _done_or_marked(work: Callable[[], None], done: str, told_finding_id: str) -> BaseResponse:
    try:
        work()
    except InvalidInput as fault:
        marked = {f"{field}-{told_finding_id}": code for field, code in fault.errors.items()}
        return Response(_list_page(marked), status=422)
    return _back(done, told_finding_id)


def _back(done: str, told_finding_id: str = "") -> BaseResponse:
    anchor = f"finding-{told_finding_id}" if told_finding_id else None
    return redirect(url_for("staff_concerning_me.mine", done=done, _anchor=anchor), code=303)


def _list_page(errors: dict[str, str]) -> str:
    return render_template(
        "staff/concerning_me.html",
        part=read_own_part(make_unit(), current_actor(), request.args.get("page", 1, type=int)),
        errors=errors,
        typed=request.form.get("reason", ""),
        done=request.args.get("done", ""),
        longest=LONGEST_REASON,
    )


def _sheet_page(request_id: str, errors: dict[str, str]) -> str:
    return render_template(
        "staff/own_sheet.html",
        sheet=read_own_sheet(request_id, make_unit(), current_actor()),
        errors=errors,
        values=request.form,
        longest=LONGEST_REASON,
    )
