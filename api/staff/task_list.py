"""`/tasks`: a person's tasks under tabs, with what may be done with several of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, current_session, make_unit
from api.frame_unit import frame_unit
from api.security.gate import is_fragment
from api.security.permissions import Permission, is_allowed, permission
from api.staff.office_tasks import show_office_tasks
from api.task_badge import note_held_tasks
from models.case.lifecycle import Stage
from models.ground.errors import DomainError, InvalidInput
from services.acts.list_unit_cases import list_statements_asked
from services.groups.list_proposals import count_open_proposals
from services.letters.list_waiting import count_waiting
from services.office.unit_options import list_every_unit_option
from services.restriction.answer_title import list_title_questions
from services.rights.decide_objection import list_open_objections
from services.views.absences import list_my_absences
from services.views.came_back import has_to_send, list_to_send
from services.views.chosen_tasks import list_chosen
from services.views.first_answerable import list_held_cases, may_hold_cases
from services.views.my_tasks import TaskRow
from services.views.page import ROWS_OF_A_PAGE
from services.views.takers import Takers, list_takers
from services.views.work_list import ListWork, TaskTab, WorkList, list_work
from services.worklist.claim_task import ClaimTask, claim_task
from services.worklist.hand_over_task import LONGEST_REASON, HandOverTask, hand_over_task
from services.worklist.release_task import ReleaseTask, release_task

blueprint = Blueprint("staff_task_list", __name__, url_prefix="/tasks")

# More cannot be chosen on one page.
MOST_CHOSEN = ROWS_OF_A_PAGE
_STAGES = tuple(stage for stage in Stage if stage is not Stage.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one of the chosen tasks; `row` None for one that is not told of, `code` is why it was not done."""

    row: TaskRow | None
    code: str | None


@blueprint.get("")
@permission(Permission.HANDLE)
def my_tasks() -> BaseResponse:
    """One tab of the tasks of this person; a page that is open asks again for the list alone."""
    command = _command()
    work = list_work(command, frame_unit(), current_actor())
    if not command.is_narrowed:
        note_held_tasks(work.held)
    shown = {"work": work, "command": command, "tabs": _tabs(work, command)}
    if is_fragment():
        response = make_response(render_template("staff/task_list.html", **shown))
    else:
        response = make_response(render_template("staff/tasks.html", **shown, **_beside()))
    response.add_etag()
    return response.make_conditional(request)


@blueprint.post("/chosen")
@permission(Permission.HANDLE)
def chosen() -> BaseResponse | str:
    """Take or give back the chosen tasks, each for itself; a hand-over asks first to whom and why."""
    keys, act = _keys(), request.form.get("act", "")
    if act == "hand_over":
        return redirect(url_for("staff_task_list.hand_over_form", task=keys), code=303)
    rows = list_chosen(keys, make_unit(), current_actor())
    results = [Result(rows.get(key), _try(key, act)) for key in keys]
    return _show_results(results, act)


@blueprint.get("/hand-over")
@permission(Permission.HANDLE)
def hand_over_form() -> str:
    """To whom, and why; the tasks that are not one's own are left out."""
    keys = list(dict.fromkeys(request.args.getlist("task")))[:MOST_CHOSEN]
    return _form(list_takers(keys, make_unit(), current_actor()))


@blueprint.post("/hand-over")
@permission(Permission.HANDLE)
def hand_over() -> str | tuple[str, int]:
    """Hand each of them over; what is missing comes back at its field, a colleague who may not is named in the row."""
    to, reason = request.form.get("to", ""), request.form.get("reason", "")
    takers = list_takers(_keys(), make_unit(), current_actor())
    results: list[Result] = []
    errors: dict[str, str] = {}
    for row in takers.tasks:
        try:
            hand_over_task(HandOverTask(row.user_task_key, to, reason), make_unit(), current_actor())
        except InvalidInput as refused:
            errors |= refused.errors
            results.append(Result(row, refused.errors.get("to", refused.code)))
        except DomainError as refused:
            results.append(Result(row, refused.code))
        else:
            results.append(Result(row, None))
    if errors and all(result.code for result in results):
        return _form(takers, {"to": to, "reason": reason}, errors), 422
    return _show_results(results, "hand_over")


@blueprint.get("/first-answerable")
@permission(Permission.HANDLE)
def first_answerable() -> str:
    """The cases that this person took first and answers for until somebody has signed."""
    held = list_held_cases(make_unit(), current_actor())
    return render_template("staff/first_answerable.html", held=held)


@blueprint.get("/returned")
@permission(Permission.HANDLE)
def returned() -> str:
    """What came back and has to be sent again by this person."""
    return render_template("staff/returned.html", rows=list_to_send(make_unit(), current_actor()))


def _command() -> ListWork:
    asked = request.args
    tab, stage = asked.get("tab", ""), asked.get("stage", "")
    return ListWork(
        tab=TaskTab(tab) if tab in set(TaskTab) else None,
        page=asked.get("page", 1, type=int),
        number=asked.get("number", "").strip(),
        stage=Stage(stage) if stage in set(Stage) else None,
        unit=asked.get("unit", ""),
        is_late=asked.get("late") == "1",
    )


def _tabs(work: WorkList, command: ListWork) -> list[dict[str, object]]:
    narrowed: dict[str, Any] = {  # Any: what an address takes
        "number": command.number or None,
        "stage": command.stage,
        "unit": command.unit or None,
        "late": "1" if command.is_late else None,
    }
    return [
        {
            "name": tab.value,
            "address": url_for("staff_task_list.my_tasks", tab=tab.value, **narrowed),
            "is_current": tab is work.tab,
            "count": f"{work.counts[tab]:,}{'+' if work.has_more and tab is not TaskTab.MINE else ''}",
        }
        for tab in TaskTab
        if work.counts[tab] or tab is not TaskTab.COLLEAGUES or tab is work.tab
    ]


def _beside() -> dict[str, object]:
    """What stands beside the list: questions to this person, who is away, what he first took."""
    actor = current_actor()
    with frame_unit().reading() as unit:
        units = list_every_unit_option(unit)
    return {
        "units": units,
        "stages": _STAGES,
        "asked": len(list_title_questions(frame_unit(), actor)),
        "letters": count_waiting(frame_unit(), actor),
        "alike": count_open_proposals(frame_unit(), actor),
        "objections": len(list_open_objections(frame_unit(), actor)),
        "absences": list_my_absences(frame_unit(), actor),
        "statements": _list_statements(),
        "returned": has_to_send(frame_unit(), actor),
        "holds": may_hold_cases(frame_unit(), actor),
        "awaited": show_office_tasks(frame_unit, actor),
    }


def _list_statements() -> list[str]:
    """Cases in which this person's unit is asked for a statement; nothing for who speaks for no unit."""
    if not is_allowed(Permission.ANSWER_FOR_UNIT, current_session()):
        return []
    return list_statements_asked(frame_unit(), current_actor())


def _keys() -> list[str]:
    one = request.form.get("one", "")
    return [one] if one else list(dict.fromkeys(request.form.getlist("task")))[:MOST_CHOSEN]


def _try(key: str, act: str) -> str | None:
    """None when it was done, else the code of what speaks against it; each is a commit of its own."""
    try:
        if act == "release":
            release_task(ReleaseTask(key), make_unit(), current_actor())
        else:
            claim_task(ClaimTask(key), make_unit(), current_actor())
    except DomainError as refused:
        return refused.code
    return None


def _form(takers: Takers, values: dict[str, str] | None = None, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "staff/hand_over.html",
        takers=takers,
        values=values or {},
        errors=errors or {},
        longest_reason=LONGEST_REASON,
    )


def _show_results(results: list[Result], act: str) -> str:
    return render_template("staff/task_results.html", results=results, act=act)
