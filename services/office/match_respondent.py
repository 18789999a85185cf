"""Resolution of a complaint's words against the organisation in the tables."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.office.respondent_directory import (
    Directory,
    ItemEntry,
    OfficeEntry,
    PersonEntry,
    SittingEntry,
    WindowEntry,
)
from models.office.respondent_matching import RespondentMatchResult, RespondentWords, resolve_respondent
from models.office.roster import RosterEntry
from models.office.service_item import ServiceItem
from models.office.service_window import ServiceWindow
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.unit_of_work import Unit

__all__ = ["RespondentMatchResult", "RespondentWords", "load_directory", "match_respondent"]


def match_respondent(words: RespondentWords, unit: Unit) -> RespondentMatchResult:
    """How far the words resolve by the roster of their day; a suggestion, a clerk confirms it."""
    return resolve_respondent(words, load_directory(unit.session))


def load_directory(session: Session) -> Directory:
    """The organisation as values; outside authorities are offices too."""
    return Directory(
        offices=tuple(OfficeEntry(u.code, u.name) for u in session.scalars(select(OrganisationUnit))),
        windows=tuple(WindowEntry(w.code, w.unit) for w in session.scalars(select(ServiceWindow))),
        items=tuple(ItemEntry(i.code, i.unit, i.name) for i in session.scalars(select(ServiceItem))),
        people=tuple(
            PersonEntry(s.login, s.name, s.unit, s.badge or "") for s in session.scalars(select(Staff))
        ),
        roster=tuple(
            SittingEntry(r.staff_id, r.window, r.valid_from, r.valid_to, r.weekday)
            for r in session.scalars(select(RosterEntry))
        ),
    )
