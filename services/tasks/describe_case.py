"""What the decision on the acceptance says of the whole case, beside its matters."""

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.matter import Matter
from models.clock.legal_time import parse_moment, to_beijing
from models.ground.codes import CaseRole, Category, Complexity, MatterDecision, Route
from models.ground.ids import new_id
from models.ground.matter_codes import MatterKind
from services.forms.task_case import Answers, TaskCase, text_of, texts_of
from services.restriction.find_route import find_superior
from services.restriction.named_readers import NamedReaders, restrict_to

RETALIATION = "投诉打击报复投诉人"
COORDINATION = "投诉部门之间协调不力，受理时确定主办单位"


def describe_case(case: TaskCase, answers: Answers, matters: list[Matter]) -> None:
    """Category, haste and severity; route, class and unit where something is accepted; whom alone it is for."""
    complaint = case.complaint
    complaint.category = Category(text_of(answers, "category"))
    if complaint.category is Category.RETALIATION:
        # At once: from the confirmation on nobody else learns of it.
        readers = NamedReaders(texts_of(answers, "readers"), RETALIATION)
        restrict_to(readers, complaint, case.unit, case.actor)
    complaint.urgent = answers.get("urgent") is True
    if severity := text_of(answers, "severity"):
        complaint.severity = severity
    _note_channel_date(case, answers)
    _classify(case, answers, matters)
    if any(matter.decision is MatterDecision.ACCEPT for matter in matters):
        is_first = complaint.accepted_at is None
        complaint.accepted_at = complaint.accepted_at or case.unit.clock.now()
        complaint.handling_unit = text_of(answers, "unit") or complaint.handling_unit
        if is_first:
            _name_lead(case)


def _name_lead(case: TaskCase) -> None:
    """What is said about coordination has a leading unit on record from its acceptance on."""
    complaint, unit = case.complaint, case.unit
    if complaint.category is not Category.POOR_COORDINATION or complaint.handling_unit is None:
        return
    lead = Designation(
        id=new_id(),
        complaint_id=complaint.id,
        unit_code=complaint.handling_unit,
        role_in_case=CaseRole.LEAD_UNIT,
        by=case.actor.name,
        at=unit.clock.now(),
        reason=COORDINATION,
    )
    unit.session.add(lead)
    payload: dict[str, object] = {"lead_unit": lead.unit_code, "co_units": [], "matter_nos": []}
    payload["reason"] = COORDINATION
    unit.trail.add(complaint.id, "units.designated", payload, case.actor)


def show_channel_date(complaint: Complaint) -> Answers:
    """As it was registered; nothing where the channel asks for none."""
    if complaint.channel_due_at is None:
        return {}
    return {"channel_due_at": to_beijing(complaint.channel_due_at).strftime("%Y-%m-%dT%H:%M")}


def find_channel_fault(case: TaskCase, answers: Answers) -> dict[str, str]:
    """By field: a date that the channel cannot have asked for."""
    if told := text_of(answers, "channel_due_at"):
        try:
            asked = parse_moment(told)
        except ValueError:
            return {"channel_due_at": "NOT_A_DATE"}
        if asked <= case.complaint.received_at:
            return {"channel_due_at": "BEFORE_RECEIPT"}
    return {}


def _note_channel_date(case: TaskCase, answers: Answers) -> None:
    """Before the limits open that it bounds; one that is not told stays as it was registered."""
    if told := text_of(answers, "channel_due_at"):
        case.complaint.channel_due_at = parse_moment(told)


def _hold_for_suggestions(matters: list[Matter]) -> None:
    """What is accepted by the way of suggestions is adopted or not; nothing of it is found true."""
    for matter in matters:
        if matter.decision is MatterDecision.ACCEPT:
            matter.kind = MatterKind.SUGGESTION


def _classify(case: TaskCase, answers: Answers, matters: list[Matter]) -> None:
    """Route and class of a case: chosen with the first acceptance; a case without one is only handed over, or none.

    The class of what is passed on whole is the superior organ's to choose.
    """
    complaint, ways = case.complaint, {matter.decision for matter in matters}
    told = text_of(answers, "complexity")
    if MatterDecision.ACCEPT in ways:
        if complaint.accepted_at is None:
            complaint.route = Route(text_of(answers, "route"))
            complaint.complexity = Complexity(told)
            if complaint.route is Route.SUGGESTION:
                _hold_for_suggestions(matters)
    elif MatterDecision.REFER in ways:
        complaint.route = Route.REGISTER_REFER
        is_passed_on = find_superior(complaint.id, case.unit) is not None
        complaint.complexity = None if is_passed_on else Complexity(told) if told else Complexity.SIMPLE
    else:
        # A case that nobody handles has neither a route nor a class of complexity.
        complaint.route = complaint.complexity = None
