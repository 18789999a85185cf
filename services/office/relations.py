"""Declared relations of staff to the people and units a case is about, for recusal."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.codes import RelationEffect, RelationSubject
from models.office.declared_relation import DeclaredRelation


@dataclass(frozen=True, slots=True)
class RelationFound:
    """One declaration that touches a case.

    `is_expired`: past its end, to be declared anew, never passed over.
    """

    effect: RelationEffect
    subject_type: RelationSubject
    subject: str
    is_expired: bool

    @property
    def blocks(self) -> bool:
        """Whether it forbids handling without anybody's decision."""
        return self.effect is RelationEffect.HARD_BLOCK and not self.is_expired


def list_relations(
    session: Session, staff_id: str, subjects: frozenset[str], on_day: date
) -> list[RelationFound]:
    """The declarations of `staff_id` to any of `subjects` (logins, unit codes, names) as of a Beijing day."""
    rows = session.scalars(select(DeclaredRelation).where(DeclaredRelation.staff_id == staff_id))
    return [
        RelationFound(
            effect=row.effect,
            subject_type=row.subject_type,
            subject=row.subject,
            is_expired=row.valid_until is not None and row.valid_until < on_day,
        )
        for row in rows
        if row.subject in subjects
    ]
