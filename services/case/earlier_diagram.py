"""Cases that run in the diagrams of 0.1.0: nothing in them waits for a request beside the way, so none may be opened."""

from sqlalchemy import select

from bpmn.names import InvestigationElement
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.case.task import Task
from services.requests.request_kind import RequestKind
from services.requests.run_to_tell import find_last_run
from services.unit_of_work import Unit

EARLIER_DIAGRAM = "EARLIER_DIAGRAM"


def find_diagram_bar(kind: RequestKind, complaint: Complaint, unit: Unit) -> str | None:
    """EARLIER_DIAGRAM where a request of this kind, which is worked on in the case's own diagrams, would wait for ever."""
    run = find_last_run(complaint.id, unit)
    if run is None or run.knows_requests:
        return None
    if (
        # What the called investigation waits for itself, whoever calls it.
        Stage.INVESTIGATION in kind.lapses_on_leaving
        and complaint.stage is Stage.INVESTIGATION
        and _is_planned(complaint, unit)
    ):
        return None
    return EARLIER_DIAGRAM


def _is_planned(complaint: Complaint, unit: Unit) -> bool:
    """An old run calls the latest investigation, and only that one begins with a plan."""
    planned = select(Task.user_task_key).where(
        Task.complaint_id == complaint.id,
        Task.element_id == InvestigationElement.USER_TASK_PLAN_INVESTIGATION.value,
    )
    return unit.session.scalars(planned.limit(1)).first() is not None
