"""Whom of a case something is for: a person himself, or a unit by its representatives. Nobody else reads it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, false, or_

from models.beside.respondent_request import RespondentRequest
from models.beside.support_note import SupportNote
from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.ground.codes import Role
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor, staff_id_of
from services.beside.respondent.reached_by import is_reached_by_unit
from services.casefile.get_case import list_respondents_in_force
from services.office.deputies import list_acting_roles
from services.office.people_names import get_person_name
from services.office.unit_options import get_unit_name
from services.unit_of_work import Unit

Table = type[RespondentRequest] | type[ToldFinding] | type[SupportNote]


class OfAParty(Protocol):
    """A row that is for one respondent."""

    unit_code: str
    staff_id: str | None


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """A unit, or a person of it."""

    unit_code: str
    staff_id: str = ""

    @property
    def key(self) -> str:
        """What tells two apart in one column."""
        return f"person:{self.staff_id}" if self.staff_id else self.unit_code


def party_of(row: OfAParty) -> Party:
    """Whom the row is for."""
    return Party(row.unit_code, row.staff_id or "")


def name_party(party: Party, unit: Unit) -> str:
    """How the respondent is called, on papers in Chinese."""
    if party.staff_id:
        return f"{get_person_name(party.staff_id, unit)}本人"
    return get_unit_name(party.unit_code, unit)


def concerns(table: Table, actor: Actor, unit: Unit) -> ColumnElement[bool]:
    """The condition that a row is for this member of staff: his own, or of the unit that he represents.

    What is for a person without an account reaches him through the representative of his unit.
    """
    login = staff_id_of(actor)
    staff = unit.session.get(Staff, login)
    if staff is None or not staff.active:
        return false()
    own = table.staff_id == login
    if Role.UNIT_REP not in list_acting_roles(staff, unit.session):
        return own
    return or_(own, is_reached_by_unit(staff.unit, table.unit_code, table.staff_id))


def list_parties(
    complaint: Complaint, matters: Collection[Matter], unit: Unit
) -> dict[Party, tuple[int, ...]]:
    """The respondents that these matters are about, as people settled them, each with the numbers of his own matters.

    The unit of a person is a respondent of its own where the file names it; suggestions that nobody confirmed are none.
    """
    rows = [row for row in list_respondents_in_force(complaint.id, unit) if row.confirmed_at is not None]
    found: dict[Party, set[int]] = {}
    for row in rows:
        numbers = {matter.no for matter in matters if row.matter_no in (None, matter.no)}
        for party in _parties_of(row, unit):
            found.setdefault(party, set()).update(numbers)
    return {party: tuple(sorted(numbers)) for party, numbers in found.items() if numbers}


def _parties_of(row: Respondent, unit: Unit) -> list[Party]:
    parties = []
    if row.unit is not None and unit.session.get(OrganisationUnit, row.unit) is not None:
        parties.append(Party(row.unit))
    person = unit.session.get(Staff, row.staff_id) if row.staff_id is not None else None
    if person is not None and not row.candidates:
        parties.append(Party(person.unit, person.login))
    return parties
