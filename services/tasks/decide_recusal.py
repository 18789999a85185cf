"""Form `decide-recusal`: the right superior decides whether somebody keeps away and who stands in."""

from bpmn.names import FormId, ProcessId, RecusalElement
from models.beside.recusal import Recusal
from models.case.lifecycle import ClockKind
from models.ground.basis_codes import BasisUse
from models.ground.codes import RecusalOutcome, RecusalSubject, Role
from models.ground.errors import InvalidInput
from models.office.staff import Staff
from services.access.excluded import covers
from services.access.handling_bar import find_handling_bar
from services.access.task_bars import one_by_one
from services.beside.recusal.decide_recusal import DecideRecusal, decide_recusal
from services.beside.recusal.superior_bar import find_superior_bar
from services.casefile.cite_bases import Cited, cite_bases, find_basis_fault
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.office.active_staff import list_active_staff
from services.office.legal_bases import list_basis_options
from services.office.people_names import get_person_name, list_people_options
from services.office.relations import know_relations
from services.office.unit_options import get_unit_name
from services.requests.find_request_of import get_request_of
from services.requests.kinds.recusal import RECUSAL
from services.tasks.extract import Extract
from services.tasks.user_task import NeededByLaw, UserTask

# Whose work in a case somebody can take over.
WORKING_ROLES = frozenset(
    {Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER, Role.DIRECTOR, Role.SUPERVISOR, Role.UNIT_REP}
)


def context(case: TaskCase) -> Answers:
    """Whom it is about, why, and who may stand in."""
    row = get_request_of(Recusal, case.task, case.unit)
    people = list_active_staff(case.unit)
    know_relations(case.unit.session, [person.login for person in people])
    return {
        "who": _name_of(row, case),
        "request_reason": row.reason,
        "handler_options": list_people_options(
            [person for person in people if _may_stand_in(row, person, case)], case.unit
        ),
        "basis_options": list_basis_options(BasisUse.RECUSAL, case.unit),
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Decide; InvalidInput on `replaced_by` and without a basis, NotPermitted("NOT_THE_SUPERIOR")."""
    row = get_request_of(Recusal, case.task, case.unit)
    cited = Cited(BasisUse.RECUSAL, row.id, answers)
    if fault := find_basis_fault(cited, case.asked):
        raise InvalidInput(fault)
    command = DecideRecusal(
        RecusalOutcome(text_of(answers, "outcome")),
        text_of(answers, "replaced_by"),
        text_of(answers, "reason"),
        cite_bases(cited, case.complaint, case.unit, case.actor),
    )
    decide_recusal(row, command, case.unit, case.actor)
    return {}


def _name_of(row: Recusal, case: TaskCase) -> str:
    if row.who_kind is RecusalSubject.UNIT:
        return get_unit_name(row.who, case.unit)
    return get_person_name(row.who, case.unit)


def _may_stand_in(row: Recusal, person: Staff, case: TaskCase) -> bool:
    return (
        bool(WORKING_ROLES.intersection(person.roles))
        and not covers(row, person.login, case.unit)
        and find_handling_bar(case.complaint.id, person.login, case.unit) is None
    )


TASK = UserTask(
    form=FormId.DECIDE_RECUSAL,
    process=ProcessId.RECUSAL,
    element=RecusalElement.USER_TASK_DECIDE_RECUSAL,
    roles=(Role.INVESTIGATOR, Role.INTAKE, Role.APPROVER, Role.DIRECTOR, Role.SUPERVISOR),
    find_bars=one_by_one(find_superior_bar),
    request=RECUSAL,
    limit=ClockKind.RECUSAL,
    law=NeededByLaw("回避申请无人决定"),
    answers=frozenset({"outcome", "replaced_by", "basis_ids", "basis", "reason"}),
    required=frozenset({"outcome"}),
    extract=(Extract.ASKED, Extract.MATTERS, Extract.RESPONDENTS),
    context=context,
    apply=apply,
)
