"""Form `decide-review`: a review is decided by people who took no part in the case; its decision is sent as an answer is."""

from datetime import date

from sqlalchemy import select

from bpmn.names import FormId, ProcessId, ReviewElement
from models.beside.respondent_request import RespondentRequest
from models.beside.review import Review
from models.case.lifecycle import ClockKind, RequestState
from models.ground.basis_codes import BasisUse
from models.ground.codes import ReviewOutcome, Role
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.errors import InvalidInput
from models.office.staff import Staff
from services.access.handling_bar import find_handling_bar
from services.access.task_bars import one_by_one
from services.answer.asked_sending import read_sending
from services.answer.send_document import ToSend, send_or_post
from services.answer.talk import TALK_NOW
from services.beside.respondent.hearing import name_asked
from services.beside.review.decide_review import DecideReview, Line, decide_review
from services.beside.review.handler_bar import find_handler_bar
from services.beside.review.reviewers import find_reviewer_bar, is_superiors
from services.beside.sheets.leaving import NOTHING_LEAVES, Leaving
from services.case.reopen_case import reopen
from services.casefile.cite_bases import Cited, cite_bases, find_basis_fault
from services.casefile.wished_way import show_wish
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.office.active_staff import list_active_staff
from services.office.legal_bases import list_basis_options
from services.office.people_names import list_people_options
from services.office.relations import know_relations
from services.office.unit_options import list_unit_options
from services.requests.find_request_of import get_request_of
from services.requests.kinds.respondent import RESPONDENT
from services.requests.kinds.review import REVIEW
from services.requests.open_requests import OpenRequest, end_lapsed
from services.rights.objections_in_review import word_objections
from services.rights.tell_findings import Judged, tell_findings
from services.tasks.disposal_rows import ANSWERS
from services.tasks.extract import OF_THE_INVESTIGATION, Extract
from services.tasks.review_orders import follow_changes
from services.tasks.review_rows import change_reviewed, show_reviewed
from services.tasks.user_task import NeededByLaw, UserTask
from services.tasks.word_review import word_review

REVIEWING_ROLES = frozenset({Role.SUPERVISOR, Role.INVESTIGATOR, Role.APPROVER, Role.DIRECTOR})
ALL_MATTERS = "全部"
REVIEW_DECIDED = "REVIEW_DECIDED"
NOTHING_CAME = "上级机关尚未作出决定；收到后才能登记。"
OUTCOMES = {
    ReviewOutcome.UPHELD: "维持原处理意见",
    ReviewOutcome.CHANGED: "变更原处理意见",
    ReviewOutcome.REOPENED: "责令重新办理",
}


def context(case: TaskCase) -> Answers:
    """Why a review is asked for and of what, who may examine the case, what the units said, and all as it stands now."""
    row = get_request_of(Review, case.task, case.unit)
    people = list_active_staff(case.unit)
    know_relations(case.unit.session, [person.login for person in people])
    return {
        "request_reason": row.reason,
        "asked_matters": "、".join(f"第{no}项" for no in row.matter_nos or ()) or ALL_MATTERS,
        "statements": _word_statements(row, case),
        "is_superiors": is_superiors(row, case.unit),
        "superior_decision": _word_superior(row),
        "reviewer_options": list_people_options(
            [person for person in people if _may_review(row, person, case)], case.unit
        ),
        **show_reviewed(case),
        "basis_options": list_basis_options(BasisUse.OPINION, case.unit),
        "unit_options": list_unit_options(case.unit),
        **show_wish(case.complaint.id, case.unit),
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Decide and send; a change takes effect at once, `reopened` starts a new run of the case.

    A form of the time before a review could change anything has no rows: it changes in words alone, and is not sent.
    InvalidInput on `basis_ids` where a review of the centre rests on nothing; an organ above it says so in its own words.
    """
    row = get_request_of(Review, case.task, case.unit)
    outcome = ReviewOutcome(text_of(answers, "outcome"))
    reasons = _with_basis(case, row, answers)
    matter_lines: list[Line] = []
    claim_lines: list[Line] = []
    if outcome is ReviewOutcome.CHANGED and "matters" in answers:
        matter_lines, claim_lines = change_reviewed(case, row, answers)
    command = DecideReview(outcome, reasons, text_of(answers, "reviewer"), matter_lines, claim_lines)
    _end_questions(row, case)
    decide_review(row, command, case.unit, case.actor)
    due_on = text_of(answers, "orders_due_on")
    follow_changes(case, matter_lines, date.fromisoformat(due_on) if due_on else None)
    if matter_lines:
        changed = [int(str(line["no"])) for line in matter_lines]
        tell_findings(Judged(case.complaint, row.id, changed, case.decided), case.unit, case.actor)
    if "ways" in answers:
        document = ToSend(case.complaint.id, DeliveryPurpose.REVIEW, row.id)
        send_or_post(document, read_sending(case, answers), case.unit, case.actor)
    if outcome is ReviewOutcome.REOPENED:
        reopen(case.complaint, command.reasons, case.unit, case.actor)
    return {}


def leaves(case: TaskCase, answers: Answers) -> Leaving:
    """The orders and notices of what is changed; nothing where the decision stands, or the case is handled anew."""
    is_changed = text_of(answers, "outcome") == ReviewOutcome.CHANGED
    return word_review(case, answers) if is_changed and "matters" in answers else NOTHING_LEAVES


def _with_basis(case: TaskCase, row: Review, answers: Answers) -> str:
    """The reasons with what the decision rests on, of the register or in words (R59)."""
    cited = Cited(BasisUse.OPINION, row.id, answers)
    fault = {} if is_superiors(row, case.unit) else find_basis_fault(cited, case.asked)
    if fault:
        raise InvalidInput(fault)
    words = cite_bases(cited, case.complaint, case.unit, case.actor)
    reasons = text_of(answers, "reasons").strip()
    return f"{reasons}\n依据：{words}" if words else reasons


def _may_review(row: Review, person: Staff, case: TaskCase) -> bool:
    return (
        bool(REVIEWING_ROLES.intersection(person.roles))
        and find_reviewer_bar(row, case.complaint, person.login, case.unit) is None
        and find_handling_bar(case.complaint.id, person.login, case.unit) is None
    )


def _end_questions(row: Review, case: TaskCase) -> None:
    """With the decision nobody waits for the units any more; what they say later is still kept beside its request."""
    asked = case.unit.session.scalars(
        select(RespondentRequest).where(
            RespondentRequest.review_id == row.id, RespondentRequest.state == RequestState.OPEN
        )
    )
    for request in asked.all():
        end_lapsed(OpenRequest(RESPONDENT, request), REVIEW_DECIDED, case.unit, case.actor)


def _word_superior(row: Review) -> str:
    """What the organ above the centre decided; that nothing came yet."""
    if row.superior_outcome is None:
        return NOTHING_CAME
    return f"{OUTCOMES[row.superior_outcome]}。{row.superior_text}"


def _word_statements(row: Review, case: TaskCase) -> str:
    """What the review was opened for where a respondent objected, and what was said when whoever reviews asked."""
    of_case = case.unit.session.scalars(
        select(RespondentRequest)
        .where(RespondentRequest.complaint_id == row.complaint_id)
        .order_by(RespondentRequest.no)
    )
    asked = sorted(
        (request for request in of_case if request.review_id == row.id),
        key=lambda request: request.requested_at,
    )
    said = [
        f"{name_asked(request, case.unit)}：{request.reply_text or request.waiver_paper}"
        for request in asked
        if request.replied_at is not None
    ]
    return "\n".join([*word_objections(row, case.unit), *said])


TASK = UserTask(
    form=FormId.DECIDE_REVIEW,
    process=ProcessId.REVIEW,
    element=ReviewElement.USER_TASK_DECIDE_REVIEW,
    roles=(Role.DIRECTOR, Role.APPROVER),
    find_bars=one_by_one(find_handler_bar),
    request=REVIEW,
    limit=ClockKind.REVIEW,
    law=NeededByLaw("复查申请无人决定"),
    answers=frozenset(
        {
            "reviewer",
            "outcome",
            "reasons",
            "basis_ids",
            "basis",
            "orders_due_on",
            "matters[].finding",
            "matters[].adoption",
            "matters[].not_adopted",
            "matters[].heard",
            "matters[].responsibility",
            "matters[].responsibility_note",
            "matters[].disposals",
            "matters[].reason",
            "matters[].basis",
            "claims[].answer",
            "claims[].answer_reason",
            "ways",
            *TALK_NOW,
            "mail_no",
            "to_post",
            "other_way_reason",
        }
    )
    | ANSWERS,
    required=frozenset(
        {
            "outcome",
            "reasons",
            "claims[].answer",
            "matters[].adoption",
            "matters[].not_adopted",
            "matters[].finding",
            "matters[].reason",
            "mail_no",
            "ways",
            *TALK_NOW,
            "other_way_reason",
        }
    ),
    extract=(
        Extract.ASKED,
        Extract.ANSWER,
        Extract.OPINION,
        Extract.TOLD,
        Extract.RESPONDENTS,
        Extract.EVIDENCE,
        *OF_THE_INVESTIGATION,
    ),
    context=context,
    apply=apply,
    leaves=leaves,
)
