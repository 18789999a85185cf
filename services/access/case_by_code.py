"""The one way a complainant names a case: its number and the query code, with attempts counted."""

import hmac

from sqlalchemy import select

from models.case.complaint import Complaint
from models.ground.errors import Conflict, NotFound
from models.ground.keeping_codes import FILE_DESTROYED
from services.actor import Actor
from services.attempts.count_guess import check_code
from services.attempts.rate_limit import by_source, by_source_and
from services.attempts.rules import PROGRESS_PER_ADDRESS, PROGRESS_PER_NUMBER
from services.identity.query_code import digest_query_code
from services.unit_of_work import UnitOfWork


def find_case_by_code(number: str, query_code: str, unit_of_work: UnitOfWork, actor: Actor) -> str | None:
    """The id of the case; None for a wrong number or code alike.

    TriedTooOften for a wrong one after too many per source, and per number and source; the right one always opens, and neither
    it nor an empty field is counted.
    Conflict(FILE_DESTROYED) for the right code of a case whose file was destroyed.
    """
    known = number.strip().upper()
    if not known:
        # No guess at any case: whoever forgot to type one would use up the tries of everybody who forgets.
        return None
    keys = (
        by_source(PROGRESS_PER_ADDRESS, actor, unit_of_work),
        by_source_and(known, PROGRESS_PER_NUMBER, actor),
    )
    found = check_code(keys, lambda: _find_case(known, query_code, unit_of_work), unit_of_work)
    if found is None:
        return None
    complaint_id, is_destroyed = found
    if is_destroyed:
        # Told once the code was right, so that a wrong one learns nothing of it.
        raise Conflict(code=FILE_DESTROYED)
    return complaint_id


def get_case_by_code(number: str, query_code: str, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The case that something is sent to: NotFound instead of None."""
    complaint_id = find_case_by_code(number, query_code, unit_of_work, actor)
    if complaint_id is None:
        raise NotFound
    return complaint_id


def _find_case(number: str, query_code: str, unit_of_work: UnitOfWork) -> tuple[str, bool] | None:
    """Its id, and whether its file was destroyed."""
    digest = digest_query_code(query_code)
    with unit_of_work.reading() as unit:
        complaint = unit.session.scalars(select(Complaint).where(Complaint.number == number)).one_or_none()
        if complaint is None or not hmac.compare_digest(complaint.query_code_hmac, digest):
            return None
        return complaint.id, complaint.destroyed_at is not None
