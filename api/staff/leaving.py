"""What leaves for a unit with an act, word for word: a person decides of each mark of a third person before it is sent."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.readers_words import show_to_who_decides
from api.security.permissions import Permission, permission
from api.staff.acts import where_after
from api.staff.case_acts import left_task
from api.staff.readable_cases import is_readable
from models.ground.errors import InvalidInput
from services.acts.get_leaving_page import LeavingPage, get_leaving_page
from services.acts.take_act import TakeAct, take_act
from services.beside.sheets.settle_leaving import LONGEST_REASON, PATH, UNDECIDED, Decided

blueprint = Blueprint("staff_leaving", __name__)

CUT, LEAVE = "cut", "leave"


@blueprint.get("/cases/<complaint_id>/acts/<act>/leaving")
@permission(Permission.HANDLE)
def page(complaint_id: str, act: str) -> str | BaseResponse:
    """What leaves, with its marks; nothing is sent yet. Where nothing leaves with what is kept by now, back to the form."""
    shown = get_leaving_page(complaint_id, act, make_unit(), current_actor())
    if not shown.marked.leaving.parts:
        return redirect(_place_of_form(shown), code=303)
    # Whoever may send it decides of every word.
    show_to_who_decides(may_take=True)
    return _render(shown, {}, {})


@blueprint.post("/cases/<complaint_id>/acts/<act>/leaving")
@permission(Permission.HANDLE)
def send(complaint_id: str, act: str) -> BaseResponse | tuple[str, int]:
    """Send it as it was decided; what is missing is marked at its place, and what was filled in stays kept.

    Where nothing leaves with what is kept by now, nothing is done and it leads back to the form.
    """
    shown = get_leaving_page(complaint_id, act, make_unit(), current_actor())
    if not shown.marked.leaving.parts:
        return redirect(_place_of_form(shown), code=303)
    typed = request.form.to_dict()
    command = TakeAct(
        complaint_id, act, shown.answers, request.args.get("submission_id", ""), _read_decided(shown, typed)
    )
    try:
        take_act(command, make_unit(), current_actor())
    except InvalidInput as refused:
        # With what leaves by now, where that has changed.
        anew = get_leaving_page(complaint_id, act, make_unit(), current_actor())
        show_to_who_decides(may_take=True)
        return _render(anew, typed, dict(refused.errors)), 422
    elsewhere = url_for("staff_unit_cases.unit_cases", taken=act)
    return redirect(where_after(complaint_id, act) if is_readable(complaint_id) else elsewhere, code=303)


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
    return url_for(
        "staff_acts.page", complaint_id=shown.case.complaint_id, act=shown.act, task=left_task() or None
    )
