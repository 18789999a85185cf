"""Act `send-answer-again`: the answer that came back, or that nobody has heard of, is sent once more."""

from bpmn.names import ActId
from models.ground.codes import Role
from models.ground.delivery_codes import DeliveryPurpose
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.answer.answer_letter import find_sending_bar
from services.answer.asked_sending import read_sending
from services.answer.failed_ways import require_other_way
from services.answer.send_document import ToSend, send_or_post
from services.answer.sent_documents import choose_document, list_to_send_again, show_documents
from services.answer.talk import TALK, TALK_NOW
from services.casefile.answer_sendings import answer_subject
from services.casefile.wished_way import show_wish
from services.forms.task_case import Answers
from services.tasks.extract import Extract


def context(case: ActCase) -> Answers:
    """Which attempt it is, why the last one failed, and how the complainant wishes to be told."""
    documents = list_to_send_again(case.complaint, case.unit)
    last = documents[0].last if documents else None
    return {
        "attempt": 1 if last is None else last.attempt + 1,
        "return_reason": (last.return_reason or "") if last is not None else "",
        **show_wish(case.complaint.id, case.unit),
        **show_documents(documents),
    }


def why_not(case: ActCase) -> str | None:
    """NOT_SENT before the first sending, ALREADY_DELIVERED after the proof."""
    return find_sending_bar(case.complaint, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Put the next sending on record; the limit of the answer was met by the first one, that of the return is by this one.

    InvalidInput on `ways` for an e-mail or SMS to the address from which it came back.
    """
    command = read_sending(case, answers)
    chosen = choose_document(list_to_send_again(case.complaint, case.unit), answers)
    if chosen is not None:
        require_other_way(chosen.last, command.ways, case.unit)
    sending = send_or_post(chosen or _answer_of(case), command, case.unit, case.actor)
    return {} if sending is None else {"sending_id": sending.id}


def _answer_of(case: ActCase) -> ToSend:
    subject = answer_subject(case.complaint.round)
    return ToSend(case.complaint.id, DeliveryPurpose.ANSWER, subject)


ACT = Act(
    form=ActId.SEND_ANSWER_AGAIN,
    page_order=8,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR}),
    handler_may=True,
    answers=frozenset({"document", "ways", "mail_no", "sent_on", "to_post", "other_way_reason", *TALK}),
    required=frozenset({"ways", "mail_no", "other_way_reason", *TALK_NOW}),
    extract=(Extract.ASKED, Extract.ANSWER, Extract.REACHING),
    context=context,
    why_not=why_not,
    apply=apply,
)
