"""`/administration/limits`: every time limit with its versions; a change is proposed by one person and approved by another."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit, office_now
from api.security.permissions import ROLES, Permission, permission
from models.clock.legal_time import beijing_date
from models.clock.limit_proposal import BASIS_LENGTH, REASON_LENGTH
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from services.case.limit_preview import LimitPreview, LimitWish, preview_limit
from services.clocks.add_time_limit import units_of
from services.clocks.decide_limit import DecideLimit, decide_limit
from services.clocks.limit_register import (
    LimitVersion,
    get_limit_register,
    get_limit_to_change,
    get_proposed_limit,
)
from services.clocks.propose_limit import ProposeLimit, check_wish, propose_limit
from services.what_if.candidate import limit_target
from services.what_if.read_what_ifs import Answer, find_answers

blueprint = Blueprint("administration_limits", __name__, url_prefix="/administration/limits")

FIELDS = ("amount", "unit", "basis", "effective_from", "reason")
LENGTHS = {"basis": BASIS_LENGTH, "reason": REASON_LENGTH}

Values = dict[str, str]


@blueprint.get("")
@permission(Permission.LIMITS)
def limits() -> str:
    """What is in force, to come and was before; changes that wait, and what became of earlier ones."""
    return render_template(
        "administration/limits.html",
        register=get_limit_register(make_unit(), current_actor()),
        may_propose=_may_propose(),
        done=request.args.get("done", ""),
    )


@blueprint.get("/<policy_id>/change")
@permission(Permission.ADMINISTER)
def change(policy_id: str) -> str:
    """The form for the next version, filled with the last one."""
    return _change_page(policy_id)


@blueprint.post("/<policy_id>/change")
@permission(Permission.ADMINISTER)
def propose(policy_id: str) -> BaseResponse | tuple[str, int] | str:
    """Show what the change would do, or propose it; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "").strip() for name in FIELDS}
    command = ProposeLimit(policy_id, **values)
    try:
        if request.form.get("go") != "propose":
            wanted = check_wish(command, make_unit(), current_actor())
            wish = LimitWish(policy_id, wanted.amount, wanted.unit, wanted.effective_from)
            return _change_page(
                policy_id, values, preview=preview_limit(wish, 1, make_unit(), current_actor())
            )
        propose_limit(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _change_page(policy_id, values, refused=refused), 422
    except Conflict as refused:
        return _change_page(policy_id, values, refused=refused), 409
    return redirect(url_for("administration_limits.limits", done="proposed"), code=303)


@blueprint.get("/proposals/<proposal_id>")
@permission(Permission.LIMITS)
def proposal(proposal_id: str) -> str:
    """What it would do, worked out anew, with the buttons of who may decide."""
    return _proposal_page(proposal_id)


@blueprint.post("/proposals/<proposal_id>")
@permission(Permission.LIMITS)
def decide(proposal_id: str) -> BaseResponse | tuple[str, int]:
    """Approve, refuse or withdraw; what the rules say against it comes back on the page."""
    decision, reason = request.form.get("decision", ""), request.form.get("reason", "")
    try:
        state = decide_limit(DecideLimit(proposal_id, decision, reason), make_unit(), current_actor())
    except InvalidInput as refused:
        return _proposal_page(proposal_id, error=next(iter(refused.errors.values())), reason=reason), 422
    except (NotPermitted, Conflict) as refused:
        return _proposal_page(proposal_id, code=refused.code, reason=reason), 409
    return redirect(url_for("administration_limits.limits", done=state.value), code=303)


def _change_page(
    policy_id: str,
    values: Values | None = None,
    *,
    refused: InvalidInput | Conflict | None = None,
    preview: LimitPreview | None = None,
) -> str:
    limit = get_limit_to_change(policy_id, make_unit(), current_actor())
    return render_template(
        "administration/limit_change.html",
        limit=limit,
        policy_id=policy_id,
        values=values or _values_of(limit.last),
        errors=_without_detail(refused.errors) if isinstance(refused, InvalidInput) else {},
        code=refused.code if isinstance(refused, Conflict) else "",
        preview=preview,
        what_if=_find_what_if(policy_id, values) if values and preview else None,
        first_day=date.fromisoformat(values["effective_from"]) if values and preview else None,
        units=sorted(units_of(limit.last.key), reverse=True),
        today=beijing_date(office_now()),
        lengths=LENGTHS,
    )


def _proposal_page(proposal_id: str, error: str = "", code: str = "", reason: str = "") -> str:
    shown = get_proposed_limit(proposal_id, make_unit(), current_actor())
    target = limit_target(shown.before.id, shown.amount, shown.unit)
    wish = LimitWish(shown.before.id, shown.amount, shown.unit, shown.effective_from)
    page = request.args.get("page", 1, type=int)
    return render_template(
        "administration/limit_proposal.html",
        shown=shown,
        preview=preview_limit(wish, page, make_unit(), current_actor()) if shown.state == "open" else None,
        what_if=find_answers([target], make_unit(), current_actor()).get(target),
        error=error,
        code=code,
        reason=reason,
        longest_reason=REASON_LENGTH,
    )


def _find_what_if(policy_id: str, values: Values) -> Answer | None:
    """What last year's cases would have come to under the change, where somebody asked; `values` passed the checks."""
    target = limit_target(policy_id, int(values["amount"]), values["unit"])
    return find_answers([target], make_unit(), current_actor()).get(target)


def _values_of(last: LimitVersion) -> Values:
    known = asdict(last)
    return {name: str(known[name]) for name in ("amount", "unit", "basis")}


def _without_detail(errors: dict[str, str]) -> dict[str, str]:
    """The codes alone: the cap of the law stands at the field in any case."""
    return {name: code.partition(":")[0] for name, code in errors.items()}


def _may_propose() -> bool:
    return bool(ROLES[Permission.ADMINISTER] & current_actor().roles)
