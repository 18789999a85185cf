"""Act `order-rectification`: a unit is ordered to set something right or to improve, beside what an opinion orders."""

from bpmn.names import ActId
from models.ground.basis_codes import BasisUse
from models.ground.codes import RectificationKind, Role
from models.ground.errors import InvalidInput
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.rectification.order_rectification import (
    OrderRectification,
    find_owing_unit,
    order_rectification,
)
from services.beside.sheets.leaving import Leaving, LeavingSheet, word_leaving
from services.beside.sheets.sent_sheet import Draft, preview
from services.casefile.cite_bases import Cited, find_basis_fault
from services.forms.task_case import Answers, text_of
from services.office.legal_bases import list_basis_options
from services.office.unit_options import CENTRE_KINDS, list_unit_options
from services.requests.kinds.rectification import RECTIFICATION
from services.tasks.extract import Extract


def context(case: ActCase) -> Answers:
    """The units of the centre; the one that the case is about is filled in, and what leaves is shown."""
    sheet = preview(Draft(RECTIFICATION.name, case.actor.name), case.complaint, case.unit)
    options = list_basis_options(BasisUse.ORDER, case.unit)
    shown: Answers = {
        "unit_options": list_unit_options(case.unit, kinds=CENTRE_KINDS),
        "basis_options": options,
        "basis_ids": [option["value"] for option in options],
        **sheet,
    }
    if owing := find_owing_unit(case.complaint, case.unit):
        shown["unit"] = owing
    return shown


def why_not(case: ActCase) -> str | None:
    """An improvement may be owed at any time, also after the archive."""
    return None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Order it; InvalidInput on `unit` when none is named and the case is about none, and without a basis."""
    owing = text_of(answers, "unit") or find_owing_unit(case.complaint, case.unit)
    if owing is None:
        raise InvalidInput({"unit": "REQUIRED"})
    due_wd = answers.get("due_wd")
    command = OrderRectification(
        unit_code=owing,
        kind=RectificationKind(text_of(answers, "kind") or RectificationKind.RECTIFY.value),
        what=text_of(answers, "what"),
        due_wd=int(due_wd) if isinstance(due_wd, int | float) else None,
        basis=answers,
        decided=case.decided,
    )
    if fault := find_basis_fault(Cited(BasisUse.ORDER, "", answers), case.asked):
        raise InvalidInput(fault)
    row = order_rectification(command, case.complaint, case.unit, case.actor)
    return {"rectification_id": row.id}


def leaves(case: ActCase, answers: Answers) -> Leaving:
    """The sheet of its matters, and the words beside it."""
    owing = text_of(answers, "unit") or find_owing_unit(case.complaint, case.unit) or ""
    return word_leaving(LeavingSheet([owing], ()), text_of(answers, "what"), case)


ACT = Act(
    form=ActId.ORDER_RECTIFICATION,
    page_order=150,
    roles=frozenset({Role.SUPERVISOR, Role.APPROVER}),
    handler_may=True,
    answers=frozenset({"unit", "kind", "what", "due_wd", "basis_ids", "basis"}),
    required=frozenset({"what"}),
    extract=(Extract.ASKED, Extract.OPINION, Extract.RESPONDENTS, Extract.EVIDENCE),
    context=context,
    why_not=why_not,
    apply=apply,
    leaves=leaves,
)
