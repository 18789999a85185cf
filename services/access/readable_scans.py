"""Which pages of a scan of many things do not open for a person: of cases that he does not work on, or that are destroyed.

A picture of a letter cannot be cut (ADR 0344).
"""

from sqlalchemy import and_, func, select

from models.case.batch_scan import ScanPages
from models.case.complaint import Complaint
from models.case.opening import Found
from services.access.readable_cases import list_readable_cases
from services.access.whole_words import list_whole_cases
from services.actor import Actor
from services.unit_of_work import Unit


def list_hidden_pages(incoming_id: str, unit: Unit, actor: Actor) -> list[tuple[int, int]]:
    """First and last page of each such part; none for what is no scan."""
    found = _list_parts(incoming_id, unit)
    readable = list_readable_cases([case for _, case in found], unit, actor)
    whole = list_whole_cases({case.id for _, case in found}, unit, actor)
    return [
        (pages.first, pages.last)
        for pages, case in found
        if case.destroyed_at is not None or case.id not in readable or case.id not in whole
    ]


def list_cases_of_pages(incoming_id: str, first: int, last: int, unit: Unit) -> list[str]:
    """The cases in which these pages lie."""
    parts = _list_parts(incoming_id, unit)
    return [case.id for pages, case in parts if pages.first <= last and pages.last >= first]


def _list_parts(incoming_id: str, unit: Unit) -> list[tuple[ScanPages, Complaint]]:
    thing = and_(Found.opening_id == ScanPages.opening_id, Found.no == ScanPages.no)
    # A stack that was scanned once more shows what lies in the case of its thing, though no case took these pages.
    case_of = func.coalesce(ScanPages.complaint_id, Found.complaint_id)
    query = (
        select(ScanPages, Complaint)
        .outerjoin(Found, thing)
        .join(Complaint, Complaint.id == case_of)
        .where(ScanPages.incoming_id == incoming_id)
    )
    return [(pages, case) for pages, case in unit.session.execute(query)]
