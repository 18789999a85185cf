"""Who reviews: as the centre has settled it, another office than the handler's by default; never anybody who took part."""

from sqlalchemy import select

from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.ground.codes import UnitKind
from models.office.centre import Centre
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.beside.review.took_part import took_part
from services.casefile.case_hands import HANDLED_THE_CASE
from services.unit_of_work import Unit

SAME_OFFICE = "SAME_OFFICE"
NOT_OF_THE_REVIEWING_OFFICE = "NOT_OF_THE_REVIEWING_OFFICE"


def find_reviewing_unit(unit: Unit) -> str | None:
    """The code of the office or superior organ that reviews the cases asked about from now on; None: any other office."""
    return unit.session.scalars(select(Centre.review_unit)).one()


def is_superiors(review: Review, unit: Unit) -> bool:
    """Whether an organ above the centre reviews this one."""
    reviewing = unit.session.get(OrganisationUnit, review.unit_code) if review.unit_code else None
    return reviewing is not None and reviewing.kind is UnitKind.EXTERNAL


def find_reviewer_bar(review: Review, complaint: Complaint, login: str, unit: Unit) -> str | None:
    """The code of what keeps a person from examining the case, None for one who may.

    HANDLED_THE_CASE, NOT_OF_THE_REVIEWING_OFFICE, or SAME_OFFICE where no office is settled and his is the handler's.
    """
    if took_part(complaint, login, unit, before=review.requested_at):
        return HANDLED_THE_CASE
    person = unit.session.get(Staff, login)
    if person is None or is_superiors(review, unit):
        return NOT_OF_THE_REVIEWING_OFFICE
    if review.unit_code is not None:
        return None if person.unit == review.unit_code else NOT_OF_THE_REVIEWING_OFFICE
    handler = unit.session.get(Staff, complaint.handler_id) if complaint.handler_id else None
    return SAME_OFFICE if handler is not None and handler.unit == person.unit else None


def find_open_review(complaint_id: str, unit: Unit) -> Review | None:
    """The review of a case that is under way; there is one at most."""
    return unit.session.scalars(
        select(Review)
        .where(Review.complaint_id == complaint_id, Review.state == RequestState.OPEN)
        .order_by(Review.no.desc())
        .limit(1)
    ).one_or_none()
