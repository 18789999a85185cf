"""The page of one task with its deployed form, and what its person does there."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.form_words import in_own_words
from api.security.csrf import csrf_token
from api.security.permissions import Permission, permission
from api.staff.readable_cases import is_readable
from api.staff.sent_answers import sent_answers
from services.views.task_page import get_task
from services.worklist.claim_task import ClaimTask, claim_task
from services.worklist.release_task import ReleaseTask, release_task
from services.worklist.save_draft import SaveDraft, save_draft
from services.worklist.submit_task import SubmitTask, submit_task

blueprint = Blueprint("staff_tasks", __name__, url_prefix="/tasks")


@blueprint.get("/<user_task_key>")
@permission(Permission.HANDLE)
def task(user_task_key: str) -> str:
    """The task's form, or why this person may not fill it."""
    page = get_task(user_task_key, make_unit(), current_actor())
    form = {
        "schema": in_own_words(page.schema),
        "data": page.data,
        "submitUrl": url_for("staff_tasks.submit", user_task_key=user_task_key),
        "draftUrl": url_for("staff_tasks.draft", user_task_key=user_task_key),
        "uploadUrl": url_for("staff_form_files.of_task", user_task_key=user_task_key),
        "csrf": csrf_token(),
        "readonly": not page.can_submit,
    }
    return render_template(
        "staff/task.html", page=page, form=form, can_open_case=is_readable(page.case.complaint_id)
    )


@blueprint.post("/<user_task_key>")
@permission(Permission.HANDLE)
def submit(user_task_key: str) -> Response:
    """Take the answers; faulty ones are named by path with status 422."""
    done = submit_task(SubmitTask(user_task_key, sent_answers()), make_unit(), current_actor())
    where = url_for("staff_task_list.my_tasks", submitted=done.task_record_id)
    return jsonify({"location": where, "is_repeat": done.is_repeat})


@blueprint.post("/<user_task_key>/draft")
@permission(Permission.HANDLE)
def draft(user_task_key: str) -> tuple[str, int]:
    """Keep a half-filled form for its person."""
    save_draft(SaveDraft(user_task_key, sent_answers()), make_unit(), current_actor())
    return "", 204


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
