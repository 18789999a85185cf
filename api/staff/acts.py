"""Acts on a case file beside its tasks: each has a form of its own, checked like a task's."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from api.context import current_actor, make_unit
from api.form_words import in_own_words
from api.frame_unit import frame_unit
from api.moments import moment
from api.readers_words import show_to_who_decides
from api.security.csrf import csrf_token
from api.security.permissions import Permission, permission
from api.staff.case_acts import left_task, place_of
from api.staff.readable_cases import is_readable
from api.staff.sent_answers import sent_answers
from api.submission_ids import new_submission_id
from models.ground.errors import InvalidInput
from services.acts.act_draft import SaveActDraft, save_act_draft
from services.acts.get_act_page import get_act_page
from services.acts.take_act import TakeAct, take_act
from services.beside.sheets.settle_leaving import PATH
from services.case.decide_run import preview_run
from services.case.propose_run import EFFECTS
from services.forms.form_beside import take_apart

blueprint = Blueprint("staff_acts", __name__)


@blueprint.get("/cases/<complaint_id>/acts/<act>")
@permission(Permission.HANDLE)
def page(complaint_id: str, act: str) -> str:
    """The act's form, or why this person may not take it now."""
    shown = get_act_page(complaint_id, act, frame_unit(), current_actor())
    show_to_who_decides(may_take=shown.why_not is None)
    # The id goes with the page, so that what a browser sends again without an answer is the same act.
    task = left_task()
    place = url_for(
        "staff_acts.take",
        complaint_id=complaint_id,
        act=act,
        submission_id=new_submission_id(),
        task=task or None,
    )
    apart = take_apart(
        in_own_words(shown.schema) or {},
        shown.data,
        moves=shown.beside.asks_left,
        without=shown.beside.instead_of,
    )
    form = {
        "schema": apart.schema,
        "data": shown.data,
        "submitUrl": place,
        "draftUrl": url_for("staff_acts.draft", complaint_id=complaint_id, act=act),
        "draftSaved": moment(shown.draft_saved_at),
        "uploadUrl": url_for("staff_form_files.of_act", complaint_id=complaint_id, act=act),
        "csrf": csrf_token(),
        "readonly": shown.why_not is not None,
    }
    return render_template(
        "staff/act.html",
        page=shown,
        form=form,
        beside=shown.beside,
        apart=apart,
        can_open_case=is_readable(complaint_id),
        of_task=task,
        run_preview=preview_run(complaint_id, frame_unit(), current_actor()) if act in EFFECTS else None,
    )


@blueprint.post("/cases/<complaint_id>/acts/<act>/draft")
@permission(Permission.HANDLE)
def draft(complaint_id: str, act: str) -> Response:
    """Keep a half-filled form for its person; `told` is the office's own moment."""
    command = SaveActDraft(complaint_id, act, sent_answers())
    return jsonify({"told": moment(save_act_draft(command, make_unit(), current_actor()))})


@blueprint.post("/cases/<complaint_id>/acts/<act>")
@permission(Permission.HANDLE)
def take(complaint_id: str, act: str) -> Response:
    """Take it once for each shown page; faulty answers are named by path with status 422."""
    command = TakeAct(complaint_id, act, sent_answers(), request.args.get("submission_id", ""))
    try:
        done = take_act(command, make_unit(), current_actor())
    except InvalidInput as refused:
        if PATH not in refused.errors:
            raise
        return jsonify({"location": _keep_for_decision(command)})
    # The act itself may have ended this person's right to read the file.
    elsewhere = url_for("staff_unit_cases.unit_cases", taken=act)
    where = where_after(complaint_id, act) if is_readable(complaint_id) else elsewhere
    return jsonify({"location": where, "act_record_id": done.act_record_id})


def _keep_for_decision(command: TakeAct) -> str:
    """Keep what was filled in and lead to where it is decided what becomes of third persons in what leaves."""
    draft = SaveActDraft(command.complaint_id, command.act, command.answers)
    save_act_draft(draft, make_unit(), current_actor())
    return url_for(
        "staff_leaving.page",
        complaint_id=command.complaint_id,
        act=command.act,
        submission_id=command.submission_id,
        task=left_task() or None,
    )


def where_after(complaint_id: str, act: str) -> str:
    """Back to the task that was left for it, else where it is read what came of it."""
    if task := left_task():
        return url_for("staff_tasks.task", user_task_key=task, taken=act)
    return place_of(complaint_id, act)
