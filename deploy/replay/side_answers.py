"""What a person of a story enters in the forms of requests and side processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from deploy.replay.organisation import is_own_unit
from deploy.replay.samples import Step, Story

Shown = Mapping[str, Any]
Answers = dict[str, Any]


def settle_on_spot(story: Story, step: Step, shown: Shown) -> Answers:
    """What was settled at once, and that the complainant says so."""
    findings, disposals = step.data["findings"], step.data["disposals"]
    rows = [{"no": row["no"], "text": row["text"]} for row in shown.get("claims", ())]
    for row, finding, disposal in zip(rows, findings, disposals, strict=True):
        row.update(finding=finding, disposals=disposal, reason=step.note)
    return {
        "is_settled": "yes",
        "confirmed_by_complainant": bool(step.data.get("confirmed_by_complainant")),
        "claims": rows,
        "note": step.note,
    }


def plan_investigation(story: Story, step: Step, shown: Shown) -> Answers:
    """The methods that the story tells; an opinion without an investigation has none."""
    return {"methods": list(step.data.get("methods", ())), "plan_note": step.note, "respondent_rights": True}


def record_act(story: Story, step: Step, shown: Shown) -> Answers:
    """The record of one method."""
    evidence = "；".join(step.data.get("evidence", ()))
    return {"record_text": step.note or "见调查记录", **({"evidence": evidence} if evidence else {})}


def verify_withdrawal(story: Story, step: Step, shown: Shown) -> Answers:
    """The complainant confirms."""
    return {"is_confirmed": "yes", "way": "phone", "comment": step.note}


def sign_referral(story: Story, step: Step, shown: Shown) -> Answers:
    """The unit signs for it."""
    return {"referral_answer": "signed"}


def report_result(story: Story, step: Step, shown: Shown) -> Answers:
    """The unit's result."""
    return {"result_text": step.note or "已办理"}


def arbitrate(story: Story, step: Step, shown: Shown) -> Answers:
    """Back to the centre when a unit of the centre is named, else to the other unit."""
    unit = str(step.data.get("unit") or "")
    if not unit:
        return {"arbitration": "rejected", "reason": step.note}
    if is_own_unit(unit):
        return {"arbitration": "back", "reason": step.note}
    return {"arbitration": "other_unit", "unit": unit, "reason": step.note}


def decide_extension(story: Story, step: Step, shown: Shown) -> Answers:
    """Approved."""
    return {"is_approved": "yes", "comment": step.note}


def tell_extension(story: Story, step: Step, shown: Shown) -> Answers:
    """The complainant is told at once."""
    return {"ways": ["phone"], "told_text": step.note or "已告知延期"}


def decide_recusal(story: Story, step: Step, shown: Shown) -> Answers:
    """The outcome and who takes over."""
    return {
        "outcome": step.data["outcome"],
        "replaced_by": step.data["replaced_by"],
        "reason": step.note or step.data["reason"],
    }


def report_rectification(story: Story, step: Step, shown: Shown) -> Answers:
    """What was put right."""
    return {"report_text": step.note or "已整改"}


def verify_rectification(story: Story, step: Step, shown: Shown) -> Answers:
    """Found in order."""
    return {"is_verified": "yes", "note": step.note}


def transfer_discipline(story: Story, step: Step, shown: Shown) -> Answers:
    """To whom, and their receipt."""
    return {"to": step.data["to"], "receipt": step.data["receipt"], "note": step.note}


def decide_redo(story: Story, step: Step, shown: Shown) -> Answers:
    """Done again by another handler."""
    return {"decision": "redo", "handler_id": step.data["handler"], "reason": step.note or "投诉人不满意"}


def decide_review(story: Story, step: Step, shown: Shown) -> Answers:
    """The reviewer's outcome."""
    return {
        "reviewer": step.data["reviewer"],
        "outcome": step.data["outcome"],
        "reasons": step.note or "见复查",
    }


BY_SIDE_FORM: dict[str, Callable[[Story, Step, Shown], Answers]] = {
    "settle-on-spot": settle_on_spot,
    "plan-investigation": plan_investigation,
    "record-investigation-act": record_act,
    "verify-withdrawal": verify_withdrawal,
    "sign-referral": sign_referral,
    "report-referral-result": report_result,
    "arbitrate-referral": arbitrate,
    "decide-extension": decide_extension,
    "tell-extension": tell_extension,
    "decide-recusal": decide_recusal,
    "report-rectification": report_rectification,
    "verify-rectification": verify_rectification,
    "transfer-discipline": transfer_discipline,
    "record-discipline-result": report_result,
    "decide-redo": decide_redo,
    "decide-review": decide_review,
}
