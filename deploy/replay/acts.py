"""What a person of a story enters when it takes an act of the case file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deploy.replay.cases import LivedCase
from deploy.replay.organisation import is_own_unit, unit_of
from deploy.replay.samples import Step

Answers = dict[str, Any]


def answers_of_act(act: str, case: LivedCase, step: Step) -> list[Answers]:
    """The answers of this act at this step; one per unit where several are asked, none where none is."""
    return _BY_ACT[act](case, step)


def _request_supplement(case: LivedCase, step: Step) -> list[Answers]:
    return [{"items": step.note or "请补充", "window_wd": step.data.get("window_wd", 5)}]


def _remind(case: LivedCase, step: Step) -> list[Answers]:
    return [{"note": step.note}]


def _open_referral(case: LivedCase, step: Step) -> list[Answers]:
    """A 交办单 to each unit of the centre that signs for one later in the story, before the next acceptance."""
    signed = [
        str(later.data.get("unit") or "")
        for later in case.story.steps
        if later.no > step.no and later.action == "referral_signed" and not later.actor.startswith("unit:")
    ]
    return [
        {"unit": unit, "role": "lead", "needs_result": False, "note": step.note} for unit in signed if unit
    ]


def _designate(case: LivedCase, step: Step) -> list[Answers]:
    accept = case.accept_step()
    known = accept.data if accept is not None else {}
    lead = step.data.get("lead_unit") or known.get("lead_unit") or known.get("unit")
    co_units = list(step.data.get("co_units") or known.get("co_units") or [])
    lead = lead or unit_of(case.handler_before(step) or step.actor)
    return [{"lead_unit": lead, "co_units": co_units, "reason": step.note or "指定牵头"}]


def _request_extension(case: LivedCase, step: Step) -> list[Answers]:
    return [{"reason": step.data["reason"], "amount": step.data["amount"]}]


def _open_entrustment(case: LivedCase, step: Step) -> list[Answers]:
    return [
        {
            "kind": "entrusted" if step.action == "entrust_start" else "appraisal",
            "to": step.data["to"],
            "scope": step.note,
            "limit_wd": step.data["limit_wd"],
            "pauses_clock": bool(step.data.get("pause")),
        }
    ]


def _request_recusal(case: LivedCase, step: Step) -> list[Answers]:
    who = str(step.data["who"])
    return [
        {
            "who_kind": "unit" if is_own_unit(who) else "staff",
            "who": who,
            "reason": step.data["reason"],
            "requested_side": step.data.get("requested_by") or "staff",
        }
    ]


def _supervise(case: LivedCase, step: Step) -> list[Answers]:
    return [{"reason": step.note}]


def _order_rectification(case: LivedCase, step: Step) -> list[Answers]:
    accept = case.accept_step()
    unit = accept.data.get("unit") if accept is not None else None
    return [{**({"unit": unit} if unit else {}), "kind": "improve", "what": step.note}]


_BY_ACT: dict[str, Callable[[LivedCase, Step], list[Answers]]] = {
    "request-supplement": _request_supplement,
    "remind-supplement": _remind,
    "open-referral": _open_referral,
    "designate-unit": _designate,
    "request-extension": _request_extension,
    "open-entrustment": _open_entrustment,
    "request-recusal": _request_recusal,
    "open-supervision": _supervise,
    "order-rectification": _order_rectification,
}
