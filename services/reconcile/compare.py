"""Database and engine are compared twice, so that nothing that is only on its way is told."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import select

from models.case.complaint import Complaint
from services.anchor.held_keys import are_tokens_shown, list_newest_tokens
from services.ports.engine import ProcessEngine
from services.ports.monitor import Monitor
from services.reconcile.difference import Differing, Reconciled
from services.reconcile.look import look
from services.unit_of_work import UnitFactory

IDS_AT_ONCE = 500


def compare_stores(
    make_unit: UnitFactory, engine: ProcessEngine, monitor: Monitor, wait: Callable[[], None]
) -> Reconciled:
    """What both looks saw; `wait` passes the time between them, longer than searches lag. OutsideUnavailable as in look."""
    newest = list_newest_tokens(make_unit)
    first = look(make_unit, engine, monitor)
    if not first.seen:
        return Reconciled(first.open_cases, (), {}, is_behind=False)
    wait()
    second = look(make_unit, engine, monitor)
    lasting = sorted(first.seen & second.seen)
    numbers = map_numbers(lasting, make_unit)
    is_behind = bool(lasting) and not are_tokens_shown(newest, monitor)
    return Reconciled(second.open_cases, tuple(lasting), numbers, is_behind=is_behind)


def map_numbers(differing: Collection[Differing], make_unit: UnitFactory) -> dict[str, str]:
    """The numbers of the cases that differ, by their ids."""
    ids = sorted({one.complaint_id for one in differing if one.complaint_id})
    found: dict[str, str] = {}
    for start in range(0, len(ids), IDS_AT_ONCE):
        query = select(Complaint.id, Complaint.number).where(
            Complaint.id.in_(ids[start : start + IDS_AT_ONCE])
        )
        with make_unit().reading() as unit:
            found |= {case: number for case, number in unit.session.execute(query)}
    return found
