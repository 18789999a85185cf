"""What the office kept before it had this system, handed out below the cases of a list: on record like them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.prior_case import PriorCase
from models.ground.prior_codes import PriorColumn
from services.access.readable_prior import may_read_prior
from services.actor import Actor
from services.lists.case_table import EXPORTED, MOST_ROWS, ROWS_AT_ONCE, TakeTable
from services.unit_of_work import UnitFactory, UnitOfWork
from services.views.prior_cases import list_prior_conditions


@dataclass(frozen=True, slots=True)
class PriorTableRow:
    """One of them in the words of its own table; no identity, none of the words of the complaint."""

    id: str
    number: str
    received_at: datetime
    channel: str
    category: str
    place: str
    handler: str
    answered_at: datetime | None


def take_prior_table(command: TakeTable, unit_of_work: UnitOfWork, actor: Actor) -> tuple[str, ...]:
    """Their ids, 100,000 at most, once the taking is on record; its purpose was looked at with the cases."""
    with unit_of_work.reading() as unit:
        conditions = list_prior_conditions(command.asked, unit, actor)
        query = select(PriorCase.id).where(*conditions)
        query = query.order_by(PriorCase.received_at.desc(), PriorCase.no.desc())
        ids = tuple(unit.session.scalars(query.limit(MOST_ROWS)))
    with unit_of_work as unit:
        payload = {
            "what": "prior_cases",
            "format": command.format.value,
            "number": len(ids),
            "purpose": command.purpose.strip(),
        }
        unit.trail.add(None, EXPORTED, payload, actor)
    return ids


def read_prior_rows(ids: Sequence[str], make_unit: UnitFactory, actor: Actor) -> Iterator[PriorTableRow]:
    """In their order, a thousand at a time; what is not the person's any more meanwhile is left out."""
    for start in range(0, len(ids), ROWS_AT_ONCE):
        part = ids[start : start + ROWS_AT_ONCE]
        with make_unit().reading() as unit:
            found = select(PriorCase).where(PriorCase.id.in_(part), may_read_prior(actor))
            by_id = {row.id: _row(row) for row in unit.session.scalars(found)}
        yield from (by_id[key] for key in part if key in by_id)


def _row(row: PriorCase) -> PriorTableRow:
    told = {column: str(row.fields.get(column.value, "")) for column in PriorColumn}
    return PriorTableRow(
        id=row.id,
        number=row.number,
        received_at=row.received_at,
        channel=told[PriorColumn.CHANNEL],
        category=told[PriorColumn.CATEGORY],
        place=told[PriorColumn.PLACE],
        handler=told[PriorColumn.HANDLER],
        answered_at=row.answered_at,
    )
