"""Somebody who answers for personal data puts an incident on record as soon as it is known; what is learned later corrects it."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.data_incident import DataIncident, DataIncidentCase
from models.clock.legal_time import parse_moment
from models.ground.base import ID_LENGTH
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.ids import new_id
from models.ground.incident_codes import HarmKind, IncidentState
from models.ground.provision_codes import DataKind
from services.access.kept_away import must_keep_away
from services.actor import Actor, require_role
from services.once.once_per_submission import check_submission_id
from services.privacy.incident_people import has_begun
from services.unit_of_work import Unit, UnitOfWork

RECORDERS = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DIRECTOR)
WATCHERS = (Role.SUPERVISOR, Role.DIRECTOR)
# What the law names, in the order in which it is told; who found it stays with the office.
FOUND_BY = "found_by"
TOLD_PARTS = ("cause", "harm", "measures", "advice", "contact")
PARTS = (FOUND_BY, *TOLD_PARTS)
LONGEST_PART = 300
MOST_PEOPLE = 10_000_000
MOST_CASES = 2_000
# Nobody discovers anything before.
FIRST_YEAR = 2000
INCIDENT_CLOSED = "INCIDENT_CLOSED"


@dataclass(frozen=True, slots=True)
class RecordIncident:
    """As the form has it: `discovered_at` an ISO moment of Beijing, `people` a number, `numbers` of cases, one a line.

    `version` is that of the page, 0 for a new one. `submission_id` is made with the empty form: sent again it is
    the same incident.
    """

    what: str
    discovered_at: str
    kinds: Collection[str]
    parts: Mapping[str, str]
    people: str
    numbers: str = ""
    version: int = 0
    submission_id: str = ""


def record_incident(
    command: RecordIncident, unit_of_work: UnitOfWork, actor: Actor, incident_id: str | None = None
) -> str:
    """Keep a new one, or correct `incident_id` while it is open; its id. Cases are added and never taken off.

    NotPermitted for other roles, InvalidInput by field (TOLD_ALREADY for words that somebody was told: what is new since is a
    further incident), NotFound, Conflict for a page that was overtaken or INCIDENT_CLOSED.
    """
    login = require_role(actor, *RECORDERS)
    parts = {name: command.parts.get(name, "").replace("\r\n", "\n").strip() for name in PARTS}
    with unit_of_work as unit:
        now = unit.clock.now()
        errors = _find_faults(command, parts, now)
        cases, unknown = _find_cases(command.numbers, unit, actor)
        if errors or unknown:
            raise InvalidInput(errors | unknown)
        new_or_same = _id_of(command.submission_id, login)
        if incident_id is None and unit.session.get(DataIncident, new_or_same) is not None:
            # The same form again: what it said stands there, perhaps corrected since.
            return new_or_same
        row = _get_row(incident_id, command.version, unit)
        kinds = [kind.value for kind in DataKind if kind in command.kinds]
        told = {"what": HarmKind(command.what), "kinds": kinds, **parts}
        if incident_id is None:
            row.id, row.by, row.at = new_or_same, login, now
        elif changed := _find_told(row, told, unit):
            raise InvalidInput(dict.fromkeys(changed, "TOLD_ALREADY"))
        row.what, row.kinds, row.parts, row.people = HarmKind(command.what), kinds, parts, int(command.people)
        row.discovered_at = parse_moment(command.discovered_at)
        unit.session.add(row)
        unit.session.flush()
        _add_cases(row.id, cases, unit)
        event = "recorded" if incident_id is None else "corrected"
        payload = {"incident_id": row.id, "what": row.what.value, "people": row.people, "cases": len(cases)}
        unit.trail.add(None, f"data-incident.{event}", payload, actor)
        return row.id


def get_open_incident(incident_id: str, unit: Unit) -> DataIncident:
    """Locked; NotFound, Conflict(INCIDENT_CLOSED)."""
    row = None if "\x00" in incident_id else unit.session.get(DataIncident, incident_id, with_for_update=True)
    if row is None:
        raise NotFound
    if row.state is not IncidentState.OPEN:
        raise Conflict(code=INCIDENT_CLOSED)
    return row


def _get_row(incident_id: str | None, version: int, unit: Unit) -> DataIncident:
    if incident_id is None:
        return DataIncident(state=IncidentState.OPEN, version=1)
    row = get_open_incident(incident_id, unit)
    if row.version != version:
        raise Conflict
    row.version += 1
    return row


def _id_of(submission_id: str, login: str) -> str:
    """The same for the same form of the same person."""
    if not submission_id:
        return new_id()
    check_submission_id(submission_id)
    return hashlib.sha256(f"data-incident\n{login}\n{submission_id}".encode()).hexdigest()[:ID_LENGTH]


def _find_told(row: DataIncident, told: Mapping[str, object], unit: Unit) -> list[str]:
    """The fields that would become other words than somebody was told, or is being told."""
    before: dict[str, object] = {"what": row.what, "kinds": row.kinds, **row.parts}
    changed = [name for name in ("what", "kinds", *TOLD_PARTS) if told[name] != before.get(name)]
    return changed if changed and has_begun(row.id, unit) else []


def _add_cases(incident_id: str, cases: Collection[str], unit: Unit) -> None:
    there = set(
        unit.session.scalars(
            select(DataIncidentCase.complaint_id).where(DataIncidentCase.incident_id == incident_id)
        )
    )
    for complaint_id in dict.fromkeys(cases):
        if complaint_id not in there:
            unit.session.add(DataIncidentCase(incident_id=incident_id, complaint_id=complaint_id))


def _find_cases(typed: str, unit: Unit, actor: Actor) -> tuple[list[str], dict[str, str]]:
    """Ids of the cases of these numbers; a fault for one that is not there or not for this person."""
    numbers = list(dict.fromkeys(typed.upper().split()))
    if not numbers:
        return [], {}
    if "\x00" in typed:
        return [], {"numbers": "UNKNOWN_NUMBERS"}
    if len(numbers) > MOST_CASES:
        return [], {"numbers": "TOO_LONG"}
    if not actor.roles & set(WATCHERS):
        return [], {"numbers": "NOT_AN_OPTION"}
    found = unit.session.scalars(
        select(Complaint.id).where(Complaint.number.in_(numbers), ~must_keep_away(actor.name, unit))
    ).all()
    return list(found), {} if len(found) == len(numbers) else {"numbers": "UNKNOWN_NUMBERS"}


def _find_faults(command: RecordIncident, parts: Mapping[str, str], now: datetime) -> dict[str, str]:
    errors = {name: "REQUIRED" for name, words in parts.items() if not words}
    errors |= {name: "TOO_LONG" for name, words in parts.items() if len(words) > LONGEST_PART}
    errors |= {name: "NOT_TEXT" for name, words in parts.items() if "\x00" in words}
    if command.what not in set(HarmKind):
        errors["what"] = "REQUIRED"
    if not command.kinds or not set(command.kinds) <= set(DataKind):
        errors["kinds"] = "REQUIRED"
    if not command.people.isdecimal() or len(command.people) > 9 or int(command.people) > MOST_PEOPLE:
        errors["people"] = "NOT_A_NUMBER"
    try:
        moment = parse_moment(command.discovered_at)
        if moment.year < FIRST_YEAR:
            errors["discovered_at"] = "NOT_A_DATE"
        elif moment > now:
            errors["discovered_at"] = "IN_THE_FUTURE"
    except ValueError:
        errors["discovered_at"] = "NOT_A_DATE" if command.discovered_at else "REQUIRED"
    return errors
