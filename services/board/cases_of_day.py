"""The cases behind a figure of one day: what came in, or what was closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.clock.legal_time import ONE_DAY, at_time
from models.ground.codes import Role
from services.access.kept_away import must_keep_away
from services.actor import Actor, require_role
from services.unit_of_work import UnitOfWork
from services.views.case_summary import CaseSummary, summarise
from services.views.open_after_archive import count_open
from services.views.page import ROWS_OF_A_PAGE, Page


class DayEvent(StrEnum):
    """What happened to a case on a day."""

    RECEIVED = "received"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class CasesOfDay:
    """What happened on which Beijing day, and which page of it."""

    event: DayEvent
    day: date
    page: int = 1


def list_cases_of_day(command: CasesOfDay, unit_of_work: UnitOfWork, actor: Actor) -> Page[CaseSummary]:
    """A page of them, the newest first, exactly as many as the figure says; NotPermitted for others than supervisors."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    column = Complaint.received_at if command.event is DayEvent.RECEIVED else Complaint.closed_at
    with unit_of_work.reading() as unit:
        meets = (
            column >= at_time(command.day, "00:00"),
            column < at_time(command.day + ONE_DAY, "00:00"),
            ~must_keep_away(login, unit),
        )
        total = int(unit.session.scalar(select(func.count()).select_from(Complaint).where(*meets)) or 0)
        last = max(1, -(-total // ROWS_OF_A_PAGE))
        number = min(max(command.page, 1), last)
        rows = unit.session.scalars(
            select(Complaint)
            .where(*meets)
            .order_by(column.desc(), Complaint.number.desc())
            .limit(ROWS_OF_A_PAGE)
            .offset((number - 1) * ROWS_OF_A_PAGE)
        ).all()
        still_open = count_open(rows, unit)
        shown = tuple(summarise(complaint, still_open[complaint.id]) for complaint in rows)
        return Page(shown, number, total, has_more=False)
