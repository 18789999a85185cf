"""Gives an interim answer (先行答复): it meets the limit of the answer for what is decided and closes nothing."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from models.ground.codes import MatterDecision
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.ids import new_id
from models.ground.ways import Way
from services.actor import Actor, staff_id_of
from services.answer.answer_texts import ANSWER_PROPOSAL
from services.answer.answer_wording import Texts, propose_decision, propose_findings, propose_pending
from services.answer.bounded_answer import require_bounded, word_interim
from services.answer.matter_answers import MatterAnswer, as_lines, list_matter_answers
from services.answer.send_answer import SendAnswer, find_moment
from services.answer.send_document import ToSend, send_or_post
from services.answer.send_interim import WAITING_STAGES
from services.answer.talk import ways_told
from services.case.lawful_end import list_answerable
from services.casefile.answer_sendings import is_spoken, list_interim_sendings
from services.casefile.interim_lines import list_interim_answers
from services.casefile.standing import is_bounded
from services.dispatch.plan_notice import plan_notice
from services.dispatch.sent_by_mail import ways_at_once
from services.dispatch.texted_notice import is_told_by_text
from services.office.own_texts import list_texts_since, map_texts
from services.unit_of_work import Unit

NOTHING_OUT = "NOTHING_OUT"
NOTHING_DECIDED_YET = "NOTHING_DECIDED_YET"
ALREADY_TOLD = "ALREADY_TOLD"
_TEXTS = ("answer_text", "pending_text")


@dataclass(frozen=True, slots=True)
class GiveInterimAnswer:
    """The answer to what is decided, where the rest stands, and how both were sent."""

    answer_text: str
    pending_text: str
    sending: SendAnswer


def find_interim_bar(complaint: Complaint, unit: Unit) -> str | None:
    """NOTHING_OUT where the answer itself is due, NOTHING_DECIDED_YET before an opinion, ALREADY_TOLD of all that is decided."""
    if complaint.stage not in WAITING_STAGES:
        return NOTHING_OUT
    ready, waiting = split_answers(complaint, unit)
    if not waiting:
        return NOTHING_OUT
    if not any(told.matter.decision is MatterDecision.ACCEPT for told in ready):
        return NOTHING_DECIDED_YET
    told_before = _told_numbers(complaint, unit)
    return ALREADY_TOLD if all(told.matter.no in told_before for told in ready) else None


def split_answers(complaint: Complaint, unit: Unit) -> tuple[list[MatterAnswer], list[MatterAnswer]]:
    """The matters that can be answered now, and those that are still out or undecided."""
    ready = {matter.no for matter in list_answerable(complaint, unit)}
    told = list_matter_answers(complaint, unit)
    return [row for row in told if row.matter.no in ready], [
        row for row in told if row.matter.no not in ready
    ]


def propose_interim(complaint: Complaint, unit: Unit, *, texts: Texts | None = None) -> tuple[str, str]:
    """The answer and where the rest stands, as the file suggests them; in these texts by block instead of the office's."""
    said = map_texts(ANSWER_PROPOSAL, unit) if texts is None else texts
    ready, waiting = split_answers(complaint, unit)
    if is_bounded(complaint.id, unit):
        return word_interim(ready, said)
    answer = f"{propose_findings(ready, said)}\n{propose_decision(ready, said)}"
    return answer, propose_pending(waiting, said)


def give_interim_answer(
    command: GiveInterimAnswer, complaint: Complaint, unit: Unit, actor: Actor
) -> InterimAnswer:
    """Keep it and show it at the query code, in the caller's unit, which has asked find_interim_bar; a letter without a
    number is left to the mail room, and the limit runs until it is posted.

    InvalidInput by field, as of a sending, and where somebody whose matter it is not would be told more than he may be.
    """
    sending = command.sending
    _check_bounds(command, complaint, unit)
    sent_at = find_moment(sending, complaint, unit) if sending.talk is None else sending.talk.at
    ready, _ = split_answers(complaint, unit)
    earlier = [row for row in list_interim_answers(complaint.id, unit) if row.round == complaint.round]
    row = InterimAnswer(
        id=new_id(),
        complaint_id=complaint.id,
        round=complaint.round,
        no=len(earlier) + 1,
        answer_text=command.answer_text,
        pending_text=command.pending_text,
        lines=as_lines(ready),
        ways=ways_at_once(ways_told(sending.ways, sending.talk)),
        mail_no=sending.mail_no or None,
        sent_at=sent_at,
        given_by=staff_id_of(actor),
    )
    unit.session.add(row)
    unit.session.flush()
    if send_or_post(ToSend(complaint.id, DeliveryPurpose.INTERIM, row.id), sending, unit, actor) is None:
        # Until its letter is posted it stands at the query code alone.
        row.ways = [Way.QUERY_CODE.value]
    matters = [told.matter.no for told in ready]
    payload = {"round": row.round, "no": row.no, "matters": matters, "ways": row.ways}
    unit.trail.add(complaint.id, "answer.interim", payload, actor)
    _tell_of_it(row, complaint, unit)
    return row


def _tell_of_it(row: InterimAnswer, complaint: Complaint, unit: Unit) -> None:
    sendings = list_interim_sendings(row.id, unit)
    if not is_spoken(row.ways) and not is_told_by_text(sendings, complaint, unit):
        plan_notice(DispatchPurpose.INTERIM_ANSWER, row.id, complaint, unit)


def _check_bounds(command: GiveInterimAnswer, complaint: Complaint, unit: Unit) -> None:
    if is_bounded(complaint.id, unit):
        ready, _ = split_answers(complaint, unit)
        said = list_texts_since(ANSWER_PROPOSAL, complaint.received_at, unit)
        may_be_told = [dict(zip(_TEXTS, word_interim(ready, texts), strict=True)) for texts in said]
        require_bounded({field: getattr(command, field) for field in _TEXTS}, may_be_told)


def _told_numbers(complaint: Complaint, unit: Unit) -> set[object]:
    return {
        line["no"]
        for row in list_interim_answers(complaint.id, unit)
        if row.round == complaint.round
        for line in row.lines
    }
