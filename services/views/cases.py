"""Lists of cases for staff, by number, stage or handler; no search in free text or identity here."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from services.access.readable_cases import list_readable_cases
from services.actor import Actor, staff_id_of
from services.unit_of_work import UnitOfWork
from services.views.case_summary import CaseSummary, summarise

MAX_ROWS = 200
ROWS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class SearchCases:
    """`text` is a number or the beginning of one; empty lists all, newest first."""

    text: str = ""
    stage: Stage | None = None
    handler_id: str | None = None
    limit: int = 50


def search_cases(command: SearchCases, unit_of_work: UnitOfWork, actor: Actor) -> list[CaseSummary]:
    """The cases this person may read, at most `limit` (200)."""
    staff_id_of(actor)
    query = select(Complaint).order_by(Complaint.received_at.desc(), Complaint.number.desc())
    if text := command.text.strip().upper():
        query = query.where(Complaint.number.startswith(text, autoescape=True))
    if command.stage is not None:
        query = query.where(Complaint.stage == command.stage)
    if command.handler_id is not None:
        query = query.where(Complaint.handler_id == command.handler_id)
    limit = max(1, min(command.limit, MAX_ROWS))
    found: list[CaseSummary] = []
    with unit_of_work.reading() as unit:
        for part in unit.session.scalars(query.execution_options(yield_per=ROWS_AT_ONCE)).partitions():
            readable = list_readable_cases(part, unit, actor)
            found += [summarise(complaint) for complaint in part if complaint.id in readable]
            if len(found) >= limit:
                break
    return found[:limit]
