"""Cases handed out as a table: who took which, in which form and what for is on record before the first row leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import Rung, Stage
from models.ground.codes import Category, Channel
from models.ground.errors import InvalidInput
from services.actor import Actor
from services.unit_of_work import Unit, UnitFactory, UnitOfWork
from services.views.case_filter import CaseFilter, CaseOrder, order_of
from services.views.case_subject import list_respondents
from services.views.cases import list_readable_conditions
from services.views.transferred import map_transferred
from services.worklist.identity_permission import SHORTEST_PURPOSE

EXPORTED = "list.exported"
MOST_ROWS = 100_000
LONGEST_PURPOSE = 200
# Read and let go of together: memory does not grow with the table.
ROWS_AT_ONCE = 1_000


class TableFormat(StrEnum):
    """What the table is written as."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class TakeTable:
    """What is asked for, in which order and form, and what for."""

    asked: CaseFilter
    order: CaseOrder
    format: TableFormat
    purpose: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One case; no identity, none of its words. `respondents` are names of units with their windows."""

    complaint_id: str
    number: str
    channel: Channel
    received_at: datetime
    category: Category | None
    stage: Stage
    respondents: tuple[str, ...]
    handling_unit: str | None
    handler_id: str | None
    clock_state: Rung | None
    next_due_at: datetime | None
    closed_at: datetime | None
    transferred_on: date | None


def check_purpose(told: str) -> str:
    """What a table is taken for, without blanks around it; InvalidInput on `purpose` for too few or too many letters."""
    purpose = told.strip()
    if not SHORTEST_PURPOSE <= len(purpose) <= LONGEST_PURPOSE:
        raise InvalidInput({"purpose": "TOO_LONG" if len(purpose) > LONGEST_PURPOSE else "TOO_SHORT"})
    return purpose


def take_table(command: TakeTable, unit_of_work: UnitOfWork, actor: Actor) -> tuple[str, ...]:
    """The ids of its cases, 100,000 at most, once the taking is on record; InvalidInput on `purpose`."""
    purpose = check_purpose(command.purpose)
    with unit_of_work.reading() as unit:
        conditions = list_readable_conditions(command.asked, unit, actor)
        query = select(Complaint.id).where(*conditions).order_by(*order_of(command.order))
        ids = tuple(unit.session.scalars(query.limit(MOST_ROWS)))
    with unit_of_work as unit:
        payload = {
            "what": "cases",
            "format": command.format.value,
            "number": len(ids),
            "purpose": purpose,
            "filter": say_filter(command.asked),
        }
        unit.trail.add(None, EXPORTED, payload, actor)
    return ids


def read_rows(ids: Sequence[str], make_unit: UnitFactory, actor: Actor) -> Iterator[TableRow]:
    """The rows in the order of the ids, a thousand at a time; what is not the person's any more meanwhile is left out."""
    for start in range(0, len(ids), ROWS_AT_ONCE):
        part = ids[start : start + ROWS_AT_ONCE]
        with make_unit().reading() as unit:
            rows = _read(part, unit, actor)
        yield from rows


def _read(part: Sequence[str], unit: Unit, actor: Actor) -> list[TableRow]:
    conditions = list_readable_conditions(CaseFilter(), unit, actor)
    cases = unit.session.scalars(select(Complaint).where(Complaint.id.in_(part), *conditions))
    by_id = {row.id: row for row in cases}
    subjects = list_respondents(list(by_id), unit)
    transferred = map_transferred(by_id.values(), unit)
    return [
        TableRow(
            complaint_id=row.id,
            number=row.number,
            channel=row.channel,
            received_at=row.received_at,
            category=row.category,
            stage=row.stage,
            respondents=subjects.get(row.id, ()),
            handling_unit=row.handling_unit,
            handler_id=row.handler_id,
            clock_state=row.clock_state,
            next_due_at=row.next_due_at,
            closed_at=row.closed_at,
            transferred_on=transferred.get(row.id),
        )
        for row in (by_id[key] for key in part if key in by_id)
    ]


def say_filter(asked: CaseFilter) -> dict[str, object]:
    """By codes and dates; of words and names only that there were some."""
    said: dict[str, object] = {
        **asked.by_codes(),
        "words": bool(asked.words),
        "respondent": bool(asked.respondent),
        "by_person": asked.case_ids is not None,
    }
    return {name: value for name, value in said.items() if value}
