"""Form `record-findings`: what was found per accepted matter, or that the investigation has to go on.

What waits for somebody's statement or material is put off; the rest is found, and the investigation goes on for it.
"""

from sqlalchemy import select

from bpmn.names import FormId, InvestigationElement, ProcessId
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind, Stage
from models.case.matter import Matter
from models.ground.codes import Finding, Method, Role
from models.ground.errors import InvalidInput
from models.ground.evidence_codes import FurtherSource
from services.beside.respondent.hearing import find_hearing
from services.case.approval_step import KNOWS_APPROVAL
from services.case.lifecycle import move_stage
from services.casefile.decisions import NewDecision, find_decision, record_decision
from services.casefile.further_investigation import NewTurn, note_further
from services.casefile.get_case import list_accepted_matters
from services.casefile.matter_causes import map_codings
from services.clocks.stop_clock import stop_running_clock
from services.forms.task_case import Answers, EngineVariables, TaskCase, rows_of, text_of, texts_of
from services.tasks.cause_rows import ANSWERS as CAUSES
from services.tasks.cause_rows import OPTIONS, keep_causes, show_cause_options, show_causes
from services.tasks.cited_evidence import cite_evidence, propose_cited, show_citable
from services.tasks.extract import OF_THE_INVESTIGATION, Extract
from services.tasks.findings_wait import LATER, require_nothing_waits
from services.tasks.problem_rows import find_problem_fault, keep_found_problem, show_found_problem
from services.tasks.responsibility_rows import judge_responsibility, show_responsibility
from services.tasks.statement_words import word_statement, word_told
from services.tasks.user_task import NeededByLaw, UserTask


def context(case: TaskCase) -> Answers:
    """The accepted matters with what is known of them, and what was recorded before in this round."""
    earlier = find_decision(case.complaint.id, DecisionKind.FINDINGS, case.complaint.round, case.unit)
    matters = list_accepted_matters(case.complaint.id, case.unit)
    told, codings = word_told(matters, case), map_codings(case.complaint.id, case.unit)
    said = ("methods", "evidence_note", "respondent_statement")
    return {
        **show_citable(case),
        OPTIONS: show_cause_options(case),
        "statement": word_statement(case),
        **(
            {name: earlier.content[name] for name in said if name in earlier.content}
            if earlier
            else {"methods": _list_used(case)}
        ),
        "matters": [
            {
                "no": matter.no,
                "text": matter.text,
                "told": told[matter.no],
                "kind": matter.kind.value,
                **({"finding": matter.finding.value} if matter.finding else {}),
                **({"facts": matter.facts} if matter.facts else {}),
                **_heard(case, matter.no),
                **propose_cited(matter, case),
                **show_responsibility(matter),
                **show_found_problem(matter),
                **show_causes(codings.get(matter.no)),
            }
            for matter in matters
        ],
    }


def _list_used(case: TaskCase) -> list[str]:
    """The methods of which this round has a record: nobody ticks again what he has just recorded."""
    query = select(InvestigationAct.method).where(
        InvestigationAct.complaint_id == case.complaint.id, InvestigationAct.round == case.complaint.round
    )
    used = set(case.unit.session.scalars(query))
    return [method.value for method in Method if method in used]


def _heard(case: TaskCase, matter_no: int) -> Answers:
    hearing = find_hearing(case.complaint, matter_no, case.unit)
    return {} if hearing is None else {"heard": hearing}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record findings and facts per matter; the investigation limit ends here unless more has to be looked into.

    InvalidInput by finding for one that waits, by row for one that rests on nothing or has a cause that the tree has not:
    nothing of the form is saved.
    """
    rows = rows_of(answers, "matters")
    matters = list_accepted_matters(case.complaint.id, case.unit)
    numbered = enumerate(zip(matters, rows, strict=True))
    found = [(place, matter, row) for place, (matter, row) in numbered if row.get("finding") != LATER]
    require_nothing_waits(case, rows, {matter.no for _, matter, _ in found})
    _require_whole_problems(found)
    cite_evidence(case, answers, found)
    for _, matter, row in found:
        _find(matter, row)
        keep_found_problem(matter, row, case.asked)
    keep_causes(case, case.actor, found)
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
        reason = text_of(answers, "further_reason")
        note_further(case.complaint, NewTurn(FurtherSource.FINDINGS, reason), case.unit, case.actor)
        return {"needs_further_investigation": True}
    stop_running_clock(
        case.complaint.id, ClockKind.INVESTIGATION, ClockStopReason.FINDINGS_RECORDED, case.unit
    )
    move_stage(case.complaint, Stage.DISPOSAL, case.unit, case.actor)
    return {"needs_further_investigation": False}


def _require_whole_problems(found: list[tuple[int, Matter, Answers]]) -> None:
    if faults := {
        f"matters.{at}.{name}": code for at, _, row in found for name, code in find_problem_fault(row).items()
    }:
        raise InvalidInput(faults)


def _find(matter: Matter, row: Answers) -> None:
    told = text_of(row, "finding")
    matter.investigated_finding = matter.finding = Finding(told) if told else None
    matter.facts = text_of(row, "facts")
    matter.responsibility = matter.responsibility_note = None
    judge_responsibility(matter, row)


TASK = UserTask(
    form=FormId.RECORD_FINDINGS,
    process=ProcessId.INVESTIGATION,
    element=InvestigationElement.USER_TASK_RECORD_FINDINGS,
    roles=(Role.INVESTIGATOR,),
    is_handlers=True,
    limit=ClockKind.INVESTIGATION,
    law=NeededByLaw("没有认定", "GB/T 36113-2018 7.2"),
    reworks=DecisionKind.FINDINGS,
    kept_variables=frozenset({KNOWS_APPROVAL}),
    answers=frozenset(
        {
            "methods",
            "evidence_note",
            "respondent_statement",
            "needs_further",
            "further_reason",
            "matters[].finding",
            "matters[].facts",
            "matters[].problem",
            "matters[].times_found",
            "matters[].cited",
            "matters[].uncited_reason",
            "matters[].heard",
            "matters[].responsibility",
            "matters[].responsibility_note",
        }
    )
    | CAUSES,
    required=frozenset(
        {
            *("matters[].facts", "matters[].finding", "matters[].heard", "matters[].responsibility"),
            "further_reason",
        }
    ),
    outputs=frozenset({"needs_further_investigation"}),
    extract=(Extract.TOLD, Extract.CLAIMS, Extract.RESPONDENTS, Extract.EVIDENCE, *OF_THE_INVESTIGATION),
    context=context,
    apply=apply,
)
