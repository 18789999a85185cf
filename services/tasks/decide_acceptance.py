"""Form `decide-acceptance`: each matter is accepted, refused, handed over, merged or put off for a later decision.

Decided matters stay decided: the next task shows what is left. What follows the last decision is in after_decision.py.
"""

from bpmn.names import FormId, IntakeElement, ProcessId
from models.case.lifecycle import ClockKind, DecisionKind
from models.case.matter import Matter
from models.ground.basis_codes import BasisUse
from models.ground.codes import Category, Complexity, MatterDecision, Role, Route, UnitKind
from models.ground.errors import Conflict, InvalidInput
from models.ground.matter_codes import MatterKind
from models.office.unit import OrganisationUnit
from services.beside.sheets.word_rows import WordedRows, show_wording, word_rows
from services.case.correct_respondent import confirm_respondents
from services.case.lawful_end import Lack
from services.case.record_contact import Contact, reaching_ways, record_contact
from services.casefile.decisions import NewDecision, find_decision, list_decided_rows, record_decision
from services.casefile.get_case import list_matters
from services.casefile.outcome import list_undecided, outcome_of
from services.forms.task_case import Answers, EngineVariables, TaskCase, rows_of, text_of, texts_of
from services.office.ground_texts import propose_ground_texts
from services.office.legal_bases import list_basis_options
from services.office.people_names import list_people_options
from services.office.unit_options import CENTRE_KINDS, list_unit_options
from services.restriction.find_route import find_superior
from services.restriction.named_readers import NamedReaders, list_possible_readers, restrict_to
from services.suggestions.suggested_unit import find_suggested_unit
from services.suggestions.suggestion_labels import (
    ask_complexity_again,
    find_suggestion,
    label_suggestion,
    propose_severity,
)
from services.tasks.after_decision import go_on, wait_for_the_rest
from services.tasks.matter_ways import decide_matter, find_row_faults, propose_kind
from services.tasks.merge_matters import note_mergers
from services.tasks.passed_on import find_passing_faults, propose_passing
from services.tasks.transfer_matters import transfer_matters
from services.tasks.user_task import NeededByLaw, UserTask

TOLD = "告知受理决定。"
RETALIATION = "投诉打击报复投诉人"


def context(case: TaskCase) -> Answers:
    """What was suggested at receipt and by the decision tables, and the matters nobody has decided on yet."""
    complaint = case.complaint
    suggestion = find_suggestion(complaint.id, case.unit)
    suggested = find_suggested_unit(suggestion, case.unit)
    own_units = list_unit_options(case.unit, kinds=CENTRE_KINDS)
    shown: Answers = {
        "category": (complaint.category or Category.NONE).value,
        "route": (complaint.route or Route.INTERVENE).value,
        "urgent": complaint.urgent,
        "disclosure_level": str(complaint.disclosure_level),
        "own_unit_options": own_units,
        "unit_options": list_unit_options(case.unit),
        "basis_options": list_basis_options(BasisUse.REFUSAL, case.unit),
        "reader_options": list_people_options(list_possible_readers(case.unit), case.unit),
        "ground_texts": propose_ground_texts(case.unit),
        "matters": [
            {
                "no": matter.no,
                "text": matter.text,
                **propose_kind(matter),
                **show_wording(matter),
                **propose_passing(case),
            }
            for matter in list_undecided(list_matters(complaint.id, case.unit))
        ],
        **label_suggestion(suggestion, case.unit),
        **propose_severity(complaint, suggestion),
        **ask_complexity_again(complaint, suggestion, case.unit),
    }
    unit = complaint.handling_unit or suggested
    # A suggested authority outside can be referred to, but handles nothing here.
    if unit in {option["value"] for option in own_units}:
        shown["unit"] = unit
    if complaint.complexity is not None:
        shown["complexity"] = complaint.complexity.value
    return shown


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the decisions; when none is left, end the acceptance limit and start the limits that follow.

    Refused (InvalidInput by path): acceptance without complexity; a row without what its way needs; nothing decided;
    a wording that may single somebody out.
    Conflict("STAGE_MOVED_ON") where no matter is left to decide: limits that have begun are not begun a second time.
    """
    rows = rows_of(answers, "matters")
    undecided = list_undecided(list_matters(case.complaint.id, case.unit))
    if not undecided:
        raise Conflict(code="STAGE_MOVED_ON")
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
    _describe_case(case, answers, matters)
    _note_telling(case, answers)
    confirm_respondents(case.complaint, case.unit, case.actor)
    is_complete = not list_undecided(matters)
    _record(case, answers, rows, matters)
    return go_on(case) if is_complete else wait_for_the_rest()


def _check(case: TaskCase, answers: Answers, rows: list[Answers]) -> None:
    errors = {
        f"matters.{index}.{field}": code
        for index, row in enumerate(rows)
        for field, code in find_row_faults(row, case).items()
    }
    errors |= find_passing_faults(rows, case)
    chosen = {text_of(row, "decision") for row in rows}
    if chosen == {"later"}:
        errors["matters.0.decision"] = "NOTHING_DECIDED"
    if MatterDecision.ACCEPT in chosen and not text_of(answers, "complexity"):
        errors["complexity"] = "REQUIRED"
    if code := text_of(answers, "unit"):
        unit = case.unit.session.get(OrganisationUnit, code)
        if unit is None or unit.kind is UnitKind.EXTERNAL:
            errors["unit"] = "NOT_AN_OPTION"
    is_retaliation = text_of(answers, "category") == Category.RETALIATION
    if is_retaliation and "readers" in case.asked and not texts_of(answers, "readers"):
        errors["readers"] = "REQUIRED"
    if errors:
        raise InvalidInput(errors)


def _describe_case(case: TaskCase, answers: Answers, matters: list[Matter]) -> None:
    complaint = case.complaint
    complaint.category = Category(text_of(answers, "category"))
    if complaint.category is Category.RETALIATION:
        # At once: from the confirmation on nobody else learns of it.
        readers = NamedReaders(texts_of(answers, "readers"), RETALIATION)
        restrict_to(readers, complaint, case.unit, case.actor)
    complaint.urgent = answers.get("urgent") is True
    if severity := text_of(answers, "severity"):
        complaint.severity = severity
    _classify(case, answers, matters)
    if any(matter.decision is MatterDecision.ACCEPT for matter in matters):
        complaint.accepted_at = complaint.accepted_at or case.unit.clock.now()
        complaint.handling_unit = text_of(answers, "unit") or complaint.handling_unit


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


def _note_telling(case: TaskCase, answers: Answers) -> None:
    """Told by a way that reaches the complainant, the decision is a contact; at the query code it is none."""
    if ways := reaching_ways(texts_of(answers, "told_ways")):
        record_contact(Contact(TOLD, ways), case.complaint, case.unit, case.actor)


def _record(case: TaskCase, answers: Answers, rows: list[Answers], matters: list[Matter]) -> None:
    complaint = case.complaint
    earlier = find_decision(complaint.id, DecisionKind.ACCEPTANCE, complaint.round, case.unit)
    taken = [row for row in rows if row.get("decision") != "later"]
    before = list_decided_rows(earlier.content) if earlier is not None else []
    again = {row.get("no") for row in taken}
    content = {
        "outcome": None if list_undecided(matters) else outcome_of(matters).value,
        "note": text_of(answers, "note"),
        "matters": [row for row in before if row.get("no") not in again] + taken,
    }
    record_decision(
        NewDecision(complaint.id, DecisionKind.ACCEPTANCE, complaint.round, content), case.unit, case.actor
    )


TASK = UserTask(
    form=FormId.DECIDE_ACCEPTANCE,
    process=ProcessId.INTAKE,
    element=IntakeElement.USER_TASK_DECIDE_ACCEPTANCE,
    roles=(Role.INTAKE,),
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
            "readers",
            "severity",
            "route",
            "complexity",
            "unit",
            "urgent",
            "disclosure_level",
            "note",
            "told_ways",
            "is_checked",
            "matters[].decision",
            "matters[].kind",
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
        }
    ),
    context=context,
    apply=apply,
)
