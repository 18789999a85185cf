"""Ends requests whose own process somebody cancelled in the engine itself, past this application."""

from sqlalchemy import select

from models.lifecycle import RequestKind, RequestState
from services.actor import SYSTEM
from services.casefile.get_case import get_complaint
from services.ports import ProcessEngine
from services.requests.open_requests import (
    ENDING_WITH_CASE,
    OUTLIVING,
    REQUEST_TABLES,
    OpenRequest,
    end_lapsed,
)
from services.requests.request_rows import get_request
from services.unit_of_work import Unit, UnitFactory

CANCELLED_ELSEWHERE = "CANCELLED_ELSEWHERE"
# The others live inside an instance of their case, which the engine cancels as a whole only.
WITH_OWN_PROCESS = ENDING_WITH_CASE | OUTLIVING


def close_cancelled_requests_step(make_unit: UnitFactory, engine: ProcessEngine) -> int:
    """One round; returns how many requests were ended. OutsideUnavailable when the engine is away.

    Nothing works on such a request any more: it lapses, its clock stops, and the case goes on.
    """
    running = _list_running(make_unit)
    cancelled = engine.list_cancelled_instances(list(running)) if running else frozenset()
    for key in sorted(cancelled):
        with make_unit() as unit:
            _close(*running[key], unit)
    return len(cancelled)


def _list_running(make_unit: UnitFactory) -> dict[str, tuple[RequestKind, str, str]]:
    """Kind, complaint and id of the open requests that have an instance, by its key."""
    found: dict[str, tuple[RequestKind, str, str]] = {}
    with make_unit().reading() as unit:
        for kind in sorted(WITH_OWN_PROCESS):
            table = REQUEST_TABLES[kind]
            rows = unit.session.execute(
                select(table.process_instance_key, table.complaint_id, table.id).where(
                    table.process_instance_key.is_not(None), table.state == RequestState.OPEN
                )
            )
            found |= {str(row.process_instance_key): (kind, row.complaint_id, row.id) for row in rows}
    return found


def _close(kind: RequestKind, complaint_id: str, request_id: str, unit: Unit) -> None:
    # The case first: whoever changes its requests holds its lock.
    get_complaint(complaint_id, unit)
    row = get_request(REQUEST_TABLES[kind], request_id, unit)
    if row.state is RequestState.OPEN:
        end_lapsed(OpenRequest(kind, row), CANCELLED_ELSEWHERE, unit, SYSTEM)
