"""How the unit complained about was heard on a matter, as the requests of this round tell it."""

from sqlalchemy import select

from models.beside.respondent_request import RespondentRequest
from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.ground.codes import Finding
from models.office.unit import OrganisationUnit
from services.office.people_names import get_person_name
from services.unit_of_work import Unit

# Nobody is found at fault unheard (申辩在先).
AGAINST_THE_RESPONDENT = frozenset({Finding.SUBSTANTIATED, Finding.PARTLY_SUBSTANTIATED})


def find_hearing(
    complaint: Complaint, matter_no: int, unit: Unit, *, review_id: str | None = None
) -> str | None:
    """Chinese sentences of what the units asked about this matter said or gave up; None while nobody was asked or has answered.

    Asked in the investigation, or by whoever reviews with `review_id`. Nothing of a statement itself: it stands beside
    its request.
    """
    rows = unit.session.scalars(
        select(RespondentRequest)
        .where(
            RespondentRequest.complaint_id == complaint.id,
            RespondentRequest.round == complaint.round,
            RespondentRequest.review_id == review_id,
        )
        .order_by(RespondentRequest.no)
    )
    told = [
        sentence
        for row in rows
        if (row.matter_nos is None or matter_no in row.matter_nos) and (sentence := _tell(row, unit))
    ]
    return "；".join(told) or None


def name_asked(row: RespondentRequest, unit: Unit) -> str:
    """Who was asked: the person himself, or the unit."""
    if row.staff_id is not None:
        return f"{get_person_name(row.staff_id, unit)}本人"
    return unit.session.get_one(OrganisationUnit, row.unit_code).name


def _tell(row: RespondentRequest, unit: Unit) -> str | None:
    name = name_asked(row, unit)
    asked = f"第{row.no}次询问{name}"
    if row.replied_at is not None:
        day = beijing_date(row.replied_at)
        return f"{asked}，{day.month}月{day.day}日{'书面放弃陈述' if row.waiver_paper else '书面陈述'}"
    return f"{asked}，陈述期满未作陈述" if row.window_ends_at <= unit.clock.now() else None
