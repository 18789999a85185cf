"""Form `draft-opinion`: what is to be done per accepted matter, with reason and basis; another person approves it.

Whether a third person reviews it in between is a policy of the centre.
"""

from bpmn.names import DisposalElement, FormId, ProcessId
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind, Stage
from models.ground.codes import Finding, Role
from services.case.lifecycle import move_stage
from services.casefile.decisions import NewDecision, find_decision, record_decision
from services.casefile.get_case import list_accepted_matters
from services.casefile.opinion_review import needs_opinion_review
from services.clocks.stop_clock import stop_running_clock
from services.forms.task_case import Answers, EngineVariables, TaskCase, rows_of, text_of, texts_of
from services.tasks.disposal_rules import check_disposals
from services.tasks.findings_wait import require_heard, require_nothing_waits
from services.tasks.user_task import UserTask


def context(case: TaskCase) -> Answers:
    """The accepted matters with finding, and what an earlier draft of this round said."""
    rows = []
    for matter in list_accepted_matters(case.complaint.id, case.unit):
        row: Answers = {"no": matter.no, "text": matter.text, "disposals": list(matter.disposals)}
        if matter.finding is not None:
            row["finding"] = matter.finding.value
        if reason := matter.reason or matter.facts:
            row["reason"] = reason
        if matter.opinion_basis:
            row["basis"] = matter.opinion_basis
        rows.append(row)
    earlier = find_decision(case.complaint.id, DecisionKind.OPINION, case.complaint.round, case.unit)
    return {"matters": rows, **({"summary": earlier.content.get("summary", "")} if earlier else {})}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the opinion; InvalidInput when `no_action` stands beside another disposal of the same matter.

    InvalidInput too while somebody may still speak to a matter, and where a finding is turned against a respondent unheard.
    """
    rows = rows_of(answers, "matters")
    check_disposals(rows)
    require_nothing_waits(case, rows, {row["no"] for row in rows})
    require_heard(case, rows)
    for matter, row in zip(list_accepted_matters(case.complaint.id, case.unit), rows, strict=True):
        matter.finding = Finding(text_of(row, "finding"))
        matter.disposals = texts_of(row, "disposals")
        matter.reason = text_of(row, "reason")
        matter.opinion_basis = text_of(row, "basis") or None
    content = {"summary": text_of(answers, "summary"), "matters": rows}
    record_decision(
        NewDecision(case.complaint.id, DecisionKind.OPINION, case.complaint.round, content),
        case.unit,
        case.actor,
    )
    # A process of an older version goes back to drafting where this one goes back to the investigation.
    stop_running_clock(case.complaint.id, ClockKind.INVESTIGATION, ClockStopReason.OPINION_DRAFTED, case.unit)
    move_stage(case.complaint, Stage.DISPOSAL, case.unit, case.actor)
    return {"needs_review": needs_opinion_review(case.complaint, case.unit)}


TASK = UserTask(
    form=FormId.DRAFT_OPINION,
    process=ProcessId.DISPOSAL,
    element=DisposalElement.USER_TASK_DRAFT_OPINION,
    roles=(Role.INVESTIGATOR,),
    is_handlers=True,
    limit=ClockKind.RESOLVE,
    reworks=DecisionKind.OPINION,
    answers=frozenset(
        {
            "summary",
            "matters[].finding",
            "matters[].heard",
            "matters[].disposals",
            "matters[].reason",
            "matters[].basis",
        }
    ),
    required=frozenset({"matters[].disposals", "matters[].finding", "matters[].reason"}),
    outputs=frozenset({"needs_review"}),
    context=context,
    apply=apply,
)
