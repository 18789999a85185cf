"""Who looks after an incident: taken with a note, so that two do not mend the same cause."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound
from models.office.incident_care import IncidentCare
from services.access.find_exclusion import find_exclusions
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.unit_of_work import UnitOfWork

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Care:
    """Who took it, when, and what he says of it."""

    by: str
    by_name: str
    at: datetime
    note: str


def take_incidents(
    keys: Collection[tuple[str, str | None]], note: str, unit_of_work: UnitOfWork, actor: Actor
) -> None:
    """Take these (incident, case); whoever had one before has it no more, the trail keeps who.

    NotPermitted for who does not supervise, NotFound for a case that is not for this person, InvalidInput on `note`.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    if not 1 <= len(note.strip()) <= LONGEST_NOTE:
        raise InvalidInput({"note": "TOO_LONG" if note.strip() else "REQUIRED"})
    with unit_of_work as unit:
        if find_exclusions({case for _, case in keys if case}, login, unit):
            raise NotFound
        for key, case in keys:
            row = unit.session.get(IncidentCare, key)
            if row is None:
                row = IncidentCare(incident_key=key, complaint_id=case)
                unit.session.add(row)
            row.taken_by, row.taken_at, row.note = login, unit.clock.now(), note.strip()
            unit.trail.add(case, "incident.taken", {"incident_key": key}, actor)


def map_care(keys: Collection[str], unit_of_work: UnitOfWork, actor: Actor) -> dict[str, Care]:
    """Who looks after each of these, by key; those that nobody took are absent."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        rows = unit.session.scalars(select(IncidentCare).where(IncidentCare.incident_key.in_(keys))).all()
        names = map_people_names(unit, logins={row.taken_by for row in rows})
        return {
            row.incident_key: Care(row.taken_by, names.get(row.taken_by, ""), row.taken_at, row.note)
            for row in rows
        }
