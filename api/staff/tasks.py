"""The page of one task with its deployed form, and what its person does there."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.form_words import in_own_words
from api.frame_unit import frame_unit
from api.moments import moment
from api.security.csrf import csrf_token
from api.security.permissions import Permission, permission
from api.staff.sent_answers import sent_answers
from models.ground.errors import InvalidInput
from services.beside.sheets.settle_leaving import PATH
from services.extracts.beside_form import get_workplace
from services.forms.form_beside import take_apart
from services.views.neighbours import find_neighbours, find_way_on, get_neighbours
from services.views.task_page import get_task
from services.worklist.claim_task import ClaimTask, claim_task
from services.worklist.release_task import ReleaseTask, release_task
from services.worklist.save_draft import SaveDraft, save_draft
from services.worklist.submit_task import SubmitTask, submit_task

blueprint = Blueprint("staff_tasks", __name__, url_prefix="/tasks")


@blueprint.get("/<user_task_key>")
@permission(Permission.HANDLE)
def task(user_task_key: str) -> str:
    """The task's form beside what it decides on, or why this person may not fill it."""
    work = get_workplace(user_task_key, frame_unit(), current_actor())
    page, beside = work.page, work.beside
    apart = take_apart(
        in_own_words(page.schema) or {}, page.data, moves=beside.asks_left, without=beside.instead_of
    )
    form = {
        "schema": apart.schema,
        "data": page.data,
        "submitUrl": url_for("staff_tasks.submit", user_task_key=user_task_key),
        "draftUrl": url_for("staff_tasks.draft", user_task_key=user_task_key),
        "uploadUrl": url_for("staff_form_files.of_task", user_task_key=user_task_key),
        "draftSaved": moment(page.draft_saved_at),
        "csrf": csrf_token(),
        "readonly": not page.can_submit,
    }
    return render_template(
        "staff/task.html",
        page=page,
        form=form,
        beside=beside,
        apart=apart,
        near=work.near,
        can_open_case=work.can_open_case,
    )


@blueprint.get("/<user_task_key>/before")
@permission(Permission.HANDLE)
def before(user_task_key: str) -> BaseResponse:
    """On to the row before it in one's list; to the list where no rule lets the person have one. 404 as for the task."""
    return _lead_to(get_neighbours(user_task_key, make_unit(), current_actor()).before)


@blueprint.get("/<user_task_key>/after")
@permission(Permission.HANDLE)
def after(user_task_key: str) -> BaseResponse:
    """The same with the row after it."""
    return _lead_to(get_neighbours(user_task_key, make_unit(), current_actor()).after)


def _lead_to(user_task_key: str | None) -> BaseResponse:
    if user_task_key is None:
        return redirect(url_for("staff_task_list.my_tasks"), code=303)
    return redirect(url_for("staff_tasks.task", user_task_key=user_task_key), code=303)


@blueprint.post("/<user_task_key>")
@permission(Permission.HANDLE)
def submit(user_task_key: str) -> Response:
    """Take the answers; faulty ones are named by path with status 422.

    Where something that leaves with them may tell of a third person, they are kept, and `location` is where that is decided.
    """
    near = find_neighbours(user_task_key, make_unit(), current_actor())
    command = SubmitTask(user_task_key, sent_answers())
    try:
        done = submit_task(command, make_unit(), current_actor())
    except InvalidInput as refused:
        if PATH not in refused.errors:
            raise
        return jsonify({"location": _keep_for_decision(command, near.after)})
    where = url_for("staff_task_list.my_tasks", submitted=done.task_record_id)
    way_on = url_for("staff_tasks.way_on", task_record_id=done.task_record_id, after=near.after)
    return jsonify({"location": where, "next": way_on, "is_repeat": done.is_repeat})


def _keep_for_decision(command: SubmitTask, after: str | None) -> str:
    """Keep what was filled in; `after` is the row of the list that he goes on to once it is sent."""
    save_draft(SaveDraft(command.user_task_key, command.answers), make_unit(), current_actor())
    row = get_task(command.user_task_key, make_unit(), current_actor()).row
    return url_for(
        "staff_leaving.page",
        complaint_id=row.complaint_id,
        act=row.form_id,
        step=command.user_task_key,
        after=after,
    )


def lead_on(task_record_id: str, after: str) -> str:
    """The next step of the case where it is there by now, else the row that stood after it in the list, else the list."""
    found = find_way_on(task_record_id, after, make_unit(), current_actor())
    address = _address(found.in_case, task_record_id) or _address(found.in_list, task_record_id)
    return address or url_for("staff_task_list.my_tasks", submitted=task_record_id)


@blueprint.get("/submitted/<task_record_id>")
@permission(Permission.HANDLE)
def way_on(task_record_id: str) -> Response:
    """Where to go on after one's submission: `in_case` once the next step of the case is there, else `in_list`."""
    found = find_way_on(task_record_id, request.args.get("after", ""), make_unit(), current_actor())
    return jsonify(
        {
            "in_case": _address(found.in_case, task_record_id),
            "in_list": _address(found.in_list, task_record_id)
            or url_for("staff_task_list.my_tasks", submitted=task_record_id),
            "is_moved_on": found.is_moved_on,
        }
    )


def _address(user_task_key: str | None, task_record_id: str) -> str | None:
    if user_task_key is None:
        return None
    return url_for("staff_tasks.task", user_task_key=user_task_key, submitted=task_record_id)


@blueprint.post("/<user_task_key>/draft")
@permission(Permission.HANDLE)
def draft(user_task_key: str) -> Response:
    """Keep a half-filled form for its person; `told` is the office's own moment."""
    saved_at = save_draft(SaveDraft(user_task_key, sent_answers()), make_unit(), current_actor())
    return jsonify({"told": moment(saved_at)})


@blueprint.post("/<user_task_key>/claim")
@permission(Permission.HANDLE)
def claim(user_task_key: str) -> BaseResponse:
    """Take the task for oneself."""
    claim_task(ClaimTask(user_task_key), make_unit(), current_actor())
    return redirect(url_for("staff_tasks.task", user_task_key=user_task_key), code=303)


@blueprint.post("/<user_task_key>/release")
@permission(Permission.HANDLE)
def release(user_task_key: str) -> BaseResponse:
    """Give the task back to the group."""
    release_task(ReleaseTask(user_task_key), make_unit(), current_actor())
    return redirect(url_for("staff_task_list.my_tasks"), code=303)
