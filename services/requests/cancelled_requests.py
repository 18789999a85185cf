"""What is done for a request whose own process ended in the engine itself, cancelled or without its outcome: it lapses."""

from functools import partial

from sqlalchemy import select

from models.case.lifecycle import RequestState
from services.actor import SYSTEM
from services.casefile.get_case import get_complaint
from services.ports.engine import InstanceEnd
from services.requests.instance_closing import InstanceClosing
from services.requests.kinds import KINDS
from services.requests.open_requests import OpenRequest, end_lapsed
from services.requests.request_kind import RequestKind
from services.requests.request_rows import get_request
from services.unit_of_work import Unit

CANCELLED_ELSEWHERE = "CANCELLED_ELSEWHERE"
ENDED_ELSEWHERE = "ENDED_ELSEWHERE"
REASONS = {
    InstanceEnd.CANCELLED: CANCELLED_ELSEWHERE,
    # The step that gives a request its outcome commits before its process goes on, so this diagram has lost it.
    InstanceEnd.COMPLETED: ENDED_ELSEWHERE,
}


def list_request_closings(unit: Unit) -> dict[str, InstanceClosing]:
    """How to end each open request that has an instance, by its key.

    Nothing works on such a one any more: it lapses, its clock stops, and the case goes on.
    """
    closings: dict[str, InstanceClosing] = {}
    # The others live inside an instance of their case, which the engine cancels as a whole only.
    for kind in [kind for kind in KINDS.values() if kind.has_own_process]:
        table = kind.table
        rows = unit.session.execute(
            select(table.process_instance_key, table.id).where(
                table.process_instance_key.is_not(None), table.state == RequestState.OPEN
            )
        )
        names = kind.opening.id_name
        closings |= {
            str(row.process_instance_key): InstanceClosing(names, row.id, partial(_close, kind, row.id))
            for row in rows
        }
    return closings


def _close(kind: RequestKind, request_id: str, end: InstanceEnd, unit: Unit) -> bool:
    # The case first: whoever changes its requests holds its lock.
    get_complaint(unit.session.get_one(kind.table, request_id).complaint_id, unit)
    row = get_request(kind.table, request_id, unit)
    if row.state is not RequestState.OPEN:
        return False
    end_lapsed(OpenRequest(kind, row), REASONS[end], unit, SYSTEM)
    return True
