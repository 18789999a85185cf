"""The standard texts of the grounds of non-acceptance, as a form proposes them and an administrator edits them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.basis_codes import BasisUse
from models.ground.codes import NonAcceptGround, Role
from models.ground.errors import InvalidInput
from models.office.ground_text import GroundText
from models.office.legal_basis import LegalBasis
from models.store.seeds import read_seed
from services.actor import Actor, require_role
from services.office.legal_bases import list_bases_in_force
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

LONGEST = 1000
LONGEST_PLACE = 200
_LONGEST = {
    "text": LONGEST,
    "right_place": LONGEST_PLACE,
    "remedies": LONGEST,
    "note": LONGEST,
    "reason": LONGEST,
}


@dataclass(frozen=True, slots=True)
class ChangeGroundText:
    """What is said of a ground from now on; `basis_codes` of the register."""

    ground: str
    text: str
    basis_codes: Sequence[str]
    right_place: str
    remedies: str
    note: str
    reason: str
    # The id of the text that was shown, so that what a colleague wrote meanwhile is not lost; empty where none was.
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class GroundsPage:
    """The text in force of every ground with the name of who wrote it, those before (the newest first), and the bases."""

    rows: tuple[tuple[GroundText, str], ...]
    earlier: tuple[tuple[GroundText, str], ...]
    bases: tuple[LegalBasis, ...]


def seed_ground_texts(session: Session) -> int:
    """Add the texts of the grounds that have none; returns how many."""
    known = set(session.scalars(select(GroundText.ground)))
    added = [
        GroundText(**{**entry, "ground": NonAcceptGround(entry["ground"])})
        for entry in read_seed("ground_texts")["texts"]
        if NonAcceptGround(entry["ground"]) not in known
    ]
    session.add_all(added)
    session.flush()
    return len(added)


def propose_ground_texts(unit: Unit) -> list[dict[str, object]]:
    """By ground what a form fills in when it is chosen; bases are those in force today."""
    by_code = {row.code: row.id for row in list_bases_in_force(BasisUse.REFUSAL, unit)}
    return [
        {
            "ground": row.ground.value,
            "refusal_text": row.text,
            "basis_ids": [by_code[code] for code in row.basis_codes if code in by_code],
            "right_place": row.right_place,
            "remedies": row.remedies,
        }
        for row in _list_current(unit)
    ]


def list_ground_texts(unit_of_work: UnitOfWork, actor: Actor) -> GroundsPage:
    """The page; NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        names = map_people_names(unit)
        rows = tuple((row, names.get(row.by or "", "")) for row in _list_current(unit))
        ended = unit.session.scalars(
            select(GroundText).where(GroundText.ended_at.is_not(None)).order_by(GroundText.id.desc())
        )
        earlier = tuple((row, names.get(row.by or "", "")) for row in ended)
        bases = tuple(list_bases_in_force(BasisUse.REFUSAL, unit))
        unit.session.expunge_all()
    return GroundsPage(rows, earlier, bases)


def change_ground_text(command: ChangeGroundText, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """End the text that there is and begin this one; what was told stays.

    NotPermitted for who is no administrator, InvalidInput by field.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        _check(command, unit)
        now = unit.clock.now()
        for row in _list_current(unit):
            if row.ground == command.ground:
                if command.replaces and command.replaces != str(row.id):
                    raise InvalidInput({"text": "CHANGED_MEANWHILE"})
                row.ended_at = now
        fields = {name: str(getattr(command, name)).strip() for name in _LONGEST}
        ground, codes = NonAcceptGround(command.ground), list(command.basis_codes)
        unit.session.add(GroundText(ground=ground, basis_codes=codes, since=now, by=login, **fields))
        payload = {**fields, "ground": command.ground, "basis_codes": codes}
        unit.trail.add(None, "ground-text.changed", payload, actor)


def _check(command: ChangeGroundText, unit: Unit) -> None:
    errors: dict[str, str] = {}
    if command.ground not in set(NonAcceptGround):
        errors["ground"] = "NOT_AN_OPTION"
    known = {row.code for row in list_bases_in_force(BasisUse.REFUSAL, unit)}
    if not set(command.basis_codes) <= known:
        errors["basis_codes"] = "NOT_AN_OPTION"
    for name, longest in _LONGEST.items():
        if len(str(getattr(command, name)).strip()) > longest:
            errors[name] = "TOO_LONG"
    if not command.reason.strip():
        errors["reason"] = "REQUIRED"
    if errors:
        raise InvalidInput(errors)


def _list_current(unit: Unit) -> list[GroundText]:
    rows = unit.session.scalars(select(GroundText).where(GroundText.ended_at.is_(None)))
    order = list(NonAcceptGround)
    return sorted(rows, key=lambda row: order.index(row.ground))
