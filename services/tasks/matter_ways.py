"""The ways a matter may go at acceptance: what each needs in its row, and its mark on the matter."""

from collections.abc import Callable

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.case.matter import Matter
from models.ground.basis_codes import BasisUse
from models.ground.codes import MatterDecision, NonAcceptGround, UnitKind
from models.ground.matter_codes import MatterKind
from models.office.unit import OrganisationUnit
from services.access.find_exclusion import find_exclusion
from services.actor import staff_id_of
from services.casefile.cite_bases import CHOSEN, Cited, cite_bases, subject_of_matter
from services.casefile.leading_case import find_case_of_number, find_leading_case
from services.forms.task_case import Answers, TaskCase, text_of, texts_of
from services.tasks.acceptance_points import find_point_faults, read_points
from services.tasks.problem_rows import find_problem_fault, keep_told_problem, show_problem

LATER = "later"
REFUSAL_FIELDS = ("nonaccept_ground", "basis", "right_place")

RowFaults = dict[str, str]


def find_row_faults(row: Answers, case: TaskCase) -> RowFaults:
    """What a row lacks for the way it chose, by field; empty when it can be taken."""
    check = _CHECKS.get(text_of(row, "decision"))
    faults = check(row, case) if check is not None else {}
    return faults | find_point_faults(row, case) | find_problem_fault(row)


def propose_kind(matter: Matter) -> Answers:
    """The kind and problem as they stand; a matter that somebody held for a question is proposed to be answered at once."""
    if matter.kind is MatterKind.CONSULTATION:
        return {"kind": MatterKind.COMPLAINT.value, "decision": MatterDecision.CONSULTATION.value}
    return {"kind": matter.kind.value, **show_problem(matter)}


def decide_matter(matter: Matter, row: Answers, case: TaskCase) -> None:
    """Write the decision on the matter; a transfer is opened by the caller, a matter put off stays as it is."""
    decision = text_of(row, "decision")
    if decision == LATER:
        return
    matter.decision = MatterDecision(decision)
    matter.nonaccept_ground = _ground(matter.decision, row)
    is_refused = matter.decision is MatterDecision.REFUSE
    cited = Cited(BasisUse.REFUSAL, subject_of_matter(matter.no), row if is_refused else {})
    matter.basis = cite_bases(cited, case.complaint, case.unit, case.actor)
    matter.right_place = text_of(row, "right_place") if is_refused else None
    matter.remedies = (text_of(row, "remedies") or None) if is_refused else None
    if is_refused:
        matter.reason = text_of(row, "refusal_text") or None
    matter.met_points = read_points(row, case)
    matter.referred_to = text_of(row, "refer_to") if matter.decision is MatterDecision.REFER else None
    is_merged = matter.decision is MatterDecision.MERGE
    leading = find_leading_case(merge_number(row), case.unit) if is_merged else None
    matter.merged_into = None if leading is None else leading.number
    if matter.decision is MatterDecision.ACCEPT and (kind := text_of(row, "kind")):
        matter.kind = MatterKind(kind)
    if matter.decision is MatterDecision.CONSULTATION:
        # 实为咨询或误操作: entered, answered, and no complaint.
        matter.kind, matter.reason = MatterKind.CONSULTATION, text_of(row, "reply")
    keep_told_problem(matter, row, case.asked)
    matter.decided_by, matter.decided_at = case.actor.staff_id, case.unit.clock.now()


def merge_number(row: Answers) -> str:
    """The number of the case named by a row, as numbers are written."""
    return text_of(row, "merge_into").upper()


def find_case_by_number(number: str, case: TaskCase) -> Complaint | None:
    """The case of a number."""
    return find_case_of_number(number, case.unit)


def _ground(decision: MatterDecision, row: Answers) -> NonAcceptGround | None:
    if decision is MatterDecision.REFUSE:
        return NonAcceptGround(text_of(row, "nonaccept_ground"))
    return NonAcceptGround.ALREADY_IN_PROGRESS if decision is MatterDecision.MERGE else None


def _refusal_faults(row: Answers, case: TaskCase) -> RowFaults:
    faults = {field: "REQUIRED" for field in REFUSAL_FIELDS if not text_of(row, field)}
    if texts_of(row, CHOSEN):
        # What is chosen from the register is a basis; words beside it need not be.
        faults.pop("basis", None)
    is_other = text_of(row, "nonaccept_ground") == NonAcceptGround.OTHER
    if is_other and "refusal_text" in case.asked and not text_of(row, "refusal_text"):
        faults["refusal_text"] = "REQUIRED"
    return faults


def _transfer_faults(row: Answers, case: TaskCase) -> RowFaults:
    code = text_of(row, "refer_to")
    if not code:
        return {"refer_to": "REQUIRED"}
    unit = case.unit.session.get(OrganisationUnit, code)
    if unit is None:
        return {"refer_to": "NOT_AN_OPTION"}
    # A unit of the centre is given work (交办) after acceptance; handing a matter over (转办) leaves the centre.
    return {} if unit.kind is UnitKind.EXTERNAL else {"refer_to": "REFER_OUTSIDE_ONLY"}


def _merge_faults(row: Answers, case: TaskCase) -> RowFaults:
    number = merge_number(row)
    if not number:
        return {"merge_into": "REQUIRED"}
    if number == case.complaint.number:
        return {"merge_into": "MERGE_ITSELF"}
    other = find_case_by_number(number, case)
    # A case that is not for this person is none to him: no number tells him that there is one.
    if other is None or _is_kept_from(other, case):
        return {"merge_into": "MERGE_UNKNOWN"}
    leading = find_leading_case(number, case.unit)
    if leading is not None and _is_kept_from(leading, case):
        return {"merge_into": "MERGE_UNKNOWN"}
    if leading is None or leading.id == case.complaint.id or leading.merged_into == case.complaint.number:
        return {"merge_into": "MERGE_CIRCLE"}
    return {"merge_into": "MERGE_ARCHIVED"} if leading.stage is Stage.ARCHIVED else {}


def _is_kept_from(other: Complaint, case: TaskCase) -> bool:
    return find_exclusion(other.id, staff_id_of(case.actor), case.unit) is not None


def _reply_faults(row: Answers, case: TaskCase) -> RowFaults:
    return {} if text_of(row, "reply") else {"reply": "REQUIRED"}


_CHECKS: dict[str, Callable[[Answers, TaskCase], RowFaults]] = {
    MatterDecision.REFUSE.value: _refusal_faults,
    MatterDecision.REFER.value: _transfer_faults,
    MatterDecision.MERGE.value: _merge_faults,
    MatterDecision.CONSULTATION.value: _reply_faults,
}
