"""Form `record-findings`: what was found per accepted matter, or that the investigation has to go on.

What waits for somebody's statement or material is put off; the rest is found, and the investigation goes on for it.
"""

from bpmn.names import FormId, InvestigationElement, ProcessId
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind, Stage
from models.ground.codes import Finding, Role
from services.beside.respondent.hearing import find_hearing
from services.case.lifecycle import move_stage
from services.casefile.decisions import NewDecision, find_decision, record_decision
from services.casefile.get_case import list_accepted_matters
from services.clocks.stop_clock import stop_running_clock
from services.forms.task_case import Answers, EngineVariables, TaskCase, rows_of, text_of, texts_of
from services.tasks.findings_wait import LATER, require_nothing_waits
from services.tasks.user_task import NeededByLaw, UserTask


def context(case: TaskCase) -> Answers:
    """The accepted matters with what is known of them, and what was recorded before in this round."""
    earlier = find_decision(case.complaint.id, DecisionKind.FINDINGS, case.complaint.round, case.unit)
    said = ("methods", "evidence_note", "respondent_statement")
    return {
        **({name: earlier.content[name] for name in said if name in earlier.content} if earlier else {}),
        "matters": [
            {
                "no": matter.no,
                "text": matter.text,
                "kind": matter.kind.value,
                **({"finding": matter.finding.value} if matter.finding else {}),
                **({"facts": matter.facts} if matter.facts else {}),
                **_heard(case, matter.no),
            }
            for matter in list_accepted_matters(case.complaint.id, case.unit)
        ],
    }


def _heard(case: TaskCase, matter_no: int) -> Answers:
    hearing = find_hearing(case.complaint, matter_no, case.unit)
    return {} if hearing is None else {"heard": hearing}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record findings and facts per matter; the investigation limit ends here unless more has to be looked into.

    InvalidInput by finding for one that waits: nothing of the form is saved.
    """
    rows = rows_of(answers, "matters")
    matters = list_accepted_matters(case.complaint.id, case.unit)
    found = [(matter, row) for matter, row in zip(matters, rows, strict=True) if row.get("finding") != LATER]
    require_nothing_waits(case, rows, {matter.no for matter, _ in found})
    for matter, row in found:
        told = text_of(row, "finding")
        matter.investigated_finding = matter.finding = Finding(told) if told else None
        matter.facts = text_of(row, "facts")
    needs_further = text_of(answers, "needs_further") == "yes" or len(found) < len(rows)
    content = {
        "needs_further": needs_further,
        "methods": texts_of(answers, "methods"),
        "evidence_note": text_of(answers, "evidence_note"),
        "respondent_statement": text_of(answers, "respondent_statement"),
        "matters": rows,
    }
    record_decision(
        NewDecision(case.complaint.id, DecisionKind.FINDINGS, case.complaint.round, content),
        case.unit,
        case.actor,
    )
    if needs_further:
        return {"needs_further_investigation": True}
    stop_running_clock(
        case.complaint.id, ClockKind.INVESTIGATION, ClockStopReason.FINDINGS_RECORDED, case.unit
    )
    move_stage(case.complaint, Stage.DISPOSAL, case.unit, case.actor)
    return {"needs_further_investigation": False}


TASK = UserTask(
    form=FormId.RECORD_FINDINGS,
    process=ProcessId.INVESTIGATION,
    element=InvestigationElement.USER_TASK_RECORD_FINDINGS,
    roles=(Role.INVESTIGATOR,),
    is_handlers=True,
    limit=ClockKind.INVESTIGATION,
    law=NeededByLaw("没有认定", "GB/T 36113-2018 7.2"),
    reworks=DecisionKind.FINDINGS,
    answers=frozenset(
        {
            "methods",
            "evidence_note",
            "respondent_statement",
            "needs_further",
            "matters[].finding",
            "matters[].facts",
            "matters[].heard",
        }
    ),
    required=frozenset({"matters[].facts", "matters[].finding", "matters[].heard"}),
    outputs=frozenset({"needs_further_investigation"}),
    context=context,
    apply=apply,
)
