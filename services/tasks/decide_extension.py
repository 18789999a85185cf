"""Form `decide-extension`: whoever the policy names approves more time, or sends it back to who asked, never he himself."""

from bpmn.names import ExtensionElement, FormId, ProcessId
from models.beside.extension import Extension
from models.case.lifecycle import ClockKind
from models.ground.basis_codes import BasisUse
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from services.access.approvers import approver_bars
from services.beside.extension.decide_extension import DecideExtension, decide_extension
from services.beside.extension.waiting import map_extensions
from services.beside.extension.wording import amount_of, word_dates
from services.casefile.cite_bases import Cited, cite_bases, find_basis_fault
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.office.legal_bases import list_basis_options, propose_only_basis
from services.requests.find_request_of import get_request_of
from services.requests.kinds.extension import EXTENSION
from services.tasks.extract import OF_THE_FILE, Extract
from services.tasks.proposal_words import word_facts
from services.tasks.user_task import NeededByLaw, UserTask


def context(case: TaskCase) -> Answers:
    """What is asked and why, the dates before and after, and the case that it is about."""
    row = get_request_of(Extension, case.task, case.unit)
    bases = list_basis_options(BasisUse.EXTENSION, case.unit)
    return {
        "request_reason": row.reason,
        "amount_label": amount_of(row),
        "dates_label": word_dates(row, case.unit),
        "facts": word_facts(case),
        "basis_options": bases,
        **propose_only_basis(bases),
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Decide; NotPermitted("FOUR_EYES"), RuleRefused("EXTENSION_TOO_LATE").

    InvalidInput without a basis for more time, on `comment` for sending back without a reason.
    """
    row = get_request_of(Extension, case.task, case.unit)
    is_approved = text_of(answers, "is_approved") == "yes"
    if not is_approved and not text_of(answers, "comment"):
        raise InvalidInput({"comment": "REQUIRED"})
    basis = _cite(row, case, answers) if is_approved else None
    command = DecideExtension(is_approved, text_of(answers, "comment"), basis)
    decide_extension(row, command, case.unit, case.actor)
    return {"is_approved": is_approved}


def _cite(row: Extension, case: TaskCase, answers: Answers) -> str | None:
    cited = Cited(BasisUse.EXTENSION, row.id, answers)
    if fault := find_basis_fault(cited, case.asked):
        raise InvalidInput(fault)
    return cite_bases(cited, case.complaint, case.unit, case.actor)


TASK = UserTask(
    form=FormId.DECIDE_EXTENSION,
    process=ProcessId.EXTENSION,
    element=ExtensionElement.USER_TASK_DECIDE_EXTENSION,
    roles=(Role.INVESTIGATOR, Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR),
    find_bars=approver_bars(map_extensions),
    request=EXTENSION,
    limit=ClockKind.EXTENSION,
    law=NeededByLaw("延期没有审批"),
    answers=frozenset({"is_approved", "basis_ids", "basis", "comment"}),
    required=frozenset({"is_approved"}),
    outputs=frozenset({"is_approved"}),
    extract=(Extract.EXTENSION, Extract.ASKED, *OF_THE_FILE),
    context=context,
    apply=apply,
)
