"""Act `register-referral-answer`: staff registers what a unit outside answered on paper or by telephone."""

from datetime import date

from sqlalchemy import select

from bpmn.names import ActId
from models.beside.referral import Referral
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.referral.is_outside import is_outside
from services.beside.referral.referral_package import reference_of
from services.beside.referral.register_answer import AnswerKind, OutsideAnswer, register_answer
from services.evidence.attached_files import FILES, attach_files
from services.evidence.items import NewItem
from services.forms.chosen_row import choose_row
from services.forms.task_case import Answers, text_of
from services.office.unit_options import Option, find_unit_name, get_unit_name

NOTHING_REFERRED = "NOTHING_REFERRED"
AFTER_ARCHIVE = "归档后收到的回复"


def context(case: ActCase) -> Answers:
    """The referrals to units outside, ended ones too: a late answer is kept on file."""
    return {"open_referrals": [_option(row, case) for row in _list_outside(case)]}


def why_not(case: ActCase) -> str | None:
    """NOTHING_REFERRED when nothing went outside."""
    return None if _list_outside(case) else NOTHING_REFERRED


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Register the answer; one that was not awaited is kept on file and moves nothing.

    InvalidInput on `result_way` and `result_on` for the result of a part without them.
    """
    row = choose_row(_list_outside(case), answers, "referral_id")
    register_answer(row, _read(row, case, answers), case.unit, case.actor)
    told = NewItem(provider=find_unit_name(row.unit_code, case.unit), addendum_reason=AFTER_ARCHIVE)
    attach_files(case, answers, told)
    return {"referral_id": row.id}


def _read(row: Referral, case: ActCase, answers: Answers) -> OutsideAnswer:
    kind, text = AnswerKind(text_of(answers, "answer")), text_of(answers, "text")
    if kind is not AnswerKind.RESULT:
        return OutsideAnswer(kind, text)
    way, on = text_of(answers, "result_way"), text_of(answers, "result_on")
    if row.holds_finding and "result_way" in case.asked and (lacks := _find_lacks(way, on)):
        raise InvalidInput(dict.fromkeys(lacks, "REQUIRED"))
    day = date.fromisoformat(on) if on else None
    if day is not None and day > beijing_date(case.unit.clock.now()):
        raise InvalidInput({"result_on": "IN_THE_FUTURE"})
    return OutsideAnswer(kind, text, way, text_of(answers, "result_number"), day)


def _find_lacks(way: str, on: str) -> list[str]:
    return [name for name, told in (("result_way", way), ("result_on", on)) if not told]


def _list_outside(case: ActCase) -> list[Referral]:
    rows = case.unit.session.scalars(
        select(Referral).where(Referral.complaint_id == case.complaint.id).order_by(Referral.no)
    )
    return [row for row in rows if is_outside(row, case.unit)]


def _option(row: Referral, case: ActCase) -> Option:
    name = get_unit_name(row.unit_code, case.unit)
    return {"label": f"{reference_of(row, case.complaint)}（{name}）", "value": row.id}


ACT = Act(
    form=ActId.REGISTER_REFERRAL_ANSWER,
    page_order=50,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER}),
    handler_may=True,
    answers=frozenset({"referral_id", "answer", "text", "result_way", "result_number", "result_on", FILES}),
    required=frozenset({"answer", "referral_id"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
