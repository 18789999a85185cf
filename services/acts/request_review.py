"""Act `request-review`: staff records a complainant's wish for a review that came by letter or in person."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.letter_opened import ANSWERS, list_opener_options, read_arrival
from services.beside.review.open_review import OpenReview, open_review, why_no_review
from services.forms.task_case import Answers, text_of, texts_of
from services.requests.named_matters import list_matter_options, read_matter_nos
from services.tasks.extract import Extract


def context(case: ActCase) -> Answers:
    """The matters that may be reviewed, and who may have opened a letter."""
    return {
        "matter_options": list_matter_options(case.complaint, case.unit),
        "opener_options": list_opener_options(case),
    }


def why_not(case: ActCase) -> str | None:
    """The rule against a review now."""
    return why_no_review(case.complaint, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Open the review on the complainant's behalf."""
    arrival = read_arrival(case, answers)
    command = OpenReview(
        text_of(answers, "reason"),
        matter_nos=read_matter_nos(texts_of(answers, "matter_nos")),
        way=arrival.way,
        opened_by=arrival.opened_by,
    )
    row = open_review(command, case.complaint, case.unit, case.actor)
    return {"review_id": row.id}


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
