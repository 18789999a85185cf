"""Form `give-answer`: the answer with its three mandatory parts and a line for each matter; it shows at the query code."""

from datetime import datetime

from bpmn.names import FeedbackElement, FormId, ProcessId
from models.case.answer import Answer
from models.case.lifecycle import ClockKind, Stage
from models.ground.codes import Role
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ways import Way
from services.answer.asked_sending import read_sending
from services.answer.open_survey import open_survey
from services.answer.open_visit import VISITED_OUTCOMES, needs_visit, open_visit
from services.answer.publish_answer import AnswerParts, propose_parts, publish_answer
from services.answer.send_answer import SendAnswer
from services.answer.send_document import ToSend, send_or_post
from services.answer.talk import TALK, TALK_NOW, ways_told
from services.answer.tell_of_answer import tell_of_answer
from services.case.lawful_end import Lack
from services.case.lifecycle import move_stage
from services.casefile.answer_sendings import answer_subject, delivered_at
from services.casefile.find_group import find_membership, list_open_own_claims
from services.casefile.group_share import find_closing_bar
from services.casefile.standing import is_bounded, read_standing
from services.casefile.wished_way import propose_ways, show_wish
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.identity.known_name import has_known_name
from services.tasks.extract import Extract
from services.tasks.user_task import NeededByLaw, UserTask

OWN_CLAIM_OPEN = "OWN_CLAIM_OPEN"
REASON = "other_way_reason"


def context(case: TaskCase) -> Answers:
    """A proposal made from the file, by the way that the complainant wishes, and whose matter it is."""
    parts = propose_parts(case)
    return {
        "findings_text": parts.findings_text,
        "decision_text": parts.decision_text,
        "measures_text": parts.measures_text,
        "standing": read_standing(case.complaint.id, case.unit).words,
        **show_wish(case.complaint.id, case.unit),
        **_propose_ways(case),
    }


def _propose_ways(case: TaskCase) -> Answers:
    """As he wishes; in person nobody without a name, whom the hall could not compare with the file."""
    proposed = propose_ways(case.complaint.id, case.unit)
    is_in_person = Way.IN_PERSON in proposed.get("ways", ())
    return {} if is_in_person and not has_known_name(case.complaint, case.unit) else dict(proposed)


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Publish and send the answer; a return visit follows for a handled complaint, no suggestion, of who can be reached.

    RuleRefused(OWN_CLAIM_OPEN) while what a member of a mass complaint alone wants is not answered.
    Nobody rates the answer about another's matter. A visit waits for the proof where only a letter with a number tells the
    answer, and for the posting of what the mail room sends. A file that leads a mass complaint goes to who makes visits in
    any case until its share is met: there it is closed, or kept open.
    """
    complaint, unit = case.complaint, case.unit
    member = find_membership(complaint.id, unit)
    if member is not None and list_open_own_claims(member, unit):
        raise RuleRefused(OWN_CLAIM_OPEN)
    sending = read_sending(case, answers, _reason_field(case))
    parts = AnswerParts(
        findings_text=text_of(answers, "findings_text"),
        decision_text=text_of(answers, "decision_text"),
        measures_text=text_of(answers, "measures_text"),
        ways=ways_told(sending.ways, sending.talk),
        delivery_note=text_of(answers, "delivery_note"),
    )
    answer = publish_answer(case, parts)
    since = _send(answer, sending, case)
    tell_of_answer(answer, complaint, unit)
    unit.session.flush()
    is_closed_here = find_closing_bar(complaint, unit) is not None
    is_unrated = complaint.outcome not in VISITED_OUTCOMES or is_bounded(complaint.id, unit)
    if is_unrated and not is_closed_here:
        return {"needs_return_visit": False, "return_visit_clock_id": None, "survey_id": None}
    survey = open_survey(complaint, unit)
    if not needs_visit(complaint, unit) and not is_closed_here:
        return {"needs_return_visit": False, "return_visit_clock_id": None, "survey_id": survey.id}
    clock = None if since is None else open_visit(complaint, min(since, unit.clock.now()), unit)
    move_stage(complaint, Stage.RETURN_VISIT, unit, case.actor)
    clock_id = None if clock is None else clock.id
    return {"needs_return_visit": True, "return_visit_clock_id": clock_id, "survey_id": survey.id}


def _send(answer: Answer, told: SendAnswer, case: TaskCase) -> datetime | None:
    """On record at once, or by whoever posts it; the moment of its delivery, None while it has reached nobody."""
    document = ToSend(case.complaint.id, DeliveryPurpose.ANSWER, answer_subject(answer.round))
    try:
        sending = send_or_post(document, told, case.unit, case.actor)
    except InvalidInput as fault:
        # At the field that such a form has.
        errors = {_reason_field(case) if key == REASON else key: code for key, code in fault.errors.items()}
        raise InvalidInput(errors, facts=fault.facts) from fault
    if sending is None:
        # Until its letter is posted it stands at the query code alone.
        answer.ways = [Way.QUERY_CODE.value]
        return None
    return delivered_at(sending)


def _reason_field(case: TaskCase) -> str:
    """Forms of before the reason had a field tell it in the note of delivery."""
    return REASON if REASON in case.asked else "delivery_note"


TASK = UserTask(
    form=FormId.GIVE_ANSWER,
    process=ProcessId.FEEDBACK,
    element=FeedbackElement.USER_TASK_GIVE_ANSWER,
    roles=(Role.INVESTIGATOR, Role.INTAKE),
    is_handlers=True,
    limit=ClockKind.FEEDBACK,
    law=NeededByLaw("投诉人得不到答复", "GB/T 36113-2018 7.5", supplies=frozenset({Lack.ANSWER_MISSING})),
    speaks_to_complainant=True,
    answers=frozenset(
        {
            "findings_text",
            "decision_text",
            "measures_text",
            "ways",
            "mail_no",
            "sent_on",
            "to_post",
            REASON,
            "delivery_note",
            *TALK,
        }
    ),
    required=frozenset(
        {"decision_text", "findings_text", "mail_no", "measures_text", "ways", REASON, *TALK_NOW}
    ),
    outputs=frozenset({"needs_return_visit", "return_visit_clock_id", "survey_id"}),
    extract=(Extract.OPINION, Extract.REACHING, Extract.TOLD, Extract.ASKED),
    context=context,
    apply=apply,
)
