"""Act `record-answer-delivery`: the proof that the registered letter of the answer was delivered."""

from datetime import date

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.answer.answer_letter import NO_LETTER_OUT, LetterFact, find_letter, record_delivery
from services.forms.task_case import Answers, text_of


def context(case: ActCase) -> Answers:
    """The letter that is out."""
    letter = find_letter(case.complaint, case.unit)
    return {"mail_no": (letter.mail_no or "") if letter is not None else ""}


def why_not(case: ActCase) -> str | None:
    """NO_LETTER_OUT without a registered letter that nobody has heard of."""
    return NO_LETTER_OUT if find_letter(case.complaint, case.unit) is None else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Keep day and proof; the return visit and the time for a review begin with it."""
    fact = LetterFact(date.fromisoformat(text_of(answers, "day")), text_of(answers, "proof"))
    return {"sending_id": record_delivery(fact, case.complaint, case.unit, case.actor).id}


ACT = Act(
    form=ActId.RECORD_ANSWER_DELIVERY,
    page_order=6,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.RETURN_VISIT}),
    handler_may=True,
    answers=frozenset({"day", "proof"}),
    required=frozenset({"day", "proof"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
