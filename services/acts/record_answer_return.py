"""Act `record-answer-return`: what was sent came back, as a letter or a bounced mail, and has to be sent again."""

from datetime import date

from bpmn.names import ActId
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.answer.answer_letter import NO_LETTER_OUT, LetterFact, record_return
from services.answer.sent_documents import choose_document, list_carried, show_letters
from services.forms.task_case import Answers, text_of
from services.tasks.extract import Extract


def context(case: ActCase) -> Answers:
    """What is out, and today."""
    return {
        **show_letters(list_carried(case.complaint, case.unit)),
        "day": beijing_date(case.unit.clock.now()).isoformat(),
    }


def why_not(case: ActCase) -> str | None:
    """NO_LETTER_OUT where nothing is out that somebody may bring back."""
    return None if list_carried(case.complaint, case.unit) else NO_LETTER_OUT


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Keep day and reason; the limit for sending it again opens, nothing that the sending has met does."""
    fact = LetterFact(date.fromisoformat(text_of(answers, "day")), text_of(answers, "reason"))
    document = choose_document(list_carried(case.complaint, case.unit), answers)
    return {"sending_id": record_return(document, fact, case.unit, case.actor).id}


ACT = Act(
    form=ActId.RECORD_ANSWER_RETURN,
    page_order=7,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR}),
    handler_may=True,
    answers=frozenset({"day", "document", "reason"}),
    required=frozenset({"day", "reason"}),
    extract=(Extract.ASKED, Extract.ANSWER),
    context=context,
    why_not=why_not,
    apply=apply,
)
