"""Who is told of an incident: the authority, the persons by their own ways, or nobody of them where the head says why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from models.case.complaint import Complaint
from models.case.data_incident import DataIncident, DataIncidentCase
from models.clock.legal_time import parse_moment
from models.ground.codes import Role
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ground.incident_codes import IncidentState
from models.ground.provision_codes import ProvisionPurpose
from models.ground.ways import Way
from services.access.kept_away import is_kept_away
from services.actor import Actor, require_role
from services.casefile.provided_on_platform import Written, record_on_platform
from services.dispatch.plan_notices import plan_notices
from services.privacy.incident_people import count_named, is_anybody_untold, list_without_notice
from services.privacy.record_incident import RECORDERS, WATCHERS, get_open_incident
from services.unit_of_work import Unit, UnitOfWork

LONGEST = 500
# How a person tells somebody himself; what goes by mail or SMS is told by its carrier.
OWN_WAYS = (Way.PHONE, Way.LETTER, Way.REGISTERED_LETTER, Way.IN_PERSON, Way.PLATFORM)
FOUR_EYES, NOT_ALL_TOLD, AUTHORITY_UNTOLD = "FOUR_EYES", "INCIDENT_NOT_ALL_TOLD", "INCIDENT_AUTHORITY_UNTOLD"
ALREADY_TOLD = "INCIDENT_ALREADY_TOLD"


@dataclass(frozen=True, slots=True)
class TellAuthority:
    """Whom, when (ISO, Beijing), how, and the number of the receipt, empty where there is none."""

    incident_id: str
    name: str
    told_at: str
    way: str
    receipt: str = ""


def tell_authority(command: TellAuthority, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Put down that it was told; once. InvalidInput by field, Conflict where it stands already or the incident is closed."""
    require_role(actor, *RECORDERS)
    texts = {"name": command.name.strip(), "way": command.way.strip(), "receipt": command.receipt.strip()}
    errors = {field: "REQUIRED" for field in ("name", "way") if not texts[field]}
    errors |= {field: "TOO_LONG" for field, words in texts.items() if len(words) > LONGEST}
    with unit_of_work as unit:
        row = get_open_incident(command.incident_id, unit)
        if row.authority_at is not None:
            raise Conflict(code=ALREADY_TOLD)
        try:
            told_at = parse_moment(command.told_at)
        except ValueError:
            raise InvalidInput(errors | {"told_at": "NOT_A_DATE"}) from None
        errors |= _find_fault(told_at, row, unit)
        if errors:
            raise InvalidInput(errors)
        row.authority, row.authority_at = texts, told_at
        unit.trail.add(None, "data-incident.authority_told", {"incident_id": row.id}, actor)


def tell_people(incident_id: str, unit_of_work: UnitOfWork, actor: Actor) -> int:
    """Let a notice go to everybody who wished or allows one and has none yet; how many. Told is who a carrier took it for."""
    require_role(actor, *WATCHERS)
    with unit_of_work as unit:
        row = get_open_incident(incident_id, unit)
        untold = list_without_notice(row.id, unit)
        planned = plan_notices(DispatchPurpose.DATA_INCIDENT, row.id, untold, unit)
        payload = {"incident_id": row.id, "notices": planned}
        unit.trail.add(None, "data-incident.notices_planned", payload, actor)
        return planned


@dataclass(frozen=True, slots=True)
class NotePerson:
    """Of one case: by which way somebody told him himself and when, or why nobody can reach him."""

    incident_id: str
    complaint_id: str
    way: str = ""
    told_at: str = ""
    unreachable: str = ""


def note_person(command: NotePerson, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Put it down; told is never taken back. InvalidInput on `told_at`, `way` or `unreachable`, NotFound for no such case.

    Conflict where somebody told him already, or the incident is closed.
    """
    login = require_role(actor, *WATCHERS)
    with unit_of_work as unit:
        incident = get_open_incident(command.incident_id, unit)
        key = (incident.id, command.complaint_id)
        row = None if "\x00" in command.complaint_id else unit.session.get(DataIncidentCase, key)
        if row is None or _is_kept_away(command.complaint_id, login, unit):
            raise NotFound
        if row.told_at is not None:
            raise Conflict(code=ALREADY_TOLD)
        reason = command.unreachable.strip()
        if not reason:
            _put_down_told(row, incident, command, unit)
        elif len(reason) > LONGEST:
            raise InvalidInput({"unreachable": "TOO_LONG"})
        else:
            row.unreachable = reason
        row.by = login
        if row.told_way is Way.PLATFORM:
            what = f"incident:{incident.id}:{row.complaint_id}"
            record_on_platform(Written(what, row.complaint_id, ProvisionPurpose.NOTICE), unit, actor)
        event = "person_unreachable" if reason else "person_told"
        payload = {"incident_id": incident.id, "way": row.told_way.value if row.told_way else None}
        unit.trail.add(row.complaint_id, f"data-incident.{event}", payload, actor)


def spare_people(incident_id: str, reason: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """The head decides that measures avoid harm, so that no person need be told. InvalidInput on `reason`.

    Conflict where that was decided already, or the incident is closed.
    """
    login = require_role(actor, Role.DIRECTOR)
    said = reason.strip()
    if not 1 <= len(said) <= LONGEST:
        raise InvalidInput({"reason": "TOO_LONG" if said else "REQUIRED"})
    with unit_of_work as unit:
        row = get_open_incident(incident_id, unit)
        if row.spared_at is not None:
            raise Conflict
        row.spared_reason, row.spared_by, row.spared_at = said, login, unit.clock.now()
        unit.trail.add(None, "data-incident.people_spared", {"incident_id": row.id}, actor)


def close_incident(incident_id: str, rest: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """By a second person, once the authority was told and of every named case that its person was, or that nobody can reach him.

    `rest`: how those were told of whom no case is named, InvalidInput without it where there are such and the head spared nobody.
    NotPermitted("FOUR_EYES") for who recorded it or wrote that somebody is out of reach,
    RuleRefused INCIDENT_AUTHORITY_UNTOLD or INCIDENT_NOT_ALL_TOLD.
    """
    login = require_role(actor, *WATCHERS)
    with unit_of_work as unit:
        row = get_open_incident(incident_id, unit)
        if row.by == login or _gave_up(row.id, login, unit):
            raise NotPermitted(code=FOUR_EYES)
        if row.authority_at is None:
            raise RuleRefused(AUTHORITY_UNTOLD)
        named = count_named(row.id, unit)
        if row.spared_at is None and named and is_anybody_untold(row, unit):
            raise RuleRefused(NOT_ALL_TOLD)
        if row.spared_at is None and named < row.people:
            row.rest_told = _read_rest(rest)
        row.state, row.closed_by, row.closed_at = IncidentState.CLOSED, login, unit.clock.now()
        payload = {"incident_id": row.id, "people": row.people, "cases": named}
        unit.trail.add(None, "data-incident.closed", payload, actor)


def _read_rest(typed: str) -> str:
    said = typed.strip()
    if not 1 <= len(said) <= LONGEST or "\x00" in said:
        raise InvalidInput({"rest": "TOO_LONG" if len(said) > LONGEST else "REQUIRED"})
    return said


def _put_down_told(row: DataIncidentCase, incident: DataIncident, command: NotePerson, unit: Unit) -> None:
    errors = {} if command.way in OWN_WAYS else {"way": "REQUIRED"}
    try:
        told_at = parse_moment(command.told_at)
    except ValueError:
        raise InvalidInput(errors | {"told_at": "NOT_A_DATE"}) from None
    errors |= _find_fault(told_at, incident, unit)
    if errors:
        raise InvalidInput(errors)
    row.told_at, row.told_way, row.unreachable = told_at, Way(command.way), None


def _find_fault(told_at: datetime, incident: DataIncident, unit: Unit) -> dict[str, str]:
    if told_at > unit.clock.now():
        return {"told_at": "IN_THE_FUTURE"}
    return {"told_at": "BEFORE_DISCOVERY"} if told_at < incident.discovered_at else {}


def _gave_up(incident_id: str, login: str, unit: Unit) -> bool:
    of_his = exists().where(
        DataIncidentCase.incident_id == incident_id,
        DataIncidentCase.by == login,
        DataIncidentCase.unreachable.is_not(None),
    )
    return bool(unit.session.scalar(select(of_his)))


def _is_kept_away(complaint_id: str, login: str, unit: Unit) -> bool:
    kept = select(Complaint.id).where(Complaint.id == complaint_id, is_kept_away(Complaint.id, login, unit))
    return unit.session.scalar(kept) is not None
