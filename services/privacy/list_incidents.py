"""The register of incidents with personal data, and one of them whole."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.data_incident import DataIncident
from models.clock.legal_time import as_iso
from models.ground.errors import NotFound
from models.ground.incident_codes import HarmKind, IncidentState
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.privacy.incident_people import FIRST, PeopleAsked, PeopleRead, count_named, read_people
from services.privacy.record_incident import RECORDERS, WATCHERS
from services.unit_of_work import UnitOfWork
from services.views.counted_page import PageAsked, read_counted
from services.views.page import Page


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """A row of the register."""

    id: str
    state: IncidentState
    what: HarmKind
    discovered_at: datetime
    people: int
    authority_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownIncident:
    """One whole, with names of people in the place of logins, and one page of the people.

    `may_see_people` is false for who reads no cases. `unnamed`: how many of the people have no case that is named.
    """

    row: DataIncident
    by: str
    spared_by: str
    closed_by: str
    is_own: bool
    people: PeopleRead
    may_see_people: bool
    unnamed: int


def list_incidents(unit_of_work: UnitOfWork, actor: Actor, page: int = 1) -> Page[IncidentLine]:
    """The open ones first, then the newest; NotPermitted for who answers for no personal data."""
    require_role(actor, *RECORDERS)
    with unit_of_work.reading() as unit:
        query = select(DataIncident, DataIncident.id).order_by(
            DataIncident.state.desc(), DataIncident.discovered_at.desc(), DataIncident.id
        )
        found = read_counted(query, PageAsked(page), unit)
        lines = tuple(
            IncidentLine(row.id, row.state, row.what, row.discovered_at, row.people, row.authority_at)
            for row, _ in found.rows
        )
        return Page(lines, found.number, found.total, found.has_more)


def get_incident(
    incident_id: str, unit_of_work: UnitOfWork, actor: Actor, asked: PeopleAsked = FIRST
) -> ShownIncident:
    """NotFound for none, NotPermitted as above."""
    login = require_role(actor, *RECORDERS)
    may_see = bool(actor.roles & set(WATCHERS))
    with unit_of_work.reading() as unit:
        row = None if "\x00" in incident_id else unit.session.get(DataIncident, incident_id)
        if row is None:
            raise NotFound
        names = map_people_names(unit)
        shown = ShownIncident(
            row=row,
            by=names.get(row.by, ""),
            spared_by=names.get(row.spared_by or "", ""),
            closed_by=names.get(row.closed_by or "", ""),
            is_own=row.by == login,
            people=read_people(row.id, login, asked, unit) if may_see else PeopleRead(),
            may_see_people=may_see,
            unnamed=max(0, row.people - count_named(row.id, unit)),
        )
        unit.session.expunge_all()
    return shown


def moment_of(row: DataIncident) -> str:
    """When it was discovered, as a form has it."""
    return as_iso(row.discovered_at)[:16]
