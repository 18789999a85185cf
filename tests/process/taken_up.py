"""What a run is told that takes a case up in the middle, by the task that waits first, and the steps left to the archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from tests.process.office import Office
from tests.process.walks import (
    answer,
    decide_opinion,
    decide_redo,
    dispose,
    find,
    investigate,
    plan,
    visit,
)

Step = Callable[[Office], None]


def _assign(office: Office) -> None:
    office.submit("UserTask_AssignHandler", handler_id="li")


def _plan(office: Office) -> None:
    plan(office, "interview")


def _act(office: Office) -> None:
    office.submit("UserTask_RecordInvestigationAct")


def _review(office: Office) -> None:
    office.submit("UserTask_ReviewOpinion", review_decision="approve")


def _settle(office: Office) -> None:
    office.submit("UserTask_SettleOnSpot", has_accepted=False, needs_answer_task=False)


def _answer(office: Office) -> None:
    answer(office, needs_return_visit=False)


def _leave(office: Office) -> None:
    decide_redo(office, is_redo=False)


_HANDLED: Final[dict[str, Any]] = {
    "outcome": "accepted",
    "handler_id": "li",
    "resolve_clock_id": "resolve",
    "investigation_clock_id": "investigation",
    "has_accepted": True,
}
_ANSWERED: Final[dict[str, Any]] = {
    "start_stage": "feedback",
    "outcome": "accepted",
    "handler_id": "li",
    "feedback_clock_id": "feedback",
    "needs_answer_task": True,
    "survey_id": "survey",
}
_INVESTIGATED: Final = {**_HANDLED, "start_stage": "investigation"}
_DISPOSED: Final = {**_HANDLED, "start_stage": "disposal"}

TAKEN_UP: Final[dict[str, tuple[dict[str, Any], *tuple[Step, ...]]]] = {
    "UserTask_SettleOnSpot": ({"start_step": "settle", "referral_ids": []}, _settle),
    "UserTask_AssignHandler": (
        {**_INVESTIGATED, "handler_id": None}, _assign, investigate, dispose, _answer,
    ),
    "UserTask_PlanInvestigation": (_INVESTIGATED, _plan, find, dispose, _answer),
    "UserTask_RecordInvestigationAct": (
        {**_INVESTIGATED, "start_step": "planned", "planned_methods": ["site"]}, _act, find, dispose, _answer,
    ),
    "UserTask_RecordFindings": ({**_INVESTIGATED, "start_step": "planned"}, find, dispose, _answer),
    "UserTask_DraftOpinion": (_DISPOSED, dispose, _answer),
    "UserTask_ReviewOpinion": (
        {**_DISPOSED, "start_step": "drafted", "needs_review": True}, _review, decide_opinion, _answer,
    ),
    "UserTask_ApproveOpinion": ({**_DISPOSED, "start_step": "drafted"}, decide_opinion, _answer),
    "UserTask_GiveAnswer": (_ANSWERED, answer, visit),
    "UserTask_RecordReturnVisit": (
        {**_ANSWERED, "start_step": "answered", "needs_return_visit": True, "return_visit_clock_id": "visit"}, visit,
    ),
    "UserTask_DecideRedo": ({**_ANSWERED, "start_step": "visited", "wants_redo": True}, _leave),
}  # fmt: skip
# Nothing is left for a person: the run goes to the archive by itself.
NOTHING_LEFT: Final[dict[str, dict[str, Any]]] = {
    "answered without a visit": {**_ANSWERED, "start_step": "answered"},
    "visited": {**_ANSWERED, "start_step": "visited"},
    "told at the query code": {**_ANSWERED, "needs_answer_task": False},
}
