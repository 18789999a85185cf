"""The unit complained about is asked for its statement, and gives or waives it."""

from __future__ import annotations

from deploy.replay.cases import LivedCase, View
from deploy.replay.in_stories import Answers, InStories
from deploy.replay.keys import keys
from deploy.replay.moves import Act, Door
from deploy.replay.office import READER, Office
from deploy.replay.page_reading import StepRefused
from deploy.replay.samples import Step


def _ask(case: LivedCase, step: Step) -> list[Answers]:
    matter_nos = [str(no) for no in step.data.get("matters", ())]
    return [{"unit": step.data["unit"], "questions": step.note or "请书面陈述", "matter_nos": matter_nos}]


def _reply(office: Office, case: LivedCase, step: Step) -> None:
    """The oldest request to the unit that nothing came to yet."""
    rows = office.read(READER, f"/api/v1/cases/{case.complaint_id}")["respondent_requests"]
    mine = [row for row in rows if row["unit_code"] == step.data["unit"] and row["replied_at"] is None]
    if not mine:
        raise StepRefused(f"{step.data['unit']} was asked nothing that is unanswered")
    said: Answers = {"reply_text": step.note or "见陈述书"}
    if step.data.get("waived"):
        said = {"is_waived": True, "waiver_paper": "；".join(step.data.get("evidence", ())) or step.note}
    answers = {"respondent_request_id": mine[0]["id"], **said}
    shown = office.take_act(step.actor, case.complaint_id, "reply-as-respondent", answers)
    case.views.append(View(step.actor, "reply-as-respondent", shown))


RESPONDENT = InStories(
    name="respondent",
    keys={
        "respondent_asked": keys("unit matters", "window_wd window_ends"),
        "respondent_reply": keys("unit evidence waived", "matters on_last_day"),
    },
    steps={
        "respondent_asked": (Act("ask-respondent"),),
        "respondent_reply": (Door("respondent_reply"),),
    },
    acts={"ask-respondent": _ask},
    doors={"respondent_reply": _reply},
)
