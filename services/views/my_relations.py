"""A person's own declared relations as he sees them; nobody else's are shown to him."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.clock.legal_time import beijing_date
from models.ground.codes import RelationEffect, RelationSubject
from models.office.declared_relation import DeclaredRelation
from models.office.staff import Staff
from services.actor import Actor, staff_id_of
from services.office.people_names import list_people_options, map_people_names
from services.office.relations import is_expired
from services.office.unit_options import CENTRE_KINDS, Option, list_unit_options, map_unit_names
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class MyRelation:
    """One declaration, its subject by name."""

    relation_id: int
    relation: str
    subject_type: RelationSubject
    subject: str
    effect: RelationEffect
    declared_on: date
    valid_until: date | None
    is_expired: bool
    has_ended: bool


@dataclass(frozen=True, slots=True)
class MyRelations:
    """All of the person's, those first that wait for his word, and whom a new one may be to."""

    relations: tuple[MyRelation, ...]
    people: tuple[Option, ...]
    units: tuple[Option, ...]


def list_my_relations(unit_of_work: UnitOfWork, actor: Actor) -> MyRelations:
    """The person's declarations; NotPermitted for who is no member of staff."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        today = beijing_date(unit.clock.now())
        rows = unit.session.scalars(
            select(DeclaredRelation).where(DeclaredRelation.staff_id == login).order_by(DeclaredRelation.id)
        ).all()
        colleagues = unit.session.scalars(
            select(Staff).where(Staff.active.is_(True), Staff.login != login).order_by(Staff.login)
        )
        names = map_people_names(unit) | map_unit_names(unit)
        found = [
            MyRelation(
                relation_id=row.id,
                relation=row.relation,
                subject_type=row.subject_type,
                subject=names.get(row.subject, row.subject),
                effect=row.effect,
                declared_on=row.declared_on,
                valid_until=row.valid_until,
                is_expired=not row.has_ended and is_expired(row, today),
                has_ended=row.has_ended,
            )
            for row in rows
        ]
        return MyRelations(
            relations=tuple(sorted(found, key=lambda row: (row.has_ended, not row.is_expired))),
            people=tuple(list_people_options(colleagues, unit)),
            units=tuple(list_unit_options(unit, kinds=CENTRE_KINDS)),
        )
