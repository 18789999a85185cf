"""What leaves for a unit with an act or a task, word for word: a person decides of each mark before it is sent."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.readers_words import show_whole
from api.security.csrf import FIELD
from api.security.permissions import Permission, permission
from api.staff.acts import where_after
from api.staff.case_acts import left_task
from api.staff.readable_cases import is_readable
from api.staff.tasks import lead_on
from models.ground.errors import Conflict, DomainError, InvalidInput, NotFound
from services.acts.get_leaving_page import (
    LeavingPage,
    OfTask,
    get_leaving_page,
    get_leaving_page_of_task,
)
from services.acts.take_act import TakeAct, find_taken, take_act
from services.beside.sheets.settle_leaving import LONGEST_REASON, PATH, UNDECIDED, Decided
from services.worklist.submit_task import SubmitTask, SubmittedTask, get_submitted, submit_task

blueprint = Blueprint("staff_leaving", __name__)

CUT, LEAVE = "cut", "leave"


@blueprint.get("/cases/<complaint_id>/acts/<act>/leaving")
@permission(Permission.HANDLE)
def page(complaint_id: str, act: str) -> str | BaseResponse:
    """What leaves, with its marks; nothing is sent yet. Where nothing leaves with what is kept by now, back to the form.

    `step` in the address is the key of the task whose form it is, empty for an act.
    """
    shown = _read_page(complaint_id, act)
    return _lead_back(shown) or _render(shown, {}, {})


@blueprint.post("/cases/<complaint_id>/acts/<act>/leaving")
@permission(Permission.HANDLE)
def send(complaint_id: str, act: str) -> BaseResponse | tuple[str, int]:
    """Send it as it was decided; what is missing is marked at its place, and what was filled in stays kept.

    Where nothing leaves with what is kept by now, nothing is done and it leads back to the form. The same decision sent again
    is answered as the first time.
    """
    typed = {name: value for name, value in request.form.items() if name != FIELD}
    try:
        shown = _read_page(complaint_id, act)
    except (Conflict, NotFound) as refused:
        return redirect(_find_way_again(refused, complaint_id, act, typed), code=303)
    if (back := _lead_back(shown)) is not None:
        return back
    try:
        return redirect(_take(shown, typed), code=303)
    except InvalidInput as refused:
        # With what leaves by now, where that has changed.
        return _render(_read_page(complaint_id, act), typed, dict(refused.errors)), 422


def _read_page(complaint_id: str, act: str) -> LeavingPage:
    if step := _asked_step():
        return get_leaving_page_of_task(OfTask(complaint_id, act, step), make_unit(), current_actor())
    return get_leaving_page(complaint_id, act, make_unit(), current_actor())


def _lead_back(shown: LeavingPage) -> BaseResponse | None:
    return None if shown.marked.leaving.parts else redirect(_place_of_form(shown), code=303)


def _take(shown: LeavingPage, typed: dict[str, str]) -> str:
    """Where he reads what came of it, or goes on to."""
    decided = _read_decided(shown, typed)
    if step := _asked_step():
        done = submit_task(SubmitTask(step, shown.answers, decided, typed), make_unit(), current_actor())
        return _lead_on(done)
    complaint_id, act = shown.case.complaint_id, shown.act
    command = TakeAct(complaint_id, act, shown.answers, _asked_id(), decided, typed)
    take_act(command, make_unit(), current_actor())
    return _place_after(complaint_id, act)


def _find_way_again(refused: DomainError, complaint_id: str, act: str, typed: dict[str, str]) -> str:
    """Where it led when this person sent it before: what was kept is gone since. Refused as it was for what he did not send."""
    step = _asked_step()
    if step and isinstance(refused, Conflict):
        return _lead_on(get_submitted(SubmitTask(step, {}, said=typed), make_unit(), current_actor()))
    command = TakeAct(complaint_id, act, {}, _asked_id(), said=typed)
    if step or find_taken(command, make_unit(), current_actor()) is None:
        raise refused
    return _place_after(complaint_id, act)


def _lead_on(done: SubmittedTask) -> str:
    return lead_on(done.task_record_id, request.args.get("after", ""))


def _place_after(complaint_id: str, act: str) -> str:
    elsewhere = url_for("staff_unit_cases.unit_cases", taken=act)
    return where_after(complaint_id, act) if is_readable(complaint_id) else elsewhere


def _asked_id() -> str:
    return request.args.get("submission_id", "")


def _asked_step() -> str:
    return request.args.get("step", "")


def _read_decided(shown: LeavingPage, typed: dict[str, str]) -> Decided:
    """By the places of the marks as the page numbers them; a mark without an answer stays undecided."""
    reasons: dict[str, str | None] = {}
    for at, words in enumerate(shown.marked.words):
        if (answer := typed.get(f"mark-{at}")) in (CUT, LEAVE):
            reasons[words] = typed.get(f"reason-{at}", "") if answer == LEAVE else None
    # What he saw is what is kept by now, or he is shown it anew.
    digest = shown.marked.digest if typed.get("seen") == shown.seen else "changed"
    return Decided(reasons, typed.get("checked") == "yes", digest)


def _render(shown: LeavingPage, typed: dict[str, str], errors: dict[str, str]) -> str:
    # Whoever may send it decides of every word, so he sees each.
    show_whole()
    places = {PATH: "checked", **{f"{PATH}.{at}": f"reason-{at}" for at in range(len(shown.marked.words))}}
    return render_template(
        "staff/leaving.html",
        page=shown,
        typed=typed if errors.get(PATH) != "CHANGED_MEANWHILE" else {},
        errors={
            places[path]: "REQUIRED" if code == UNDECIDED else code
            for path, code in errors.items()
            if path in places
        },
        # A fault of another field is mended where that field is.
        is_form_faulty=any(path not in places for path in errors),
        act_page=_place_of_form(shown),
        longest=LONGEST_REASON,
    )


def _place_of_form(shown: LeavingPage) -> str:
    if step := _asked_step():
        return url_for("staff_tasks.task", user_task_key=step)
    return url_for(
        "staff_acts.page", complaint_id=shown.case.complaint_id, act=shown.act, task=left_task() or None
    )
