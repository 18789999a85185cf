"""The report of an entrusted body: in its window it moves the investigation on, late it is only kept on file."""

from bpmn.names import MessageName
from models.beside.entrustment import Entrustment
from models.case.complaint import Complaint
from models.case.lifecycle import FileEntryKind, RequestState, Stage
from models.ground.codes import EntrustmentKind
from models.ground.errors import InvalidInput
from models.ground.evidence_codes import EvidenceKind
from services.actor import Actor
from services.casefile.add_entry import NewEntry, add_entry
from services.evidence.items import NewItem, register_item
from services.office.unit_options import get_unit_name
from services.requests.pauses import resume_after_request
from services.requests.request_rows import end_request
from services.requests.tell_process import tell_answer
from services.unit_of_work import Unit

RETURNED = "RETURNED"
# Why a report is evidence only after the archive; words of the file.
CAME_LATE = "报告在归档后收到"
# As an item of evidence: its kind, and what it is called there.
ITEM_OF_KIND = {
    EntrustmentKind.ENTRUSTED: (EvidenceKind.DOCUMENTARY, "委托调查报告"),
    EntrustmentKind.APPRAISAL: (EvidenceKind.EXPERT_OPINION, "鉴定报告"),
}


def return_report(row: Entrustment, text: str, unit: Unit, actor: Actor) -> bool:
    """Take the report, an item of evidence either way; whether it was awaited. InvalidInput for an empty one."""
    if not text.strip():
        raise InvalidInput({"report_text": "REQUIRED"})
    _register(row, unit, actor)
    if row.returned_at is None:
        row.returned_at, row.reported_by = unit.clock.now(), actor.name
    if row.state is not RequestState.OPEN:
        _keep_on_file(row, text, unit, actor)
        return False
    row.report_text = text.strip()
    end_request(row, RequestState.ANSWERED, RETURNED, unit)
    if row.pauses_clock:
        resume_after_request(row, unit)
    payload = {"entrustment_id": row.id, "to_unit": row.to_unit}
    unit.trail.add(row.complaint_id, "entrustment.returned", payload, actor)
    tell_answer(MessageName.ENTRUSTMENT_RETURNED, row, "returned", unit)
    return True


def _register(row: Entrustment, unit: Unit, actor: Actor) -> None:
    kind, name = ITEM_OF_KIND[row.kind]
    body = get_unit_name(row.to_unit, unit)
    is_archived = unit.session.get_one(Complaint, row.complaint_id).stage is Stage.ARCHIVED
    new = NewItem(
        kind,
        f"{name}（W{row.no}）",
        is_original=True,
        provider=body,
        addendum_reason=CAME_LATE if is_archived else None,
    )
    register_item(row.complaint_id, new, unit, actor)


def _keep_on_file(row: Entrustment, text: str, unit: Unit, actor: Actor) -> None:
    entry = add_entry(NewEntry(row.complaint_id, FileEntryKind.NOTE, text, actor.name), unit)
    payload = {"entrustment_id": row.id, "entry_id": entry.id}
    unit.trail.add(row.complaint_id, "entrustment.report_kept", payload, actor)
