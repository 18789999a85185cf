"""Contracts with whom handles personal data for the office: added and ended by administrators, and how they are looked after."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.clock.legal_time import beijing_date, parse_any_day
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.ids import new_id
from models.ground.provision_codes import ENTRUSTABLE, DataKind, Recipient
from models.office.data_contract import DataContract, DataContractNote
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

READERS = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DIRECTOR)
LONGEST_NAME = 100
LONGEST_TEXT = 1_000
CONTRACT_ENDED = "CONTRACT_ENDED"


@dataclass(frozen=True, slots=True)
class AddContract:
    """As the form has it; days are ISO days, both included."""

    partner: str
    name: str
    purpose: str
    measures: str
    kinds: Collection[str]
    begins_on: str
    ends_on: str


@dataclass(frozen=True, slots=True)
class ContractNote:
    """How the office looked after it, once."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One contract; `holds` today. `notes` the newest first, empty in a list."""

    id: str
    partner: Recipient
    name: str
    purpose: str
    measures: str
    kinds: tuple[str, ...]
    begins_on: date
    ends_on: date
    ended_on: date | None
    holds: bool
    by: str
    at: datetime
    notes: tuple[ContractNote, ...] = ()


def add_contract(command: AddContract, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Put it down; its id. NotPermitted for who is no administrator, InvalidInput by field."""
    login = require_role(actor, Role.ADMINISTRATOR)
    texts = {name: getattr(command, name).strip() for name in ("name", "purpose", "measures")}
    begins_on, ends_on = _check(command, texts)
    with unit_of_work as unit:
        row = DataContract(
            id=new_id(),
            partner=Recipient(command.partner),
            **texts,
            kinds=[kind.value for kind in DataKind if kind in command.kinds],
            begins_on=begins_on,
            ends_on=ends_on,
            by=login,
            at=unit.clock.now(),
        )
        unit.session.add(row)
        payload = {"contract_id": row.id, "partner": row.partner.value, "ends_on": ends_on.isoformat()}
        unit.trail.add(None, "data-contract.added", payload, actor)
        return row.id


def note_supervision(contract_id: str, text: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Put down how the office looked after it; InvalidInput on `text`, NotFound for no contract."""
    login = require_role(actor, Role.ADMINISTRATOR)
    said = text.strip()
    if not 1 <= len(said) <= LONGEST_TEXT:
        raise InvalidInput({"text": "TOO_LONG" if said else "REQUIRED"})
    with unit_of_work as unit:
        row = _get(contract_id, unit)
        unit.session.add(DataContractNote(contract_id=row.id, text=said, by=login, at=unit.clock.now()))
        unit.trail.add(None, "data-contract.supervised", {"contract_id": row.id}, actor)


def end_contract(contract_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """It holds no more from today on; Conflict(CONTRACT_ENDED) where it ended before."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        row = _get(contract_id, unit)
        today = beijing_date(unit.clock.now())
        if row.ended_on is not None or row.ends_on < today:
            raise Conflict(code=CONTRACT_ENDED)
        row.ended_on = today
        unit.trail.add(None, "data-contract.ended", {"contract_id": row.id}, actor)


def list_contracts(unit_of_work: UnitOfWork, actor: Actor) -> tuple[ContractLine, ...]:
    """Every one of them, what holds first; NotPermitted for other roles."""
    require_role(actor, *READERS)
    with unit_of_work.reading() as unit:
        names, today = map_people_names(unit), beijing_date(unit.clock.now())
        rows = unit.session.scalars(select(DataContract).order_by(DataContract.begins_on.desc()))
        lines = [_tell(row, names, today) for row in rows]
    return tuple(sorted(lines, key=lambda line: not line.holds))


def get_contract(contract_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ContractLine:
    """One with its notes; NotFound, NotPermitted as above."""
    require_role(actor, *READERS)
    with unit_of_work.reading() as unit:
        row = unit.session.get(DataContract, contract_id)
        if row is None:
            raise NotFound
        names = map_people_names(unit)
        written = select(DataContractNote).where(DataContractNote.contract_id == row.id)
        notes = tuple(
            ContractNote(note.text, names.get(note.by, ""), note.at)
            for note in unit.session.scalars(written.order_by(DataContractNote.id.desc()))
        )
        return _tell(row, names, beijing_date(unit.clock.now()), notes)


def _get(contract_id: str, unit: Unit) -> DataContract:
    row = unit.session.get(DataContract, contract_id, with_for_update=True)
    if row is None:
        raise NotFound
    return row


def _tell(
    row: DataContract, names: dict[str, str], today: date, notes: tuple[ContractNote, ...] = ()
) -> ContractLine:
    return ContractLine(
        id=row.id,
        partner=row.partner,
        name=row.name,
        purpose=row.purpose,
        measures=row.measures,
        kinds=tuple(row.kinds),
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        ended_on=row.ended_on,
        holds=row.ended_on is None and row.begins_on <= today <= row.ends_on,
        by=names.get(row.by, ""),
        at=row.at,
        notes=notes,
    )


def _check(command: AddContract, texts: dict[str, str]) -> tuple[date, date]:
    errors = {} if command.partner in ENTRUSTABLE else {"partner": "REQUIRED"}
    errors |= {name: "REQUIRED" for name, words in texts.items() if not words}
    longest = {"name": LONGEST_NAME}
    errors |= {
        name: "TOO_LONG" for name, words in texts.items() if len(words) > longest.get(name, LONGEST_TEXT)
    }
    errors |= {name: "NOT_TEXT" for name, words in texts.items() if "\x00" in words}
    if not command.kinds or not set(command.kinds) <= set(DataKind):
        errors["kinds"] = "REQUIRED"
    days: dict[str, date] = {}
    for name in ("begins_on", "ends_on"):
        try:
            days[name] = parse_any_day(getattr(command, name))
        except ValueError:
            errors[name] = "NOT_A_DATE" if getattr(command, name) else "REQUIRED"
    if len(days) == 2 and days["ends_on"] < days["begins_on"]:
        errors["ends_on"] = "ENDS_BEFORE_IT_BEGINS"
    if errors:
        raise InvalidInput(errors)
    return days["begins_on"], days["ends_on"]
