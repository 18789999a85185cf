"""`/checklist-desk`: what citizens are told before they do business; one person words it, another approves it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import ROLES, Permission, permission
from models.ground.checklist_codes import GENERAL, ChecklistDecision, ChecklistPart, ChecklistState
from models.ground.errors import Conflict, FiguresAway, InvalidInput, NotPermitted
from services.figures.item_problems import ItemProblems, list_item_problems
from services.office.item_checklists import (
    LONGEST_LINE,
    LONGEST_WORDS,
    MOST_ITEMS,
    MOST_LINES,
    list_items,
    show_checklist,
    show_parts,
)
from services.openness.decide_checklist import STATES, DecideChecklist, decide_checklist
from services.openness.list_checklists import list_checklists, read_checklist_desk
from services.openness.propose_checklist import (
    LONGEST_REASON,
    ProposeChecklist,
    list_suggestions,
    propose_checklist,
)

blueprint = Blueprint("checklist_desk", __name__, url_prefix="/checklist-desk")

# What the page says afterwards, by the state that a version came to.
_SAID = {state.value: state.value for state in STATES.values()} | {ChecklistState.OPEN.value: "proposed"}
_SENT = (*(part.value for part in ChecklistPart), "reason", "replaces")


@blueprint.get("")
@permission(Permission.CHECKLISTS)
def desk() -> str:
    """Every item with the version that citizens read, what waits, and what complaints found there."""
    words = request.args.get("words", "")[:LONGEST_WORDS]
    problems, is_away = _problems()
    return render_template(
        "administration/checklist_desk.html",
        found=list_items(words, make_unit()),
        register=list_checklists(make_unit(), current_actor()),
        problems=problems,
        is_away=is_away,
        words=words,
        longest=LONGEST_WORDS,
        most=MOST_ITEMS,
        general=GENERAL,
    )


@blueprint.get("/<item>")
@permission(Permission.CHECKLISTS)
def checklist(item: str) -> str:
    """One item's: in force, waiting, earlier, and the form of who may word it."""
    return _page(item)


@blueprint.post("/<item>")
@permission(Permission.CHECKLISTS)
def propose(item: str) -> BaseResponse | tuple[str, int]:
    """Propose the next version; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in _SENT}
    parts = {part.value: values[part] for part in ChecklistPart}
    taken = request.form.getlist("taken")
    command = ProposeChecklist(item, parts, values["reason"], values["replaces"], taken)
    try:
        propose_checklist(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(item, values, refused.errors, taken=taken), 422
    except Conflict as refused:
        return _page(item, values, code=refused.code, taken=taken), 409
    return _done(item, ChecklistState.OPEN)


@blueprint.post("/<item>/decision")
@permission(Permission.CHECKLISTS)
def decide(item: str) -> BaseResponse | tuple[str, int]:
    """Approve, refuse or withdraw what waits; what is against it comes back on the page."""
    sent = {name: request.form.get(name, "") for name in ("checklist_id", "decision", "decision_reason")}
    command = DecideChecklist(sent["checklist_id"], sent["decision"], sent["decision_reason"])
    try:
        about = decide_checklist(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(item, sent, refused.errors), 422
    except (NotPermitted, Conflict) as refused:
        return _page(item, sent, code=refused.code), 409
    return _done(about, STATES[ChecklistDecision(sent["decision"])])


def _done(item: str, state: ChecklistState) -> BaseResponse:
    return redirect(url_for("checklist_desk.checklist", item=item, done=state.value), code=303)


def _problems() -> tuple[ItemProblems | None, bool]:
    """What complaints found, for who is told figures; and whether the store of figures is away."""
    if not ROLES[Permission.SUPERVISE] & current_actor().roles:
        return None, False
    try:
        return list_item_problems(make_unit(), current_actor()), False
    except FiguresAway:
        return None, True


def _page(
    item: str,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    **more: object,
) -> str:
    page = read_checklist_desk(item, make_unit(), current_actor())
    problems, is_away = _problems()
    found = (problems.together if item == GENERAL else problems.by_item.get(item, ())) if problems else ()
    suggestions, done = list_suggestions(), request.args.get("done", "")
    known = dict(page.current.parts) if page.current else {}
    known["replaces"] = str(page.current.no) if page.current else ""
    return render_template(
        "administration/checklist.html",
        page=page,
        item=item,
        current=show_checklist(page.current),
        waiting=show_parts(page.waiting.parts) if page.waiting else (),
        parts=list(ChecklistPart),
        show_parts=show_parts,
        problems=[(problem, suggestions.get(problem.kind)) for problem in found],
        told_figures=problems is not None,
        is_away=is_away,
        period=problems.period if problems else None,
        values={**known, **(values or {})},
        errors=errors or {},
        **{"code": "", "taken": (), **more},
        most=MOST_LINES,
        longest={"part": MOST_LINES * (LONGEST_LINE + 1), "line": LONGEST_LINE, "reason": LONGEST_REASON},
        done=_SAID.get(done, ""),
    )
