"""A second look that the complainant asks for."""

from __future__ import annotations

from deploy.replay.cases import LivedCase
from deploy.replay.in_stories import InStories
from deploy.replay.keys import keys
from deploy.replay.moves import Door, Task
from deploy.replay.office import Office
from deploy.replay.outside import as_complainant
from deploy.replay.samples import Step

_RIGHTS = "rights and clocks"


def _request(office: Office, case: LivedCase, step: Step) -> None:
    as_complainant(office, case, "review", {"reason": step.note or "申请复查"})


REVIEW = InStories(
    name="review",
    keys={
        "review_request": keys(matters=_RIGHTS, ways=_RIGHTS, opened_by=_RIGHTS),
        "review_decide": keys(
            "reviewer outcome",
            matters=_RIGHTS,
            findings=_RIGHTS,
            disposals=_RIGHTS,
            answers=_RIGHTS,
            ways=_RIGHTS,
            mail_no=_RIGHTS,
        ),
    },
    steps={"review_request": (Door("review"),), "review_decide": (Task("decide-review"),)},
    doors={"review": _request},
)
