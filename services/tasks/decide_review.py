"""Form `decide-review`: a review is decided by people who took no part in the case."""

from sqlalchemy import select

from bpmn.names import FormId, ProcessId, ReviewElement
from models.beside.review import Review
from models.case.lifecycle import ClockKind
from models.ground.codes import ReviewOutcome, Role
from models.office.staff import Staff
from services.access.handling_bar import find_handling_bar
from services.access.task_bars import one_by_one
from services.beside.review.decide_review import DecideReview, decide_review
from services.beside.review.handler_bar import find_handler_bar
from services.beside.review.took_part import took_part
from services.case.reopen_case import reopen
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.office.people_names import list_people_options
from services.requests.find_request_of import get_request_of
from services.requests.kinds.review import REVIEW
from services.tasks.user_task import NeededByLaw, UserTask

REVIEWING_ROLES = frozenset({Role.SUPERVISOR, Role.INVESTIGATOR, Role.APPROVER, Role.DIRECTOR})


def context(case: TaskCase) -> Answers:
    """Why a review is asked for, and who may examine the case."""
    row = get_request_of(Review, case.task, case.unit)
    people = case.unit.session.scalars(select(Staff).where(Staff.active.is_(True)).order_by(Staff.login))
    return {
        "request_reason": row.reason,
        "reviewer_options": list_people_options(
            [person for person in people if _may_review(person, case)], case.unit
        ),
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Decide; `reopened` starts a new run of the case."""
    row = get_request_of(Review, case.task, case.unit)
    command = DecideReview(
        ReviewOutcome(text_of(answers, "outcome")),
        text_of(answers, "reasons"),
        text_of(answers, "reviewer"),
    )
    decide_review(row, command, case.unit, case.actor)
    if command.outcome is ReviewOutcome.REOPENED:
        reopen(case.complaint, command.reasons, case.unit, case.actor)
    return {}


def _may_review(person: Staff, case: TaskCase) -> bool:
    return (
        bool(REVIEWING_ROLES.intersection(person.roles))
        and not took_part(case.complaint, person.login, case.unit)
        and find_handling_bar(case.complaint.id, person.login, case.unit) is None
    )


TASK = UserTask(
    form=FormId.DECIDE_REVIEW,
    process=ProcessId.REVIEW,
    element=ReviewElement.USER_TASK_DECIDE_REVIEW,
    roles=(Role.DIRECTOR, Role.APPROVER),
    find_bars=one_by_one(find_handler_bar),
    request=REVIEW,
    limit=ClockKind.REVIEW,
    law=NeededByLaw("复查申请无人决定"),
    answers=frozenset({"reviewer", "outcome", "reasons"}),
    required=frozenset({"outcome", "reasons"}),
    context=context,
    apply=apply,
)
