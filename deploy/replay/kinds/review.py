"""A second look that the complainant asks for."""

from __future__ import annotations

from deploy.replay.cases import LivedCase
from deploy.replay.in_stories import InStories
from deploy.replay.keys import keys
from deploy.replay.moves import Door, Task
from deploy.replay.office import Office
from deploy.replay.outside import as_complainant
from deploy.replay.samples import Step


def _request(office: Office, case: LivedCase, step: Step) -> None:
    """At the query code; a letter is entered by the first of the two who opened it."""
    told = case.story.raw.get("review_letter") or {}
    reason = str(told.get("letter_text") or step.note or "申请复查")
    if not step.data.get("opened_by"):
        as_complainant(office, case, "review", {"reason": reason})
        return
    clerk, second = step.data["opened_by"]
    matters = [str(no) for no in step.data.get("matters", ())]
    answers = {"way": "letter", "opened_by_second": second, "matter_nos": matters, "reason": reason}
    office.take_act(clerk, case.complaint_id, "request-review", answers)


REVIEW = InStories(
    name="review",
    keys={
        "review_request": keys("matters opened_by", "ways"),
        "review_decide": keys("reviewer outcome matters findings disposals answers ways mail_no"),
    },
    steps={"review_request": (Door("review"),), "review_decide": (Task("decide-review"),)},
    doors={"review": _request},
)
