"""Form `record-investigation-act`: the record of one act by one planned method; several are done side by side."""

from bpmn.names import FormId, InvestigationElement, ProcessId
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import ClockKind
from models.clock.legal_time import to_beijing
from models.ground.codes import Method, Role
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from services.access.handler_options import list_handler_options
from services.answer.answer_wording import METHODS
from services.case.approval_step import KNOWS_APPROVAL
from services.evidence.attached_files import FILES
from services.evidence.items import list_item_options, list_items
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.requests.named_matters import list_matter_options
from services.tasks.act_record import (
    FIELDS_OF_ALL,
    SCAN,
    details_of,
    read_moments,
    register_evidence,
    require_scan,
)
from services.tasks.extract import OF_THE_FILE, OF_THE_INVESTIGATION, Extract
from services.tasks.user_task import UserTask

# What an act of the investigation is about stands in this variable of its own task.
METHOD = "method"


def context(case: TaskCase) -> Answers:
    """By which method this record is made, and what its fields are chosen from; of the matters those handled here."""
    method, complaint, unit = method_of(case), case.complaint, case.unit
    matters = list_matter_options(complaint, unit)
    files = [item for item in list_items(complaint.id, unit) if item.file_id is not None and item.is_citable]
    return {
        "method": method.value,
        "received_at": f"{to_beijing(complaint.received_at):%Y-%m-%d %H:%M}",
        "method_label": METHODS[method],
        "matter_options": matters,
        "handler_options": list_handler_options(complaint.id, unit, without=(case.actor.name,)),
        "file_options": list_item_options(files, complaint, case.actor.name, unit),
        **({"matter_nos": [matters[0]["value"]]} if len(matters) == 1 else {}),
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Put the record into the file and number the evidence that came of it.

    InvalidInput by field for a moment before the receipt or to come, for papers without one, and for a signature without a scan.
    """
    act = _read_act(case, answers)
    if act.recorded_at is not None and act.method is Method.DOCUMENTS and not answers.get("papers"):
        raise InvalidInput({"papers": "REQUIRED"})
    if act.method is Method.INTERVIEW:
        require_scan(answers)
    case.unit.session.add(act)
    case.unit.session.flush()
    payload = {"act_id": act.id, "method": act.method.value, "round": act.round}
    case.unit.trail.add(act.complaint_id, "investigation.act_recorded", payload, case.actor)
    if act.recorded_at is not None:
        register_evidence(act, answers, case)
    return {}


def _read_act(case: TaskCase, answers: Answers) -> InvestigationAct:
    complaint, method, now = case.complaint, method_of(case), case.unit.clock.now()
    moments = read_moments(answers, complaint, now)
    return InvestigationAct(
        id=new_id(),
        complaint_id=complaint.id,
        round=complaint.round,
        method=method,
        place=text_of(answers, "place") or None,
        persons=text_of(answers, "persons") or None,
        record_text=text_of(answers, "record_text"),
        evidence=text_of(answers, "evidence") or None,
        details=details_of(method, answers) if moments else None,
        began_at=moments[0] if moments else None,
        done_at=moments[1] if moments else now,
        recorded_at=now if moments else None,
        by=case.actor.name,
    )


def method_of(case: TaskCase) -> Method:
    """The method this task is for, as the loop of the diagram gave it; looking into papers when none is known."""
    told = case.task.details.get(METHOD)
    return Method(told) if told in set(Method) else Method.DOCUMENTS


# What the form asks of each act, and then of one method after the other.
_REQUIRED = frozenset(
    {
        *("began_at", "ended_at", "record_text", *FIELDS_OF_ALL),
        *("whom_kind", "whom", "rights_told", "signature", "unsigned_reason"),
        *("papers[].title", "papers[].provider"),
        *("place", "persons"),
        *("slip_no", "provider", "item_title", "item_kind", "is_original", "item_count"),
    }
)

TASK = UserTask(
    form=FormId.RECORD_INVESTIGATION_ACT,
    process=ProcessId.INVESTIGATION,
    element=InvestigationElement.USER_TASK_RECORD_INVESTIGATION_ACT,
    roles=(Role.INVESTIGATOR,),
    is_handlers=True,
    limit=ClockKind.INVESTIGATION,
    kept_variables=frozenset({METHOD, KNOWS_APPROVAL}),
    answers=_REQUIRED | {"papers[].number", "papers[].pages", "photos", "sketch", SCAN, FILES},
    required=_REQUIRED,
    extract=(Extract.ASKED, *OF_THE_FILE, *OF_THE_INVESTIGATION),
    context=context,
    apply=apply,
)
