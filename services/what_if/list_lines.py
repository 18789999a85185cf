"""The limits behind a number of a what-if, a page at a time, without the cases that the reader must keep away from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.ground.errors import NotFound
from models.ground.what_if_codes import WhatIfGroup, WhatIfNumber
from models.office.what_if import WhatIf, WhatIfLine
from services.access.kept_away import is_kept_away
from services.actor import Actor, require_role
from services.clocks.decide_limit import DECIDERS
from services.unit_of_work import UnitOfWork

ROWS_OF_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class AskedLines:
    """Which number of which what-if, of a code of a group where one is told, behind the line `after` (its clock)."""

    what_if_id: str
    number: WhatIfNumber
    group: WhatIfGroup | None = None
    code: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A limit with its dates before and then."""

    clock_id: str
    complaint_id: str
    number: str
    kind: ClockKind
    due_before: datetime
    due_after: datetime
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinePage:
    """`next_after` leads to the next page, empty where there is none."""

    lines: tuple[ShownLine, ...]
    next_after: str


def list_lines(asked: AskedLines, unit_of_work: UnitOfWork, actor: Actor) -> LinePage:
    """In the order of their ids, so that a page is as quick behind a hundred thousand; NotFound for no such what-if."""
    login = require_role(actor, *DECIDERS)
    with unit_of_work.reading() as unit:
        if unit.session.get(WhatIf, asked.what_if_id) is None:
            raise NotFound
        query = (
            select(
                WhatIfLine.clock_id,
                WhatIfLine.complaint_id,
                Complaint.number,
                Clock.kind,
                WhatIfLine.due_before,
                WhatIfLine.due_after,
                Clock.stopped_at,
            )
            .join(Complaint, Complaint.id == WhatIfLine.complaint_id)
            .join(Clock, Clock.id == WhatIfLine.clock_id)
            .where(
                WhatIfLine.what_if_id == asked.what_if_id,
                WhatIfLine.clock_id > asked.after,
                _IS_IN[asked.number],
                ~is_kept_away(WhatIfLine.complaint_id, login, unit),
            )
        )
        if asked.group is not None:
            query = query.where(_COLUMNS[asked.group] == asked.code)
        rows = unit.session.execute(query.order_by(WhatIfLine.clock_id).limit(ROWS_OF_A_PAGE + 1)).all()
    lines = tuple(ShownLine(*row) for row in rows[:ROWS_OF_A_PAGE])
    return LinePage(lines, lines[-1].clock_id if len(rows) > ROWS_OF_A_PAGE else "")


_IS_IN: Mapping[WhatIfNumber, ColumnElement[bool]] = {
    WhatIfNumber.LATE_BEFORE: WhatIfLine.was_late.is_(True),
    WhatIfNumber.LATE_AFTER: WhatIfLine.is_late.is_(True),
    WhatIfNumber.NEWLY_LATE: WhatIfLine.is_late & ~WhatIfLine.was_late,
    WhatIfNumber.NO_LONGER_LATE: WhatIfLine.was_late & ~WhatIfLine.is_late,
}
_COLUMNS = {
    WhatIfGroup.UNIT: WhatIfLine.unit,
    WhatIfGroup.ITEM: WhatIfLine.item,
    WhatIfGroup.CHANNEL: WhatIfLine.channel,
    WhatIfGroup.STAGE: WhatIfLine.stage,
    WhatIfGroup.PEOPLE: WhatIfLine.people,
}
