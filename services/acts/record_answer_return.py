"""Act `record-answer-return`: the registered letter of the answer came back and has to be sent again."""

from datetime import date

from bpmn.names import ActId
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.answer.answer_letter import NO_LETTER_OUT, LetterFact, find_letter, record_return
from services.forms.task_case import Answers, text_of


def context(case: ActCase) -> Answers:
    """The letter that is out, and today."""
    letter = find_letter(case.complaint, case.unit)
    number = letter.mail_no if letter is not None else None
    return {"mail_no": number or "", "day": beijing_date(case.unit.clock.now()).isoformat()}


def why_not(case: ActCase) -> str | None:
    """NO_LETTER_OUT without a registered letter that nobody has heard of."""
    return NO_LETTER_OUT if find_letter(case.complaint, case.unit) is None else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Keep day and reason; nothing that the sending has met opens again."""
    fact = LetterFact(date.fromisoformat(text_of(answers, "day")), text_of(answers, "reason"))
    return {"sending_id": record_return(fact, case.complaint, case.unit, case.actor).id}


ACT = Act(
    form=ActId.RECORD_ANSWER_RETURN,
    page_order=7,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR}),
    handler_may=True,
    answers=frozenset({"day", "reason"}),
    required=frozenset({"day", "reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
