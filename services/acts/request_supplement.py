"""Act `request-supplement`: asks the complainant for missing material."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.supplement.request_supplement import (
    DEFAULT_WINDOW_WD,
    RequestSupplement,
    find_supplement_bar,
    request_supplement,
)
from services.forms.task_case import Answers, text_of, texts_of
from services.requests.named_matters import list_matter_options, read_matter_nos
from services.tasks.extract import Extract


def context(case: ActCase) -> Answers:
    """The usual window, and the matters it may be about."""
    return {
        "window_wd": DEFAULT_WINDOW_WD,
        "matter_options": list_matter_options(case.complaint, case.unit),
    }


def why_not(case: ActCase) -> str | None:
    """The rule against asking now."""
    return find_supplement_bar(case.complaint, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Open a round; the clocks of the stage stand still."""
    days = answers.get("window_wd")
    window_wd = int(days) if isinstance(days, int | float) else DEFAULT_WINDOW_WD
    matter_nos = read_matter_nos(texts_of(answers, "matter_nos"))
    command = RequestSupplement(
        items=text_of(answers, "items"),
        window_wd=window_wd,
        way=text_of(answers, "way"),
        matter_nos=matter_nos,
        mail_no=text_of(answers, "mail_no"),
    )
    row = request_supplement(command, case.complaint, case.unit, case.actor)
    return {"supplement_request_id": row.id}


ACT = Act(
    form=ActId.REQUEST_SUPPLEMENT,
    page_order=10,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR}),
    handler_may=True,
    answers=frozenset({"items", "window_wd", "way", "mail_no", "matter_nos"}),
    required=frozenset({"items"}),
    extract=(
        Extract.ASKED,
        Extract.TOLD,
        Extract.MATTERS,
        Extract.CLAIMS,
        Extract.EVIDENCE,
        Extract.REACHING,
    ),
    context=context,
    why_not=why_not,
    apply=apply,
)
