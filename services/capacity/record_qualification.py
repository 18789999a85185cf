"""Who supervises or leads somebody puts on record what he is qualified for or was trained in; corrected by a new version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput, NotFound, NotPermitted
from models.ground.ids import new_id
from models.ground.qualification_codes import QualificationKind
from models.office.qualification import Qualification
from models.office.staff import Staff
from services.actor import Actor
from services.forms.typed import read_words
from services.performance.typed import read_day
from services.performance.who_sees import read_sight
from services.unit_of_work import Unit, UnitOfWork

LONGEST_NAME, LONGEST_PROOF = 80, 300
OWN_QUALIFICATION = "OWN_QUALIFICATION"


@dataclass(frozen=True, slots=True)
class RecordQualification:
    """As the form has it; `replaces` is the id of the version that this one corrects, empty for a new record."""

    staff_id: str
    kind: str
    name: str
    acquired_on: str
    valid_until: str
    proof: str
    replaces: str


def record_qualification(command: RecordQualification, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Its id; the same record again is the same one.

    NotFound for a person whom the actor does not lead; NotPermitted(OWN_QUALIFICATION); InvalidInput at the fields.
    """
    with unit_of_work as unit:
        # Two corrections at once would leave two versions that stand.
        person = unit.session.get(Staff, command.staff_id, with_for_update=True)
        sight = read_sight(unit, actor)
        if person is None or not (sight.sees_all or person.login in sight.people):
            raise NotFound
        if person.login == sight.login:
            raise NotPermitted(code=OWN_QUALIFICATION)
        row = _check(command, beijing_date(unit.clock.now()))
        current = unit.session.query(Qualification).filter_by(staff_id=person.login, superseded_at=None).all()
        for one in current:
            if _is_same(one, row):
                return one.id
        _supersede(command.replaces, current, sight.login, unit)
        row.id, row.replaces = new_id(), command.replaces or None
        row.recorded_by, row.recorded_at = sight.login, unit.clock.now()
        unit.session.add(row)
        payload = {"staff": person.login, "qualification": row.id, "replaces": row.replaces}
        unit.trail.add(None, "qualification.recorded", payload, actor)
        return row.id


def _supersede(replaces: str, current: list[Qualification], login: str, unit: Unit) -> None:
    if not replaces:
        return
    earlier = next((one for one in current if one.id == replaces), None)
    if earlier is None:
        raise InvalidInput({"replaces": "CHANGED_MEANWHILE"})
    earlier.superseded_by, earlier.superseded_at = login, unit.clock.now()


def _is_same(one: Qualification, other: Qualification) -> bool:
    return (one.kind, one.name, one.acquired_on, one.valid_until, one.proof) == (
        other.kind,
        other.name,
        other.acquired_on,
        other.valid_until,
        other.proof,
    )


def _check(command: RecordQualification, today: date) -> Qualification:
    name, name_fault = read_words(command.name, LONGEST_NAME)
    proof, proof_fault = read_words(command.proof, LONGEST_PROOF)
    acquired, until = read_day(command.acquired_on), read_day(command.valid_until)
    errors = {
        "kind": None if command.kind in set(QualificationKind) else "REQUIRED",
        "name": name_fault,
        "proof": proof_fault,
        "acquired_on": _fault_of_day(command.acquired_on, acquired, today),
        "valid_until": "NOT_A_DATE" if command.valid_until.strip() and until is None else None,
    }
    if acquired is not None and until is not None and until < acquired:
        errors["valid_until"] = "ENDS_BEFORE_IT_BEGINS"
    found = {field: fault for field, fault in errors.items() if fault is not None}
    if found or acquired is None:
        raise InvalidInput(found)
    return Qualification(
        staff_id=command.staff_id,
        kind=QualificationKind(command.kind),
        name=name,
        acquired_on=acquired,
        valid_until=until,
        proof=proof,
    )


def _fault_of_day(told: str, day: date | None, today: date) -> str | None:
    if day is None:
        return "NOT_A_DATE" if told.strip() else "REQUIRED"
    return "IN_THE_FUTURE" if day > today else None
