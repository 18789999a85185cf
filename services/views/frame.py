"""What the frame of every page tells, in one statement: how the centre is reached, and whether its work stands still."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, literal, select, true

from models.office.centre import Centre
from models.office.engine_anchor import StoreState
from models.office.standstill import Standstill, StandstillKind
from services.anchor.store_notice import STORE_ROW, state_of
from services.office.centre_contact import CentreContact, contact_of
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Frame:
    """`centre` None in an office that has none yet; `strange_store` None where the engine's store is the office's."""

    centre: CentreContact | None
    strange_store: StoreState | None


def read_frame(unit_of_work: UnitOfWork, *, in_english: bool) -> Frame:
    """One statement, since every page asks it."""
    one = select(literal(1)).subquery()
    is_told = and_(Standstill.kind == StandstillKind.STORE, Standstill.key == STORE_ROW)
    query = (
        select(Centre, Standstill).select_from(one).outerjoin(Centre, true()).outerjoin(Standstill, is_told)
    )
    with unit_of_work.reading() as unit:
        centre, told = unit.session.execute(query).one()
        contact = None if centre is None else contact_of(centre, in_english=in_english)
        return Frame(contact, state_of(told))
