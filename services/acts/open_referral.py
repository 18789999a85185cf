"""Act `open-referral`: hands work of a running case to a unit, or a matter to an authority outside."""

import re

from bpmn.names import ActId
from models.case.lifecycle import Stage
from models.ground.codes import ReferralRole, Role
from models.ground.errors import InvalidInput
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.referral.open_referral import OpenReferral, announce_referral, open_referral
from services.beside.sheets.leaving import Leaving, LeavingSheet, word_leaving
from services.beside.sheets.sent_sheet import Draft, preview
from services.case.earlier_diagram import find_diagram_bar
from services.case.respondent_options import list_matter_options
from services.casefile.get_case import list_matters
from services.forms.task_case import Answers, text_of, texts_of
from services.office.unit_options import list_unit_options
from services.requests.kinds.referral import REFERRAL
from services.requests.named_matters import read_matter_nos

# While a stage of the handling runs there is a diagram that takes the referral up.
STAGES = frozenset({Stage.INTAKE, Stage.REFERRAL, Stage.INVESTIGATION, Stage.DISPOSAL})
STAGE_OVER = "STAGE_OVER"
_SEPARATORS = re.compile(r"[\s,，、;；]+")


def context(case: ActCase) -> Answers:
    """Every unit, of the centre and outside, the matters to tick, and what leaves."""
    sheet = preview(Draft(REFERRAL.name, case.actor.name), case.complaint, case.unit)
    matters = list_matter_options(case.complaint.id, case.unit)
    return {"unit_options": list_unit_options(case.unit), "matter_options": matters, **sheet}


def why_not(case: ActCase) -> str | None:
    """STAGE_OVER once the opinion is approved, EARLIER_DIAGRAM in a run that waits for none."""
    if case.complaint.stage not in STAGES:
        return STAGE_OVER
    return find_diagram_bar(REFERRAL, case.complaint, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Open the referral and let the running stage work on it; InvalidInput on `unit` or the matters."""
    command = OpenReferral(
        unit_code=text_of(answers, "unit"),
        matter_nos=read_matter_nos(texts_of(answers, "matter_nos"))
        or _read_typed(case, text_of(answers, "matters_text")),
        role=ReferralRole(text_of(answers, "role") or ReferralRole.LEAD.value),
        note=text_of(answers, "note"),
        needs_result=answers.get("needs_result") is True,
        decided=case.decided,
    )
    row = open_referral(command, case.complaint, case.unit, case.actor)
    announce_referral(row, case.unit)
    return {"referral_id": row.id}


def _read_typed(case: ActCase, text: str) -> tuple[int, ...]:
    """Numbers typed into a form of before, separated by commas; nothing means the whole case."""
    known = {matter.no for matter in list_matters(case.complaint.id, case.unit)}
    parts = [part for part in _SEPARATORS.split(text) if part]
    if any(not part.isdecimal() or int(part) not in known for part in parts):
        raise InvalidInput({"matters_text": "NOT_AN_OPTION"})
    return tuple(sorted({int(part) for part in parts}))


def leaves(case: ActCase, answers: Answers) -> Leaving:
    """The sheet of its matters, and the words beside it."""
    sheet = LeavingSheet([text_of(answers, "unit")], read_matter_nos(texts_of(answers, "matter_nos")))
    return word_leaving(sheet, text_of(answers, "note"), case)


ACT = Act(
    form=ActId.OPEN_REFERRAL,
    page_order=40,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER}),
    handler_may=True,
    answers=frozenset({"unit", "role", "needs_result", "matter_nos", "note"}),
    required=frozenset({"unit"}),
    context=context,
    why_not=why_not,
    apply=apply,
    leaves=leaves,
)
