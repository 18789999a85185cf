"""Act `record-answer-delivery`: the proof that the registered letter of the answer was delivered."""

from datetime import date

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.answer.answer_letter import NO_LETTER_OUT, LetterFact, record_delivery
from services.answer.sent_documents import choose_document, list_letters_out, show_letters
from services.forms.task_case import Answers, text_of
from services.tasks.extract import Extract


def context(case: ActCase) -> Answers:
    """The letters that may still prove delivered, also those that were said to be back."""
    return show_letters(list_letters_out(case.complaint, case.unit))


def why_not(case: ActCase) -> str | None:
    """NO_LETTER_OUT without a registered letter whose delivery is not proved."""
    return None if list_letters_out(case.complaint, case.unit) else NO_LETTER_OUT


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Keep day and proof; the return visit and the time for a review begin with it."""
    fact = LetterFact(date.fromisoformat(text_of(answers, "day")), text_of(answers, "proof"))
    document = choose_document(list_letters_out(case.complaint, case.unit), answers)
    return {"sending_id": record_delivery(document, fact, case.unit, case.actor).id}


ACT = Act(
    form=ActId.RECORD_ANSWER_DELIVERY,
    page_order=6,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.RETURN_VISIT}),
    handler_may=True,
    answers=frozenset({"day", "document", "proof"}),
    required=frozenset({"day", "proof"}),
    extract=(Extract.ASKED, Extract.ANSWER),
    context=context,
    why_not=why_not,
    apply=apply,
)
