"""What is done for a request whose own process somebody cancelled in the engine itself: it lapses."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import select

from models.case.lifecycle import RequestKind, RequestState
from services.actor import SYSTEM
from services.casefile.get_case import get_complaint
from services.requests.open_requests import (
    ENDING_WITH_CASE,
    OUTLIVING,
    REQUEST_TABLES,
    OpenRequest,
    end_lapsed,
)
from services.requests.request_rows import get_request
from services.unit_of_work import Unit

CANCELLED_ELSEWHERE = "CANCELLED_ELSEWHERE"
# The others live inside an instance of their case, which the engine cancels as a whole only.
WITH_OWN_PROCESS = ENDING_WITH_CASE | OUTLIVING


def list_request_closings(unit: Unit) -> dict[str, Callable[[Unit], None]]:
    """How to end each open request that has an instance, by its key.

    Nothing works on a cancelled one any more: it lapses, its clock stops, and the case goes on.
    """
    closings: dict[str, Callable[[Unit], None]] = {}
    for kind in sorted(WITH_OWN_PROCESS):
        table = REQUEST_TABLES[kind]
        rows = unit.session.execute(
            select(table.process_instance_key, table.complaint_id, table.id).where(
                table.process_instance_key.is_not(None), table.state == RequestState.OPEN
            )
        )
        closings |= {
            str(row.process_instance_key): partial(_close, kind, row.complaint_id, row.id) for row in rows
        }
    return closings


def _close(kind: RequestKind, complaint_id: str, request_id: str, unit: Unit) -> None:
    # The case first: whoever changes its requests holds its lock.
    get_complaint(complaint_id, unit)
    row = get_request(REQUEST_TABLES[kind], request_id, unit)
    if row.state is RequestState.OPEN:
        end_lapsed(OpenRequest(kind, row), CANCELLED_ELSEWHERE, unit, SYSTEM)
