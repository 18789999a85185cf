"""Form `draft-opinion`: what is to be done per accepted matter and answered to each claim; another person approves it.

Whether a third person reviews it in between is a policy of the centre.
"""

from bpmn.names import DisposalElement, FormId, ProcessId
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind, Stage
from models.case.matter import Matter
from models.ground.basis_codes import BasisUse
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from services.case.lifecycle import move_stage
from services.casefile.cite_bases import (
    CHOSEN,
    Cited,
    cite_bases,
    find_basis_fault,
    list_cited,
    subject_of_matter,
)
from services.casefile.decisions import NewDecision, find_decision, record_decision
from services.casefile.get_case import list_accepted_matters
from services.casefile.opinion_review import needs_opinion_review
from services.clocks.stop_clock import stop_running_clock
from services.forms.task_case import Answers, EngineVariables, TaskCase, rows_of, text_of
from services.office.legal_bases import list_basis_options, propose_only_basis, word_bases
from services.office.unit_options import list_unit_options
from services.tasks.cited_evidence import cite_evidence, show_citable, show_cited
from services.tasks.disposal_rows import (
    ANSWERS,
    REQUIRED,
    begin_disposals,
    check_disposal_rows,
    keep_disposals,
)
from services.tasks.disposal_rules import check_disposals
from services.tasks.extract import OF_THE_INVESTIGATION, Extract
from services.tasks.findings_wait import require_heard, require_nothing_waits
from services.tasks.matter_rows import answer_claims, end_matter, show_claims, show_matter
from services.tasks.responsibility_rows import require_responsibility, show_responsibility
from services.tasks.user_task import UserTask


def context(case: TaskCase) -> Answers:
    """The accepted matters with finding, and what an earlier draft of this round said."""
    matters = list_accepted_matters(case.complaint.id, case.unit)
    bases = list_basis_options(BasisUse.OPINION, case.unit)
    only = propose_only_basis(bases)
    rows = [{**only, **_show(case, matter), **show_cited(matter, case)} for matter in matters]
    earlier = find_decision(case.complaint.id, DecisionKind.OPINION, case.complaint.round, case.unit)
    said = {"summary": earlier.content.get("summary", "")} if earlier else {}
    options = {
        "basis_options": bases,
        "unit_options": list_unit_options(case.unit),
        **show_citable(case),
    }
    return {"matters": rows, "claims": show_claims(case), **options, **said}


def _show(case: TaskCase, matter: Matter) -> Answers:
    row = {**show_matter(matter), "disposals": list(matter.disposals)}
    if matter.finding is not None:
        row["finding"] = matter.finding.value
    if matter.adoption is not None:
        row["adoption"] = matter.adoption.value
    if reason := matter.reason or matter.facts:
        row["reason"] = reason
    for key, text in (("departure", matter.departure), ("not_adopted", matter.not_adopted)):
        if text:
            row[key] = text
    row |= show_responsibility(matter)
    return row | begin_disposals(case, matter) | _show_basis(case, matter)


def _show_basis(case: TaskCase, matter: Matter) -> Answers:
    """What an earlier draft of this round chose, and what it wrote beside."""
    cited = list_cited(BasisUse.OPINION, subject_of_matter(matter.no), case.complaint, case.unit)
    beside = (matter.opinion_basis or "").removeprefix(word_bases(cited)).removeprefix("；")
    chosen: Answers = {CHOSEN: [row.id for row in cited]} if cited else {}
    return chosen | ({"basis": beside} if beside else {})


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the opinion and the answers to the claims.

    without saying why, one that nobody answers for, an answer other than full support without its reason; one about which
    somebody may still speak, one that is turned against a respondent unheard.
    """
    rows = rows_of(answers, "matters")
    matters = list_accepted_matters(case.complaint.id, case.unit)
    check_disposals(matters, rows)
    check_disposal_rows(case, rows)
    if "claims" in answers:
        # A form of the time before there were claims has no field for the reason either.
        _check_departures(matters, rows)
    require_responsibility(matters, rows, case.asked)
    _check_bases(case, matters, rows)
    require_nothing_waits(case, rows, {row["no"] for row in rows})
    require_heard(case, rows)
    found = [(place, matter, row) for place, (matter, row) in enumerate(zip(matters, rows, strict=True))]
    cite_evidence(case, answers, found)
    claims = answer_claims(case, answers)
    for index, (matter, row) in enumerate(zip(matters, rows, strict=True)):
        matter.investigated_finding = matter.investigated_finding or matter.finding
        end_matter(matter, row)
        keep_disposals(case, matter, row)
        cited = _cited(index, matter, row)
        matter.opinion_basis = cite_bases(cited, case.complaint, case.unit, case.actor)
    content = {"summary": text_of(answers, "summary"), "matters": rows, "claims": claims}
    record_decision(
        NewDecision(case.complaint.id, DecisionKind.OPINION, case.complaint.round, content),
        case.unit,
        case.actor,
    )
    # A process of an older version goes back to drafting where this one goes back to the investigation.
    stop_running_clock(case.complaint.id, ClockKind.INVESTIGATION, ClockStopReason.OPINION_DRAFTED, case.unit)
    move_stage(case.complaint, Stage.DISPOSAL, case.unit, case.actor)
    return {"needs_review": needs_opinion_review(case.complaint, case.unit)}


def _check_departures(matters: list[Matter], rows: list[Answers]) -> None:
    errors = {
        f"matters.{index}.departure": "REQUIRED"
        for index, (matter, row) in enumerate(zip(matters, rows, strict=True))
        if _departs(matter, row) and not text_of(row, "departure")
    }
    if errors:
        raise InvalidInput(errors)


def _check_bases(case: TaskCase, matters: list[Matter], rows: list[Answers]) -> None:
    """Each matter shows on what its opinion rests (R59)."""
    errors: dict[str, str] = {}
    for index, (matter, row) in enumerate(zip(matters, rows, strict=True)):
        errors |= find_basis_fault(_cited(index, matter, row), case.asked)
    if errors:
        raise InvalidInput(errors)


def _cited(index: int, matter: Matter, row: Answers) -> Cited:
    return Cited(BasisUse.OPINION, subject_of_matter(matter.no), row, f"matters.{index}.")


def _departs(matter: Matter, row: Answers) -> bool:
    found = matter.investigated_finding or matter.finding
    return found is not None and text_of(row, "finding") not in ("", found.value)


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
            "matters[].cited",
            "matters[].uncited_reason",
            "matters[].departure",
            "matters[].responsibility",
            "matters[].responsibility_note",
            "matters[].adoption",
            "matters[].not_adopted",
            "matters[].disposals",
            "matters[].reason",
            "matters[].basis_ids",
            "matters[].basis",
            "claims[].answer",
            "claims[].answer_reason",
        }
    )
    | ANSWERS,
    required=frozenset(
        {
            "claims[].answer",
            "matters[].adoption",
            "matters[].finding",
            "matters[].not_adopted",
            "matters[].reason",
        }
    )
    | REQUIRED,
    outputs=frozenset({"needs_review"}),
    extract=(Extract.OPINION, Extract.TOLD, Extract.RESPONDENTS, Extract.EVIDENCE, *OF_THE_INVESTIGATION),
    context=context,
    apply=apply,
)
