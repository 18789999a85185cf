"""The facts that the decision tables are asked with: codes, numbers and yes or no from the file, no words of it."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from models.ground.codes import Category, IdentityKind
from services.casefile.get_case import get_complaint, list_matters
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.suggestions.case_words import ask_for_haste, list_needs
from services.unit_of_work import Unit, UnitOfWork

# `A` of window `A03`: the area of the hall that a window stands in.
AREA = re.compile(r"[A-Z]+(?=\d)")


@dataclass(frozen=True, slots=True)
class PrepareTriage:
    """The case and the job that asks."""

    complaint_id: str
    job: JobIdentity


@dataclass(frozen=True, slots=True)
class TriageFacts:
    """`respondent_unit` is a unit's code, `item_duty` a service item's; None for what is not known."""

    channel: str
    category_hint: str
    claim_count: int
    is_urgent_hint: bool
    is_real_name: bool
    respondent_unit: str | None
    respondent_area: str | None
    item_duty: str | None
    unit_count: int


def prepare_triage(command: PrepareTriage, unit_of_work: UnitOfWork) -> TriageFacts:
    """The facts as they are now; the same job gets the same ones again. NotFound for an unknown case."""
    with unit_of_work as unit:
        result = once_per_job(command.job, unit, lambda: read_facts(command.complaint_id, unit))
    return TriageFacts(**result)  # type: ignore[arg-type]  # its own fields, kept as JSON by the inbox


def read_facts(complaint_id: str, unit: Unit) -> JobResult:
    """The facts by the names of TriageFacts; NotFound for an unknown case."""
    return facts_of(get_complaint(complaint_id, unit), unit)


def facts_of(complaint: Complaint, unit: Unit) -> JobResult:
    """The same of a case that is read, without its lock."""
    respondents = list(
        unit.session.scalars(
            select(Respondent)
            .where(Respondent.complaint_id == complaint.id, Respondent.in_force())
            .order_by(Respondent.no, Respondent.id)
        )
    )
    windows = [found.window for found in respondents if found.window]
    items = [found.item for found in respondents if found.item]
    units = list(dict.fromkeys(found.unit for found in respondents if found.unit))
    return {
        "channel": complaint.channel.value,
        "category_hint": (complaint.category or Category.NONE).value,
        "claim_count": len(list_matters(complaint.id, unit)),
        "is_urgent_hint": complaint.urgent or bool(ask_for_haste(list_needs(complaint, unit))),
        "is_real_name": complaint.identity_kind is IdentityKind.REAL_NAME,
        "respondent_unit": units[0] if units else None,
        "respondent_area": _area_of(windows, complaint),
        "item_duty": items[0] if items else None,
        "unit_count": len(units),
    }


def _area_of(windows: list[str], complaint: Complaint) -> str | None:
    found = AREA.match(windows[0]) if windows else None
    return found.group() if found is not None else complaint.area
