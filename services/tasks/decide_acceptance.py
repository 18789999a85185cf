"""Form `decide-acceptance`: each matter is accepted, refused, handed over, merged or put off for a later decision.

Decided matters stay decided: the next task shows what is left. What follows the last decision is in after_decision.py.
"""

from bpmn.names import FormId, IntakeElement, ProcessId
from models.case.lifecycle import ClockKind, DecisionKind
from models.case.matter import Matter
from models.clock.legal_time import beijing_date
from models.ground.basis_codes import BasisUse
from models.ground.codes import Category, MatterDecision, Role, Route, UnitKind
from models.ground.errors import Conflict, InvalidInput
from models.ground.standing_codes import Standing
from models.office.unit import OrganisationUnit
from services.access.approvers import find_decider_bars
from services.beside.sheets.facts_sheet import WORDING
from services.beside.sheets.word_rows import WordedRows, show_wording, warn_of_signs, word_rows
from services.case.approval_step import KNOWS_APPROVAL
from services.case.correct_respondent import confirm_respondents
from services.case.lawful_end import Lack
from services.case.record_contact import Contact, reaching_ways, record_contact
from services.casefile.decisions import NewDecision, find_decision, list_decided_rows, record_decision
from services.casefile.get_case import list_matters
from services.casefile.lead_unit import find_named_lead_fault
from services.casefile.outcome import list_undecided, outcome_of
from services.casefile.proposals import lapse_proposals
from services.casefile.standing import NewStanding, is_asked, record_standing
from services.clocks.told_window import told_limits_of_classes
from services.forms.task_case import Answers, EngineVariables, TaskCase, rows_of, text_of, texts_of
from services.office.ground_texts import propose_ground_texts
from services.office.legal_bases import list_basis_options
from services.office.people_names import list_people_options
from services.office.unit_options import CENTRE_KINDS, OUTSIDE_KINDS, list_unit_options
from services.restriction.named_readers import list_possible_readers
from services.suggestions.asked_again import ask_tables_again
from services.suggestions.proposed_unit import propose_unit
from services.suggestions.suggestion_labels import (
    ask_complexity_again,
    find_suggestion,
    label_suggestion,
    propose_severity,
)
from services.tasks.after_decision import go_on, wait_for_the_rest
from services.tasks.describe_case import describe_case, find_channel_fault, show_channel_date
from services.tasks.extract import Extract
from services.tasks.final_notice import propose_repeat
from services.tasks.matter_ways import decide_matter, find_row_faults, propose_kind
from services.tasks.merge_matters import note_mergers
from services.tasks.passed_on import find_passing_faults, propose_passing
from services.tasks.point_findings import tell_findings
from services.tasks.proposed import (
    find_returned_row,
    list_kinds,
    propose_answers,
    show_returned,
)
from services.tasks.transfer_matters import transfer_matters
from services.tasks.user_task import NeededByLaw, UserTask
from services.tasks.word_transfers import word_transfers

TOLD = "告知受理决定。"
ASKED = "决定受理时问明。"


def context(case: TaskCase) -> Answers:
    """What was suggested at receipt and by the decision tables, and the matters nobody has decided on yet."""
    complaint = case.complaint
    suggestion = find_suggestion(complaint.id, case.unit)
    repeated = propose_repeat(case)
    shown: Answers = {
        "category": (complaint.category or Category.NONE).value,
        "route": (complaint.route or Route.INTERVENE).value,
        "urgent": complaint.urgent,
        "disclosure_level": str(complaint.disclosure_level),
        "own_unit_options": list_unit_options(case.unit, kinds=CENTRE_KINDS),
        # A matter is handed over (转办) outside the centre only.
        "unit_options": list_unit_options(case.unit, kinds=OUTSIDE_KINDS),
        "basis_options": list_basis_options(BasisUse.REFUSAL, case.unit),
        "reader_options": list_people_options(list_possible_readers(case.unit), case.unit),
        "ground_texts": propose_ground_texts(case.unit),
        "matters": [
            {**_row_of(matter, case), **repeated, **propose_passing(case), **find_returned_row(case, matter)}
            for matter in list_undecided(list_matters(complaint.id, case.unit))
        ],
        "limits_label": told_limits_of_classes(beijing_date(case.unit.clock.now()), case.unit),
        "is_standing_known": is_asked(complaint.id, case.unit),
        **label_suggestion(suggestion, case.unit),
        **propose_unit(complaint, suggestion, case.unit),
        **propose_severity(complaint, suggestion),
        **show_channel_date(complaint),
        **ask_complexity_again(complaint, suggestion, case.unit),
    }
    if complaint.complexity is not None:
        shown["complexity"] = complaint.complexity.value
    return shown | show_returned(case)


def _row_of(matter: Matter, case: TaskCase) -> Answers:
    told: Answers = {"no": matter.no, "text": matter.text, **propose_kind(matter)}
    return told | tell_findings(matter, case) | show_wording(matter)


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the decisions; when none is left, end the acceptance limit and start the limits that follow.

    What a policy holds back is proposed as a whole and has no effect before another person approves it.

    Refused (InvalidInput by path): acceptance without complexity; a row without what its way needs; nothing decided;
    a wording that may single somebody out; what needs approval under a diagram that has no step for it.
    Conflict("STAGE_MOVED_ON") where no matter is left to decide: limits that have begun are not begun a second time.
    """
    rows = rows_of(answers, "matters")
    kinds = list_kinds(rows, case)
    if not kinds:
        lapse_proposals(case.complaint, case.unit, case.actor)
        return take_effect(case, answers)
    undecided = list_left(case)
    _check(case, answers, rows)
    _check_proposal(case, answers, rows)
    propose_answers(case, answers, kinds, undecided)
    return {**wait_for_the_rest(), "needs_approval": True}


def list_left(case: TaskCase) -> list[Matter]:
    """The matters nobody has decided on yet; Conflict("STAGE_MOVED_ON") without one."""
    undecided = list_undecided(list_matters(case.complaint.id, case.unit))
    if not undecided:
        raise Conflict(code="STAGE_MOVED_ON")
    return undecided


def take_effect(case: TaskCase, answers: Answers, approved_by: str = "") -> EngineVariables:
    """Decide as the answers say, by the case's actor; InvalidInput as for `apply`."""
    rows, undecided = rows_of(answers, "matters"), list_left(case)
    _check(case, answers, rows)
    if level := text_of(answers, "disclosure_level"):
        case.complaint.disclosure_level = int(level)
    # A transfer leaves with the decision, so it is worded before.
    worded = WordedRows(undecided, rows, answers.get("is_checked") is True)
    word_rows(worded, case.complaint, case.unit, case.actor)
    for matter, row in zip(undecided, rows, strict=True):
        decide_matter(matter, row, case)
    fresh = [matter for matter in undecided if matter.decision is not None]
    transfer_matters(case, fresh)
    note_mergers(case, fresh)
    matters = list_matters(case.complaint.id, case.unit)
    describe_case(case, answers, matters)
    _note_telling(case, answers)
    _note_standing(case, answers)
    confirm_respondents(case.complaint, case.unit, case.actor)
    _record(case, answers, matters, approved_by)
    ask_tables_again(case.complaint, case.unit)
    return wait_for_the_rest() if list_undecided(matters) else go_on(case)


def _check_proposal(case: TaskCase, answers: Answers, rows: list[Answers]) -> None:
    """What would stand in its way on approval, where nobody could mend it."""
    if case.task.details.get(KNOWS_APPROVAL) is not True:
        raise InvalidInput(
            {
                f"matters.{index}.decision": "APPROVAL_STEP_MISSING"
                for index, row in enumerate(rows)
                if list_kinds([row], case)
            }
        )
    level = text_of(answers, "disclosure_level") or str(case.complaint.disclosure_level)
    if answers.get("is_checked") is not True and level == str(WORDING):
        warn_of_signs(rows, case.complaint, case.unit)


def _check(case: TaskCase, answers: Answers, rows: list[Answers]) -> None:
    errors = {
        f"matters.{index}.{field}": code
        for index, row in enumerate(rows)
        for field, code in find_row_faults(row, case).items()
    }
    errors |= find_passing_faults(rows, case) | find_channel_fault(case, answers)
    chosen = {text_of(row, "decision") for row in rows}
    if chosen == {"later"}:
        errors["matters.0.decision"] = "NOTHING_DECIDED"
    if MatterDecision.ACCEPT in chosen and not text_of(answers, "complexity"):
        errors["complexity"] = "REQUIRED"
    if code := text_of(answers, "unit"):
        unit = case.unit.session.get(OrganisationUnit, code)
        if unit is None or unit.kind is UnitKind.EXTERNAL:
            errors["unit"] = "NOT_AN_OPTION"
    category = Category(text_of(answers, "category"))
    if MatterDecision.ACCEPT in chosen and (
        fault := find_named_lead_fault(category, text_of(answers, "unit"), case.complaint.id, case.unit)
    ):
        errors["unit"] = fault
    if category is Category.RETALIATION and "readers" in case.asked and not texts_of(answers, "readers"):
        errors["readers"] = "REQUIRED"
    if errors:
        raise InvalidInput(errors)


def _note_telling(case: TaskCase, answers: Answers) -> None:
    """Told by a way that reaches the complainant, the decision is a contact; at the query code it is none."""
    if ways := reaching_ways(texts_of(answers, "told_ways")):
        record_contact(Contact(TOLD, ways), case.complaint, case.unit, case.actor)


def _note_standing(case: TaskCase, answers: Answers) -> None:
    """Whose matter it is, where nobody had asked and he who decides has."""
    told = text_of(answers, "standing")
    if told and not is_asked(case.complaint.id, case.unit):
        record_standing(NewStanding(Standing(told), ASKED), case.complaint, case.unit, case.actor)


def _record(case: TaskCase, answers: Answers, matters: list[Matter], approved_by: str) -> None:
    complaint, rows = case.complaint, rows_of(answers, "matters")
    earlier = find_decision(complaint.id, DecisionKind.ACCEPTANCE, complaint.round, case.unit)
    taken = [row for row in rows if row.get("decision") != "later"]
    before = list_decided_rows(earlier.content) if earlier is not None else []
    again = {row.get("no") for row in taken}
    content = {
        "outcome": None if list_undecided(matters) else outcome_of(matters).value,
        "note": text_of(answers, "note"),
        "matters": [row for row in before if row.get("no") not in again] + taken,
        **({"approved_by": approved_by} if approved_by else {}),
    }
    record_decision(
        NewDecision(complaint.id, DecisionKind.ACCEPTANCE, complaint.round, content), case.unit, case.actor
    )


TASK = UserTask(
    form=FormId.DECIDE_ACCEPTANCE,
    process=ProcessId.INTAKE,
    element=IntakeElement.USER_TASK_DECIDE_ACCEPTANCE,
    roles=(Role.INTAKE,),
    find_bars=find_decider_bars,
    limit=ClockKind.ACCEPTANCE,
    law=NeededByLaw(
        "没有受理决定",
        "GB/T 36113-2018 7.1",
        supplies=frozenset(
            {Lack.PART_UNDECIDED, Lack.REFUSAL_MISSING, Lack.MERGE_MISSING, Lack.REPLY_MISSING}
        ),
    ),
    speaks_to_complainant=True,
    answers=frozenset(
        {
            "category",
            "channel_due_at",
            "readers",
            "severity",
            "route",
            "complexity",
            "unit",
            "urgent",
            "disclosure_level",
            "standing",
            "note",
            "told_ways",
            "is_checked",
            "matters[].decision",
            "matters[].kind",
            "matters[].problem",
            "matters[].times_told",
            "matters[].occurred",
            "matters[].place",
            "matters[].wording",
            "matters[].nonaccept_ground",
            "matters[].basis_ids",
            "matters[].basis",
            "matters[].right_place",
            "matters[].refusal_text",
            "matters[].remedies",
            "matters[].met_points",
            "matters[].refer_to",
            "matters[].merge_into",
            "matters[].reply",
        }
    ),
    required=frozenset({"category", "matters[].decision", "route"}),
    outputs=frozenset(
        {
            "outcome",
            "handler_id",
            "resolve_clock_id",
            "investigation_clock_id",
            "feedback_clock_id",
            "needs_answer_task",
            "has_accepted",
            "referral_ids",
            "has_undecided",
            "is_on_spot",
            "needs_approval",
        }
    ),
    kept_variables=frozenset({KNOWS_APPROVAL}),
    extract=(Extract.TOLD, Extract.CLAIMS, Extract.RESPONDENTS, Extract.EVIDENCE, Extract.ASKED),
    context=context,
    apply=apply,
    leaves=word_transfers,
)
