"""A member of staff declares a relation, or says anew what has become of one whose time is over (R45)."""

from dataclasses import dataclass
from datetime import date

from models.clock.legal_time import beijing_date, parse_any_day
from models.ground.codes import RelationEffect, RelationSubject
from models.ground.errors import InvalidInput, NotFound
from models.office.declared_relation import OUTSIDE_SUBJECTS, DeclaredRelation
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from models.vault.blind_index import index_party, index_phone
from models.vault.keyring import get_keyring
from services.actor import Actor, staff_id_of
from services.unit_of_work import Unit, UnitOfWork

LONGEST_RELATION = 100
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class DeclareRelation:
    """To whom, what it is, and what follows from it.

    `subject`: a login, a unit's code, or the name of a person or company outside, whose telephone may be told too.
    `valid_until` is an ISO day, empty for a relation without end.
    """

    subject_type: str
    subject: str
    relation: str
    effect: str
    valid_until: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class DeclareAnew:
    """Whether an earlier declaration still holds, and until when."""

    relation_id: int
    still_holds: bool
    valid_until: str = ""


def declare_relation(command: DeclareRelation, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Declare one's own; it holds from now on, in the cases that are open too. InvalidInput by field."""
    login = staff_id_of(actor)
    with unit_of_work as unit:
        today = beijing_date(unit.clock.now())
        _check(command, today, unit)
        subject_type, subject = RelationSubject(command.subject_type), command.subject.strip()
        is_outside = subject_type in OUTSIDE_SUBJECTS
        row = DeclaredRelation(
            staff_id=login,
            relation=command.relation.strip(),
            subject_type=subject_type,
            subject=subject,
            subject_index=index_party(subject, get_keyring()) if is_outside else None,
            phone_index=index_phone(command.phone, get_keyring()) if is_outside else None,
            effect=RelationEffect(command.effect),
            declared_on=today,
            declared_anew_on=today,
            valid_until=date.fromisoformat(command.valid_until) if command.valid_until else None,
        )
        unit.session.add(row)
        unit.session.flush()
        payload = {"relation_id": row.id, "subject_type": subject_type.value, "effect": row.effect.value}
        unit.trail.add(None, "relation.declared", payload, actor)


def declare_anew(command: DeclareAnew, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Say what has become of one's own declaration; one that only was expired goes to the superior from now on.

    NotFound for another's, InvalidInput on `valid_until`.
    """
    login = staff_id_of(actor)
    with unit_of_work as unit:
        row = unit.session.get(DeclaredRelation, command.relation_id)
        if row is None or row.staff_id != login or row.has_ended:
            raise NotFound
        today = beijing_date(unit.clock.now())
        if code := _find_day_fault(command.valid_until, today):
            raise InvalidInput({"valid_until": code})
        row.declared_anew_on, row.has_ended = today, not command.still_holds
        if command.still_holds:
            row.valid_until = date.fromisoformat(command.valid_until) if command.valid_until else None
            if row.effect is RelationEffect.EXPIRED:
                row.effect = RelationEffect.DECIDE
        payload = {"relation_id": row.id, "still_holds": command.still_holds}
        unit.trail.add(None, "relation.declared_anew", payload, actor)


def _check(command: DeclareRelation, today: date, unit: Unit) -> None:
    errors = {"subject": code} if (code := _find_subject_fault(command, unit)) else {}
    relation = command.relation.strip()
    if not 1 <= len(relation) <= LONGEST_RELATION:
        errors["relation"] = "TOO_LONG" if relation else "REQUIRED"
    if command.effect not in (RelationEffect.HARD_BLOCK, RelationEffect.DECIDE):
        errors["effect"] = "REQUIRED"
    if code := _find_day_fault(command.valid_until, today):
        errors["valid_until"] = code
    if errors:
        raise InvalidInput(errors)


def _find_subject_fault(command: DeclareRelation, unit: Unit) -> str | None:
    subject = command.subject.strip()
    if not subject or command.subject_type not in set(RelationSubject):
        return "REQUIRED"
    if command.subject_type in OUTSIDE_SUBJECTS:
        return "TOO_LONG" if len(subject) > LONGEST_NAME else None
    table = Staff if command.subject_type == RelationSubject.STAFF else OrganisationUnit
    return None if unit.session.get(table, subject) else "NOT_AN_OPTION"


def _find_day_fault(text: str, today: date) -> str | None:
    if not text:
        return None
    try:
        day = parse_any_day(text)
    except ValueError:
        return "NOT_A_DATE"
    return "DATE_PASSED" if day < today else None
