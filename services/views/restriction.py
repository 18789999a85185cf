"""Whom alone a case is for, as its readers see it on the page of the case."""

from dataclasses import dataclass
from datetime import datetime

from models.case.file_restriction import RestrictionKind
from services.access.restricted import find_restriction, list_readers
from services.office.people_names import map_people_names
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Restriction:
    """The names of the readers; `by` is empty and `reason` None where a route restricted it."""

    kind: RestrictionKind
    people: tuple[str, ...]
    at: datetime
    by: str
    reason: str | None


def find_shown_restriction(complaint_id: str, unit: Unit) -> Restriction | None:
    """The open restriction of the case."""
    row = find_restriction(complaint_id, unit)
    if row is None:
        return None
    readers = list_readers(row, unit)
    names = map_people_names(unit, logins=[*(staff.login for staff in readers), row.by])
    people = tuple(names[staff.login] for staff in readers)
    return Restriction(row.kind, people, row.at, names.get(row.by, ""), row.reason)
