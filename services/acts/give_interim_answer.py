"""Act `give-interim-answer`: what is decided is answered while another matter of the complaint is out."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.answer.asked_sending import read_sending
from services.answer.interim_answer import (
    GiveInterimAnswer,
    find_interim_bar,
    give_interim_answer,
    propose_interim,
)
from services.answer.talk import TALK, TALK_NOW
from services.casefile.wished_way import show_wish
from services.forms.task_case import Answers, text_of
from services.tasks.extract import Extract


def context(case: ActCase) -> Answers:
    """A proposal made from the file, and how the complainant wishes to be told."""
    answer, rest = propose_interim(case.complaint, case.unit)
    return {
        "answer_text": answer,
        "pending_text": rest,
        **show_wish(case.complaint.id, case.unit),
    }


def why_not(case: ActCase) -> str | None:
    """The rule against an interim answer now."""
    return find_interim_bar(case.complaint, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Give it; the case goes on."""
    sending = read_sending(case, answers)
    command = GiveInterimAnswer(text_of(answers, "answer_text"), text_of(answers, "pending_text"), sending)
    return {"interim_answer_id": give_interim_answer(command, case.complaint, case.unit, case.actor).id}


ACT = Act(
    form=ActId.GIVE_INTERIM_ANSWER,
    page_order=4,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR}),
    handler_may=True,
    answers=frozenset(
        {"answer_text", "pending_text", "ways", "mail_no", "sent_on", "to_post", "other_way_reason", *TALK}
    ),
    required=frozenset({"answer_text", "pending_text", "ways", "mail_no", "other_way_reason", *TALK_NOW}),
    extract=(Extract.ASKED, Extract.OPINION, Extract.REACHING),
    context=context,
    why_not=why_not,
    apply=apply,
)
