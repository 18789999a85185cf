"""Material that the complainant is asked for."""

from __future__ import annotations

from deploy.replay.arrivals.mail import supplement_mail_of
from deploy.replay.arrivals.programs import answer_by_mail
from deploy.replay.cases import LivedCase
from deploy.replay.in_stories import Answers, InStories
from deploy.replay.keys import keys
from deploy.replay.moves import Act, Door
from deploy.replay.office import Office
from deploy.replay.outside import as_complainant
from deploy.replay.page_reading import StepRefused
from deploy.replay.samples import Step


def _request(case: LivedCase, step: Step) -> list[Answers]:
    told = {"items": step.note or "请补充", "window_wd": step.data.get("window_wd", 5)}
    way = next(iter(step.data.get("ways", ())), "")
    return [{**told, **({"way": way} if way else {}), "mail_no": step.data.get("mail_no", "")}]


def _remind(case: LivedCase, step: Step) -> list[Answers]:
    return [{"note": step.note}]


def _send(office: Office, case: LivedCase, step: Step) -> None:
    """At the query code, or in answer to the office's mail; a letter is entered by the first of the two who opened it."""
    if step.data.get("opened_by"):
        _enter_letter(office, case, step)
        return
    if (mail := supplement_mail_of(case.story, step)) is not None:
        answer_by_mail(office, mail, step.at)
        return
    as_complainant(office, case, "supplement", {"text": step.note or "补充材料"})


def _enter_letter(office: Office, case: LivedCase, step: Step) -> None:
    clerk, second = step.data["opened_by"]
    rows = office.read(clerk, f"/api/v1/cases/{case.complaint_id}")["supplement_requests"]
    asked = next((str(row["id"]) for row in rows if row["state"] == "open"), "")
    told = case.story.raw.get("supplement") or {}
    answers = {
        **({"supplement_request_id": asked} if asked else {}),
        "way": "letter",
        "opened_by_second": second,
        "text": str(told.get("letter_text") or step.note or "补充材料"),
    }
    office.take_act(clerk, case.complaint_id, "register-supplement", answers)


def _window_over(office: Office, case: LivedCase, step: Step) -> None:
    """The window ends by itself; the clerk looks whether it has."""
    seen = office.read(step.actor, f"/api/v1/cases/{case.complaint_id}")
    states = [str(request["state"]) for request in seen["supplement_requests"]]
    if "expired" not in states:
        raise StepRefused(f"no window is over: {states}")


SUPPLEMENT = InStories(
    name="supplement",
    keys={
        "request_supplement": keys("window_wd items ways mail_no", "window_ends"),
        "supplement_received": keys(
            "ways opened_by",
            new_matters="matters that come later",
            new_claims="matters that come later",
        ),
    },
    steps={
        "request_supplement": (Act("request-supplement"),),
        "remind": (Act("remind-supplement"),),
        "supplement_received": (Door("supplement"),),
        "supplement_expired": (Door("window_over"),),
    },
    acts={"request-supplement": _request, "remind-supplement": _remind},
    doors={"supplement": _send, "window_over": _window_over},
)
