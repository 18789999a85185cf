"""User tasks: list, read with the deployed form, complete."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from api.context import current_actor, make_unit
from api.frame_unit import frame_unit
from api.schemas.task import TaskAnswers, TaskList, TaskOut, TaskQuery, TaskSubmitted
from api.security.permissions import Permission, permission
from api.v1.third_persons import read_decided
from services.views.my_tasks import list_my_tasks
from services.views.open_file import open_case_file
from services.views.task_page import get_task
from services.worklist.submit_task import SubmitTask, SubmittedTask, submit_task

blueprint = Blueprint("api_tasks", __name__, description="User tasks")


@blueprint.get("/tasks")
@permission(Permission.HANDLE)
@blueprint.arguments(TaskQuery, location="query")
@blueprint.response(200, TaskList)
def list_tasks(query: dict[str, Any]) -> dict[str, Any]:
    """A page of my tasks, of all cases or of one; or the live tasks of one case that I may read."""
    if query["complaint"] and not query["mine"]:
        with open_case_file(query["complaint"], frame_unit(), current_actor()) as file:
            tasks = file.tasks
        return {"tasks": tasks, "total": len(tasks), "has_more": False}
    page = list_my_tasks(make_unit(), current_actor(), query["page"], query["complaint"])
    return {"tasks": page.rows, "total": page.total, "has_more": page.has_more}


@blueprint.get("/tasks/<user_task_key>")
@permission(Permission.HANDLE)
@blueprint.response(200, TaskOut)
def read_task(user_task_key: str) -> dict[str, Any]:
    """One task with its form."""
    page = get_task(user_task_key, make_unit(), current_actor())
    return {
        "task": page.row,
        "schema": page.schema,
        "data": page.data,
        "can_submit": page.can_submit,
        "why_not": page.why_not,
    }


@blueprint.post("/tasks/<user_task_key>")
@permission(Permission.HANDLE)
@blueprint.arguments(TaskAnswers)
@blueprint.response(200, TaskSubmitted)
def complete_task(body: dict[str, Any], user_task_key: str) -> SubmittedTask:
    """Submit once; a repeat answers with the first record. 422 names each faulty answer by its path."""
    command = SubmitTask(user_task_key, body["answers"], read_decided(body["third_persons"]))
    return submit_task(command, make_unit(), current_actor())
