"""The result that the authority tells, added to the file whenever it comes (补卷)."""

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.case.lifecycle import RequestState
from services.actor import Actor
from services.casefile.addendum import enter_addendum
from services.requests.request_rows import end_request, require_open
from services.unit_of_work import Unit

RESULT_RECEIVED = "RESULT_RECEIVED"


def record_result(row: DisciplinaryTransfer, text: str, unit: Unit, actor: Actor) -> None:
    """Record the result; also when the case is archived. Conflict("REQUEST_ENDED") for a second one."""
    require_open(row)
    row.result_text, row.result_by, row.result_at = text.strip(), actor.name, unit.clock.now()
    end_request(row, RequestState.ANSWERED, RESULT_RECEIVED, unit)
    unit.trail.add(row.complaint_id, "discipline.result_received", {"transfer_id": row.id}, actor)
    enter_addendum(row.complaint_id, f"问题线索移送第{row.no}号的处理结果", unit, actor)
