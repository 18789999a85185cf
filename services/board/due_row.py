"""One line of the due list, with everything that people tell it by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Rung, Stage
from models.ground.codes import Category
from services.beside.extension.late_reasons import list_late_reasons
from services.board.due_items import CLOCK, DueItems
from services.board.due_subjects import DueSubject, map_subjects
from services.forms.place_in_list import tell_place
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit

CASE_COLUMNS = (
    Complaint.number,
    Complaint.stage,
    Complaint.category,
    Complaint.handling_unit,
    Complaint.handler_id,
)


@dataclass(frozen=True, slots=True)
class DueRow:
    """One line; `kind_group` clock_kind or window_kind, `key` the limit's id or the request's.

    `limit_key` tells limits of the office's own apart, `late_reason` is the code of an extension that came too late.
    `handler_name` is None for a case without a handler, empty for somebody whom the office does not know any more.
    """

    kind_group: str
    kind: str
    key: str
    complaint_id: str
    number: str
    stage: Stage
    category: Category | None
    due_at: datetime
    rung: Rung
    is_late: bool
    seconds_left: float
    is_provisional: bool
    round: int
    unit: str | None
    unit_name: str | None
    handler: str | None
    handler_name: str | None
    limit_key: str | None
    late_reason: str | None
    subject: DueSubject | None

    @property
    def item(self) -> str:
        """What a choice of this row is sent as."""
        return f"{self.kind_group}.{self.key}"

    @property
    def place(self) -> str:
        """Where the row stands in the list, for the pages before and after it."""
        return tell_place(self.due_at, self.key)


def select_rows(items: DueItems) -> Select[Any]:  # Any: the columns of two tables, read by name below
    """The columns that lines are made of, the nearest due first."""
    return items.select_with_case(*items.rows.c, *CASE_COLUMNS)


def make_rows(rows: Sequence[Row[Any]], unit: Unit) -> Iterator[DueRow]:
    """The lines; as many statements for five hundred as for one."""
    keys = [row.key for row in rows]
    subjects = map_subjects(keys, unit)
    reasons = list_late_reasons([row.key for row in rows if row.is_late and row.kind_group == CLOCK], unit)
    people = map_people_names(unit, logins={row.handler_id for row in rows if row.handler_id})
    units, now = map_unit_names(unit), unit.clock.now()
    for row in rows:
        yield DueRow(
            kind_group=row.kind_group,
            kind=row.kind,
            key=row.key,
            complaint_id=row.complaint_id,
            number=row.number,
            stage=row.stage,
            category=row.category,
            due_at=row.due_at,
            rung=Rung(row.rung),
            is_late=row.is_late,
            seconds_left=(row.due_at - now).total_seconds(),
            is_provisional=bool(row.is_provisional),
            round=row.round,
            unit=row.handling_unit,
            unit_name=units.get(row.handling_unit),
            handler=row.handler_id,
            handler_name=people.get(row.handler_id, "") if row.handler_id else None,
            limit_key=row.subject_id if row.kind == ClockKind.OWNER_LIMIT else None,
            late_reason=reasons.get(row.key),
            subject=subjects.get(row.key),
        )
