"""The one way a complainant names a case: its number and the query code, with attempts counted."""

import hmac

from sqlalchemy import select

from models.complaint import Complaint
from models.errors import NotFound
from services.actor import Actor
from services.filing.query_code import digest_query_code
from services.limits.rate_limit import count_attempt
from services.limits.rules import PROGRESS_PER_ADDRESS, PROGRESS_PER_NUMBER
from services.unit_of_work import UnitOfWork


def find_case_by_code(number: str, query_code: str, unit_of_work: UnitOfWork, actor: Actor) -> str | None:
    """The id of the case; None for a wrong number or code alike. RuleRefused("RATE_LIMITED") per address and number."""
    known = number.strip().upper()
    count_attempt(PROGRESS_PER_ADDRESS, actor.client_address, unit_of_work)
    count_attempt(PROGRESS_PER_NUMBER, known, unit_of_work)
    digest = digest_query_code(query_code)
    with unit_of_work.reading() as unit:
        complaint = unit.session.scalars(select(Complaint).where(Complaint.number == known)).one_or_none()
        if complaint is None or not hmac.compare_digest(complaint.query_code_hmac, digest):
            return None
        return complaint.id


def get_case_by_code(number: str, query_code: str, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """As find_case_by_code; NotFound instead of None."""
    complaint_id = find_case_by_code(number, query_code, unit_of_work, actor)
    if complaint_id is None:
        raise NotFound
    return complaint_id
