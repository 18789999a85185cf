"""Letters that wait for approval: the list of them, and the page on which another person approves or returns one."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit, public_address
from api.frame_unit import frame_unit
from api.security.permissions import Permission, permission
from api.staff.case_page import render_section
from api.staff.case_sections import LETTERS
from models.ground.errors import InvalidInput
from services.letters.approve_letter import LONGEST_REASON, DecideLetter, approve_letter, return_letter
from services.letters.list_waiting import list_waiting
from services.letters.waiting_letter import WaitingLetter, get_waiting

blueprint = Blueprint("staff_letter_approvals", __name__)

APPROVE, RETURN = "approve", "return"


@blueprint.get("/letters/waiting")
@permission(Permission.HANDLE)
def waiting() -> str:
    """The letters that this person may approve, the longest waiting first."""
    return render_template(
        "staff/letters_waiting.html",
        waiting=list_waiting(make_unit(), current_actor()),
        done=request.args.get("done", ""),
    )


@blueprint.get("/cases/<complaint_id>/letters/<kind>/<subject>/approval")
@permission(Permission.HANDLE)
def approval(complaint_id: str, kind: str, subject: str) -> str:
    """The letter as it would be frozen, every page of it."""
    return _page(WaitingLetter(complaint_id, kind, subject, public_address()))


@blueprint.post("/cases/<complaint_id>/letters/<kind>/<subject>/approval")
@permission(Permission.HANDLE)
def decide(complaint_id: str, kind: str, subject: str) -> BaseResponse | tuple[str, int]:
    """Approve it or return it; what says else by now comes back to be looked at again, with the reason as typed."""
    letter = WaitingLetter(complaint_id, kind, subject, public_address())
    reason = request.form.get("reason", "")
    command = DecideLetter(letter, request.form.get("digest", ""), reason)
    action = request.form.get("action")
    if action not in (APPROVE, RETURN):
        return _page(letter, reason, {"reason": "NOT_AN_OPTION"}), 422
    is_approved = action == APPROVE
    try:
        if is_approved:
            approve_letter(command, make_unit(), current_actor())
        else:
            return_letter(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(letter, reason, refused.errors), 422
    done = "approved" if is_approved else "returned"
    return redirect(url_for("staff_letter_approvals.waiting", done=done), code=303)


def _page(letter: WaitingLetter, reason: str = "", errors: Mapping[str, str] | None = None) -> str:
    return render_section(
        letter.complaint_id,
        LETTERS,
        waiting=get_waiting(letter, frame_unit(), current_actor()),
        at=f"/cases/{letter.complaint_id}/letters/{letter.kind}/{letter.subject}",
        values={"reason": reason},
        errors=dict(errors or {}),
        longest_reason=LONGEST_REASON,
    )
