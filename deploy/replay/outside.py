"""Who comes in from outside: the complainant with the query code, a unit outside the centre with its receipt code."""

from __future__ import annotations

from collections.abc import Callable

from deploy.replay.cases import LivedCase, View
from deploy.replay.in_stories import Knock
from deploy.replay.office import Office
from deploy.replay.page_reading import StepRefused
from deploy.replay.samples import Step


def comes_from_outside(step: Step) -> bool:
    """True for a unit without an account here."""
    return step.actor.startswith("unit:")


def as_complainant(office: Office, case: LivedCase, place: str, fields: dict[str, str]) -> None:
    """Send something at the query code."""
    office.knock_as_complainant(case.number, case.query_code, place, fields)


def _nothing_more(_step: Step) -> dict[str, str]:
    return {}


def answer_handed_over(
    place: str, answer: str, more: Callable[[Step], dict[str, str]] = _nothing_more
) -> Knock:
    """A unit outside answers what was handed over to it; `place` is what programs read these by.

    `more` is typed beside the text, or instead of it.
    """

    def take(office: Office, case: LivedCase, step: Step) -> None:
        reader = _sender_of(case, step)
        rows = office.read(reader, f"/api/v1/cases/{case.complaint_id}")[place]
        unit = step.actor.removeprefix("unit:")
        mine = [row for row in rows if row["unit_code"] == unit and row["state"] == "open"]
        if not mine:
            raise StepRefused(f"nothing was handed to {step.actor}")
        row = mine[-1]
        sheet, code = office.read_sheet(reader, f"/cases/{case.complaint_id}/{place}/{row['id']}/sheet")
        case.views.append(View(unit, "sheet", sheet))
        text = str(step.data.get("reason") or step.note or answer)
        fields = {"reference": str(row["reference"]), "receipt_code": code, "answer": answer, "text": text}
        office.answer_from_outside({**fields, **more(step)})

    return take


def _sender_of(case: LivedCase, step: Step) -> str:
    """Who handed it over prints the sheet with the receipt code."""
    senders = [
        known.actor
        for known in case.story.steps
        if known.no < step.no and known.action in ("refer", "entrust_start", "appraisal_start")
    ]
    return senders[-1]
