"""The cases of which a table of rules that was tried would have suggested something else, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.ground.errors import NotFound
from models.office.what_if import WhatIf, WhatIfChange
from services.access.kept_away import is_kept_away
from services.actor import Actor, require_role
from services.clocks.decide_limit import DECIDERS
from services.unit_of_work import UnitOfWork
from services.what_if.list_lines import ROWS_OF_A_PAGE


@dataclass(frozen=True, slots=True)
class AskedChanges:
    """Of which what-if; one move alone where `before` and `then` are told; behind the case `after`."""

    what_if_id: str
    before: str = ""
    then: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A case with what was suggested and what would have been, as codes."""

    complaint_id: str
    number: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangePage:
    """`next_after` leads to the next page, empty where there is none."""

    lines: tuple[ShownChange, ...]
    next_after: str


def list_changes(asked: AskedChanges, unit_of_work: UnitOfWork, actor: Actor) -> ChangePage:
    """Without the cases that the reader must keep away from; NotFound for no such what-if."""
    login = require_role(actor, *DECIDERS)
    with unit_of_work.reading() as unit:
        if unit.session.get(WhatIf, asked.what_if_id) is None:
            raise NotFound
        query = (
            select(WhatIfChange.complaint_id, Complaint.number, WhatIfChange.before, WhatIfChange.after)
            .join(Complaint, Complaint.id == WhatIfChange.complaint_id)
            .where(
                WhatIfChange.what_if_id == asked.what_if_id,
                WhatIfChange.complaint_id > asked.after,
                ~is_kept_away(WhatIfChange.complaint_id, login, unit),
            )
        )
        if asked.before and asked.then:
            query = query.where(WhatIfChange.before == asked.before, WhatIfChange.after == asked.then)
        rows = unit.session.execute(query.order_by(WhatIfChange.complaint_id).limit(ROWS_OF_A_PAGE + 1)).all()
    lines = tuple(ShownChange(*row) for row in rows[:ROWS_OF_A_PAGE])
    return ChangePage(lines, lines[-1].complaint_id if len(rows) > ROWS_OF_A_PAGE else "")
