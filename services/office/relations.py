"""Declared relations of staff to the people, units and companies that a case may be about, for recusal."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.codes import RelationEffect, RelationSubject
from models.office.declared_relation import DeclaredRelation
from models.store.ask_once import READS_ONLY, ask_once


@dataclass(frozen=True, slots=True)
class RelationFound:
    """One declaration that holds or held; `subject` is a login or unit code, of people and companies the blind indexes.

    `is_expired`: past its end, to be declared anew, never passed over.
    """

    relation_id: int
    effect: RelationEffect
    subject_type: RelationSubject
    subject: str
    indexes: frozenset[str]
    is_expired: bool

    @property
    def blocks(self) -> bool:
        """Whether it forbids handling without anybody's decision."""
        return self.effect is RelationEffect.HARD_BLOCK and not self.is_expired


def list_relations(session: Session, staff_id: str, on_day: date) -> list[RelationFound]:
    """The declarations of `staff_id` as of a Beijing day, but those whose end he declared."""
    rows = ask_once(session, ("relations", staff_id), lambda: _read_declared(session, staff_id))
    return [
        RelationFound(
            relation_id=row.id,
            effect=row.effect,
            subject_type=row.subject_type,
            subject=row.subject,
            indexes=frozenset(index for index in (row.subject_index, row.phone_index) if index),
            is_expired=is_expired(row, on_day),
        )
        for row in rows
    ]


def _read_declared(session: Session, staff_id: str) -> Sequence[DeclaredRelation]:
    query = (
        select(DeclaredRelation)
        .where(DeclaredRelation.staff_id == staff_id, DeclaredRelation.has_ended.is_(False))
        .order_by(DeclaredRelation.id)
    )
    return session.scalars(query).all()


def know_relations(session: Session, logins: Collection[str]) -> None:
    """Read at once what `list_relations` will be asked of many people in one look; a session that may write asks anew."""
    if not session.info.get(READS_ONLY):
        return
    query = select(DeclaredRelation).where(
        DeclaredRelation.staff_id.in_(sorted(set(logins))), DeclaredRelation.has_ended.is_(False)
    )
    found: dict[str, list[DeclaredRelation]] = {login: [] for login in logins}
    for row in session.scalars(query.order_by(DeclaredRelation.id)):
        found[row.staff_id].append(row)
    for login, rows in found.items():
        ask_once(session, ("relations", login), partial(list, rows))


def is_expired(row: DeclaredRelation, on_day: date) -> bool:
    """Whether its person has to say anew what it is now."""
    is_past = row.valid_until is not None and row.valid_until < on_day
    return is_past or row.effect is RelationEffect.EXPIRED
