"""Requests with a process of their own: worked through, watched by a clock that interrupts nothing, and begun once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from engine.state.user_task import UserTask
from tests.engine.driver import DAY, HOUR, Driver
from tests.process.side_office import LOUD, STOPPED, SideOffice

# A task, and what it returns.
Step = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class OwnProcess:
    """A request kind: its process, how it begins, what people do, and how its diagram calls its parts."""

    process_id: str
    message: str
    id_name: str
    part: str
    duplicate_end: str
    end: str
    steps: tuple[Step, ...]
    more: tuple[tuple[str, Any], ...] = ()

    @property
    def first_answer(self) -> dict[str, Any]:
        """What its first worker returns for a request that is new."""
        return {"is_duplicate": False, "clock_id": "clock", "complaint_id": "c1", **dict(self.more)}

    @property
    def first_task(self) -> str:
        """The task at which it waits first."""
        return self.steps[0][0]


RECUSAL = OwnProcess(
    "recusal",
    "recusal-requested",
    "recusal_id",
    "Recusal",
    "End_DuplicateRecusal",
    "End_RecusalDecided",
    (("UserTask_DecideRecusal", {}),),
)
REVIEW = OwnProcess(
    "review",
    "review-requested",
    "review_id",
    "Review",
    "End_DuplicateReview",
    "End_ReviewDecided",
    (("UserTask_DecideReview", {}),),
)
SUPERVISION = OwnProcess(
    "supervision",
    "supervision-opened",
    "supervision_id",
    "Supervision",
    "End_DuplicateSupervision",
    "End_SupervisionClosed",
    (("UserTask_ExplainDelay", {}), ("UserTask_CloseSupervision", {})),
    (("handler_id", "li"),),
)
RECTIFICATION = OwnProcess(
    "rectification",
    "rectification-ordered",
    "rectification_id",
    "Rectification",
    "End_DuplicateRectification",
    "End_RectificationVerified",
    (
        ("UserTask_ReportRectification", {}),
        ("UserTask_VerifyRectification", {"is_verified": False}),
        ("UserTask_ReportRectification", {}),
        ("UserTask_VerifyRectification", {"is_verified": True}),
    ),
)
TRANSFER = OwnProcess(
    "disciplinary-transfer",
    "transfer-proposed",
    "transfer_id",
    "DisciplinaryTransfer",
    "End_DuplicateTransfer",
    "End_DisciplineRecorded",
    (("UserTask_TransferDiscipline", {}), ("UserTask_RecordDisciplineResult", {})),
)
ALL = (RECUSAL, REVIEW, SUPERVISION, RECTIFICATION, TRANSFER)


class OwnOffice(SideOffice):
    """An office that follows the process of one request kind."""

    def __init__(self, engine: Driver, kind: OwnProcess) -> None:
        super().__init__(engine, kind.process_id)
        self.kind = kind
        self.answer_first()

    def answer_first(self, **changes: Any) -> None:
        """What the first worker returns from now on."""
        self.answer(f"start-{self.process_id}", self.kind.first_answer | changes)

    def open(self, key: str = "x1") -> int:
        """A request is opened; the key of its instance."""
        return self.begin(self.kind.message, self.kind.id_name, key)

    def open_again(self) -> int:
        """The first worker finds that the request of the second instance has begun already."""
        self.answer_first(is_duplicate=True)
        second = self.open("x2")
        self.answer_first()
        return second

    def work_through(self) -> None:
        """People do all that is asked."""
        for task, variables in self.kind.steps:
            self.submit(task, **variables)


Open = Callable[[OwnProcess], OwnOffice]


@pytest.fixture
def open_office(engine: Driver) -> Open:
    """Opens the office for a request kind."""
    return lambda kind: OwnOffice(engine, kind)


@pytest.fixture(params=ALL, ids=lambda kind: kind.process_id)
def office(request: pytest.FixtureRequest, open_office: Open) -> OwnOffice:
    """An office for each request kind in turn."""
    return open_office(request.param)


def test_it_is_worked_through_and_leaves_nothing(office: OwnOffice) -> None:
    key = office.open()
    assert office.task(office.kind.first_task).process_instance_key == key
    office.work_through()
    assert office.engine.state(key) == "COMPLETED"
    assert office.kind.end in office.passed(key)
    assert office.leftovers() == []


def test_second_start_ends_at_the_first_worker(office: OwnOffice) -> None:
    office.open()
    assert office.kind.duplicate_end in office.passed(office.open_again())
    assert len(office.engine.open(UserTask)) == 1


def test_limit_warns_and_interrupts_nothing(office: OwnOffice) -> None:
    office.clocks["clock"] = list(LOUD)
    key = office.open()
    office.pass_time(HOUR)
    seen = {f"End_{office.kind.part}{rung}Seen" for rung in ("Near", "Overdue")}
    assert seen <= office.passed(key)
    assert office.where(key) == [office.kind.first_task]
    office.work_through()
    assert office.leftovers() == []


def test_stopped_clock_ends_the_watch_alone(office: OwnOffice) -> None:
    office.clocks["clock"] = list(STOPPED)
    key = office.open()
    assert office.engine.active() == [office.kind.first_task]
    assert f"End_{office.kind.part}Watched" in office.passed(key)


def test_every_element_and_flow_is_reached(office: OwnOffice) -> None:
    """C10."""
    office.open()
    office.open_again()
    office.work_through()
    office.clocks["clock"] = [*LOUD, *STOPPED]
    office.open("x3")
    office.pass_time(HOUR)
    office.stop_clock("clock")
    office.work_through()
    assert office.unreached() == set()


def test_recusal_is_offered_to_every_rank_above(open_office: Open) -> None:
    office = open_office(RECUSAL)
    office.open()
    groups = office.task("UserTask_DecideRecusal").candidate_groups
    assert set(groups) == {"investigator", "intake", "approver", "director", "supervisor"}


def test_review_is_decided_by_director_or_approver(open_office: Open) -> None:
    office = open_office(REVIEW)
    office.open()
    assert office.task("UserTask_DecideReview").candidate_groups == ["director", "approver"]


def test_handler_is_asked_to_explain_a_delay(open_office: Open) -> None:
    office = open_office(SUPERVISION)
    office.open()
    assert office.task("UserTask_ExplainDelay").assignee == "li"


def test_delay_of_a_case_without_handler_is_explained_by_whoever_takes_it(open_office: Open) -> None:
    office = open_office(SUPERVISION)
    office.answer_first(handler_id=None)
    office.open()
    task = office.task("UserTask_ExplainDelay")
    assert (task.assignee, task.candidate_groups) == (None, ["intake", "investigator"])


def test_unverified_rectification_goes_back_to_the_unit(open_office: Open) -> None:
    office = open_office(RECTIFICATION)
    key = office.open()
    office.submit("UserTask_ReportRectification")
    office.submit("UserTask_VerifyRectification", is_verified=False)
    assert office.where(key) == ["UserTask_ReportRectification"]
    assert office.task("UserTask_ReportRectification").candidate_groups == ["unit_rep"]


def test_result_of_a_transfer_is_awaited_after_its_clock_has_stopped(open_office: Open) -> None:
    office = open_office(TRANSFER)
    key = office.open()
    office.submit("UserTask_TransferDiscipline")
    office.stop_clock("clock")
    office.pass_time(40 * DAY)
    assert office.where(key) == ["UserTask_RecordDisciplineResult"]
