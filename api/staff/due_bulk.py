"""Deciding about several items of the due list at once: a preview of exactly these, then each on its own with its result."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request

from api.context import current_actor, make_unit
from api.i18n import problem_text
from api.security.gate import wants_json
from api.security.permissions import Permission, permission
from api.submission_ids import sent_submission_id, shown_submission_id
from models.ground.errors import InvalidInput
from services.board.bulk_do import BulkDecision, Done, reassign_tasks, supervise_cases
from services.board.bulk_preview import MOST_AT_ONCE, preview_reassignment, preview_supervision
from services.views.colleagues import list_colleagues
from services.worklist.reassign_task import LONGEST_REASON

blueprint = Blueprint("staff_due_bulk", __name__, url_prefix="/due/chosen")

SUPERVISE, REASSIGN = "supervise", "reassign"


@blueprint.post("")
@permission(Permission.SUPERVISE)
def preview() -> str:
    """What was chosen, item by item, and the form that decides about it; nothing is done yet."""
    return _preview()


@blueprint.post("/done")
@permission(Permission.SUPERVISE)
def done() -> str | tuple[str, int] | Response:
    """Do it to exactly the keys that were sent; a program sends one at a time to show how far it is."""
    act = _act()
    decision = BulkDecision(
        keys=request.form.getlist("key"),
        reason=request.form.get("reason", ""),
        submission_id=sent_submission_id(),
        to=request.form.get("to", ""),
    )
    do = reassign_tasks if act == REASSIGN else supervise_cases
    try:
        results = do(decision, make_unit, current_actor())
    except InvalidInput as refused:
        if wants_json():
            raise
        return _preview(dict(refused.errors)), 422
    if wants_json():
        return jsonify([{"key": result.key, "refusal": _words(result)} for result in results])
    return render_template(
        "staff/due_done.html",
        act=act,
        results=[(result, _words(result)) for result in results],
        labels=_labels(),
    )


def _preview(errors: dict[str, str] | None = None) -> str:
    act, chosen = _act(), request.form.getlist("item")[:MOST_AT_ONCE]
    found = (preview_reassignment if act == REASSIGN else preview_supervision)(
        chosen, make_unit(), current_actor()
    )
    return render_template(
        "staff/due_chosen.html",
        act=act,
        found=found,
        chosen=chosen,
        ticked=request.form.getlist("key"),
        people=list_colleagues(make_unit()) if act == REASSIGN else [],
        values={name: request.form.get(name, "") for name in ("reason", "to")},
        errors=errors or {},
        submission_id=shown_submission_id(errors or {}),
        longest_reason=LONGEST_REASON,
    )


def _act() -> str:
    return REASSIGN if request.form.get("act") == REASSIGN else SUPERVISE


def _words(result: Done) -> str | None:
    return None if result.refusal is None else problem_text(result.refusal)[0]


def _labels() -> dict[str, str]:
    """How each key was called on the preview; a number and a name, sent with it."""
    return dict(label.split("\t", 1) for label in request.form.getlist("label") if "\t" in label)
