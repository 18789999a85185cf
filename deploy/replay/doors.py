"""What comes in from outside: the complainant at the query code, a unit outside the centre with its receipt code."""

from __future__ import annotations

from collections.abc import Callable

from deploy.replay.cases import LivedCase
from deploy.replay.office import Office, StepRefused
from deploy.replay.samples import Step


def knock(office: Office, case: LivedCase, step: Step, door: str) -> None:
    """Do what the step does at this door; raises StepRefused when it stays shut."""
    _DOORS[door](office, case, step)


def comes_from_outside(step: Step) -> bool:
    """True for a unit without an account here."""
    return step.actor.startswith("unit:")


def _supplement(office: Office, case: LivedCase, step: Step) -> None:
    _as_complainant(office, case, "supplement", {"text": step.note or "补充材料"})


def _withdraw(office: Office, case: LivedCase, step: Step) -> None:
    _as_complainant(office, case, "withdraw", {"reason": str(step.data.get("reason") or step.note)})


def _review(office: Office, case: LivedCase, step: Step) -> None:
    _as_complainant(office, case, "review", {"reason": step.note or "申请复查"})


def _as_complainant(office: Office, case: LivedCase, place: str, fields: dict[str, str]) -> None:
    office.knock_as_complainant(case.number, case.query_code, place, fields)


def _window_over(office: Office, case: LivedCase, step: Step) -> None:
    """The window ends by itself; the clerk looks whether it has."""
    seen = office.read(step.actor, f"/api/v1/cases/{case.complaint_id}")
    states = [str(request["state"]) for request in seen["supplement_requests"]]
    if "expired" not in states:
        raise StepRefused(f"no window is over: {states}")


def _answer_referral(answer: str) -> Callable[[Office, LivedCase, Step], None]:
    def take(office: Office, case: LivedCase, step: Step) -> None:
        _answer_from_outside(office, case, step, answer)

    return take


def _answer_from_outside(office: Office, case: LivedCase, step: Step, answer: str) -> None:
    place = "entrustments" if answer == "report" else "referrals"
    reader = _sender_of(case, step)
    rows = office.read(reader, f"/api/v1/cases/{case.complaint_id}")[place]
    mine = [
        row for row in rows if row["unit_code"] == step.actor.removeprefix("unit:") and row["state"] == "open"
    ]
    if not mine:
        raise StepRefused(f"nothing was handed to {step.actor}")
    row = mine[-1]
    code = office.read_receipt_code(reader, f"/cases/{case.complaint_id}/{place}/{row['id']}/sheet")
    text = str(step.data.get("reason") or step.note or answer)
    office.answer_from_outside(
        {"reference": str(row["reference"]), "receipt_code": code, "answer": answer, "text": text}
    )


def _sender_of(case: LivedCase, step: Step) -> str:
    """Who handed it over prints the sheet with the receipt code."""
    senders = [
        known.actor
        for known in case.story.steps
        if known.no < step.no and known.action in ("refer", "entrust_start", "appraisal_start")
    ]
    return senders[-1]


_DOORS: dict[str, Callable[[Office, LivedCase, Step], None]] = {
    "supplement": _supplement,
    "withdraw": _withdraw,
    "review": _review,
    "window_over": _window_over,
    "signed": _answer_referral("signed"),
    "objected": _answer_referral("objected"),
    "result": _answer_referral("result"),
    "report": _answer_referral("report"),
}
