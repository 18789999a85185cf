"""Act `request-review`: staff records a complainant's wish for a review that came by letter or in person."""

from bpmn.names import ActId
from models.beside.review import Review
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.letter_opened import ANSWERS, list_opener_options, read_arrival
from services.beside.review.open_review import OpenReview
from services.beside.review.refusal_words import say_refusal
from services.beside.review.refuse_review import ask_for_review, find_refusal, why_wait_for_review
from services.forms.task_case import Answers, text_of, texts_of
from services.requests.named_matters import list_matter_options, read_matter_nos
from services.tasks.extract import Extract

# What the clerk must know before he takes it down.
NO_REVIEW = "登记后不开始复查，应当书面告知投诉人（复查不予受理告知书）。"


def context(case: ActCase) -> Answers:
    """The matters that may be reviewed, who may have opened a letter, and by which rule a request is refused now."""
    bar = find_refusal(case.complaint, case.unit)
    return {
        "refusal": "" if bar is None else f"{say_refusal(bar)}。{NO_REVIEW}",
        "matter_options": list_matter_options(case.complaint, case.unit),
        "opener_options": list_opener_options(case),
    }


def why_not(case: ActCase) -> str | None:
    """What is waited for first; what the rules refuse is taken down all the same, so that it can be answered."""
    return why_wait_for_review(case.complaint, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Open the review on the complainant's behalf, or put its refusal on record."""
    arrival = read_arrival(case, answers)
    command = OpenReview(
        text_of(answers, "reason"),
        matter_nos=read_matter_nos(texts_of(answers, "matter_nos")),
        way=arrival.way,
        opened_by=arrival.opened_by,
    )
    row = ask_for_review(command, case.complaint, case.unit, case.actor)
    return {"review_id" if isinstance(row, Review) else "refused_review_id": row.id}


ACT = Act(
    form=ActId.REQUEST_REVIEW,
    page_order=170,
    roles=frozenset({Role.INTAKE, Role.RETURN_VISIT, Role.SUPERVISOR}),
    handler_may=True,
    answers=frozenset({"reason", "matter_nos"}) | ANSWERS,
    required=frozenset({"opened_by_second", "reason"}),
    extract=(Extract.ASKED, Extract.ANSWER, Extract.OPINION),
    context=context,
    why_not=why_not,
    apply=apply,
)
