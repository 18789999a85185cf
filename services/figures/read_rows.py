"""The rows of the store as the database has them now: those of the ledger, with what each complaint counts for."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from services.figures.columns import SHAPE
from services.figures.count_case import Limit, count_case
from services.ledger.ledger_row import read_ledger_rows
from services.ledger.limits import TOLD_LIMITS
from services.ports.figures import KEY, Row
from services.unit_of_work import Unit

_ASKED = (*TOLD_LIMITS, ClockKind.FIRST_CONTACT)


def read_figure_rows(complaint_ids: Sequence[str], unit: Unit) -> list[Row]:
    """One a complaint that there is, in the order of the ids; as many statements for a thousand as for one."""
    limits = _read_limits(complaint_ids, unit)
    now = unit.clock.now()
    return [
        {
            KEY: row.complaint_id,
            **{name: row[name] for name in SHAPE.columns},
            **count_case(row.values, limits.get(row.complaint_id, []), now),
        }
        for row in read_ledger_rows(complaint_ids, unit)
    ]


def _read_limits(ids: Sequence[str], unit: Unit) -> dict[str, list[Limit]]:
    rows = unit.session.execute(
        select(Clock.complaint_id, Clock.kind, Clock.due_at, Clock.stopped_at, Clock.stop_reason, Clock.rung)
        .where(Clock.complaint_id.in_(ids), Clock.kind.in_(_ASKED))
        .order_by(Clock.complaint_id, Clock.opened_at, Clock.id)
    )
    found: dict[str, list[Limit]] = {}
    for complaint_id, kind, due_at, stopped_at, stop_reason, rung in rows:
        found.setdefault(complaint_id, []).append(Limit(kind, due_at, stopped_at, stop_reason, rung))
    return found
