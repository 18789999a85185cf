"""The respondents of one case as its office sees them, and the objections that wait for whoever decides them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.readers_words import show_whole
from api.security.permissions import Permission, permission
from api.staff.typed_marks import TypedMarks, at_places, list_marks, read_marks
from models.ground.errors import InvalidInput
from services.rights.decide_objection import DecideObjection, decide_objection, list_open_objections
from services.rights.part_of_file import get_rights_part
from services.rights.receive_finding import HandOver, hand_over_finding
from services.rights.support_note import IssueNote, issue_note

blueprint = Blueprint("staff_respondent_rights", __name__)


@blueprint.get("/cases/<complaint_id>/respondents")
@permission(Permission.HANDLE)
def respondents(complaint_id: str) -> str:
    """For each respondent: asked, heard, told, objected, note."""
    return _case_page(complaint_id, {}, None)


@blueprint.post("/cases/<complaint_id>/respondents/<told_finding_id>/handed-over")
@permission(Permission.HANDLE)
def handed_over(complaint_id: str, told_finding_id: str) -> BaseResponse:
    """The finding was handed over on paper."""
    command = HandOver(told_finding_id, request.form.get("proof", ""))
    return _of_case(
        complaint_id, told_finding_id, lambda: hand_over_finding(command, make_unit(), current_actor())
    )


@blueprint.post("/cases/<complaint_id>/respondents/<told_finding_id>/note")
@permission(Permission.HANDLE)
def note(complaint_id: str, told_finding_id: str) -> BaseResponse:
    """Issue a note that something is not true."""
    command = IssueNote(told_finding_id, request.form.get("text", ""), read_marks())
    return _of_case(complaint_id, told_finding_id, lambda: issue_note(command, make_unit(), current_actor()))


@blueprint.get("/objections")
@permission(Permission.HANDLE)
def objections() -> str:
    """Those that wait for this person."""
    return _objections_page({}, None)


@blueprint.post("/objections/<objection_id>")
@permission(Permission.HANDLE)
def decide(objection_id: str) -> BaseResponse:
    """Uphold or reject it, with the reason that is told."""
    decision = request.form.get("decision", "")
    reason = request.form.get("reason", "")
    command = DecideObjection(objection_id, decision == "uphold", reason, read_marks())
    try:
        if decision not in ("uphold", "reject"):
            raise InvalidInput({"reason": "NOT_AN_OPTION"})
        decide_objection(command, make_unit(), current_actor())
    except InvalidInput as fault:
        errors = at_places(objection_id, fault.errors)
        return Response(_objections_page(errors, list_marks(objection_id, fault)), status=422)
    return redirect(url_for("staff_respondent_rights.objections", done="decided"), code=303)


def _of_case(complaint_id: str, told_finding_id: str, work: Callable[[], str]) -> BaseResponse:
    try:
        found = work()
    except InvalidInput as fault:
        errors = at_places(told_finding_id, fault.errors)
        return Response(_case_page(complaint_id, errors, list_marks(told_finding_id, fault)), status=422)
    return redirect(url_for("staff_respondent_rights.respondents", complaint_id=found, done="yes"), code=303)


def _case_page(complaint_id: str, errors: dict[str, str], marks: TypedMarks | None) -> str:
    part = get_rights_part(complaint_id, make_unit(), current_actor())
    return render_template(
        "staff/respondent_rights.html",
        part=part,
        errors=errors,
        marks=marks,
        done=request.args.get("done", ""),
    )


def _objections_page(errors: dict[str, str], marks: TypedMarks | None) -> str:
    # The list is of those alone that its reader may decide.
    show_whole()
    return render_template(
        "staff/objections.html",
        objections=list_open_objections(make_unit(), current_actor()),
        errors=errors,
        marks=marks,
        typed=request.form.get("reason", ""),
        done=request.args.get("done", ""),
    )
