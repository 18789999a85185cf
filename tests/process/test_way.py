"""The shipped diagrams on the core: the main way of a complaint, its clocks, and that nothing stays behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.core.commands import AssignUserTask, CancelInstance, CompleteJob, CompleteUserTask, JobResult
from tests.engine.driver import DAY, HOUR
from tests.process.office import Office
from tests.process.walks import (
    accept,
    answer,
    decide_matters,
    decide_opinion,
    dispose,
    draft,
    investigate,
    refuse_matters,
    send_answer,
    visit,
    walk_to_disposal,
    walk_to_feedback,
    walk_to_intake,
    walk_to_investigation,
    walk_to_return_visit,
    write_answer,
)

STAGES = [walk_to_intake, walk_to_investigation, walk_to_disposal, walk_to_feedback, walk_to_return_visit]


def test_accepted_complaint_walks_to_the_archive(office: Office) -> None:
    key = office.register()
    accept(office)
    investigate(office)
    draft(office)
    decide_opinion(office, "return")
    dispose(office)
    answer(office)
    visit(office)
    assert office.engine.state(key) == "COMPLETED"
    assert office.archived == ["c1"]
    assert office.leftovers() == []


def test_handler_is_assigned_what_he_has_to_do(office: Office) -> None:
    office.register()
    accept(office)
    task = office.task("UserTask_PlanInvestigation")
    assert (task.assignee, task.candidate_groups, task.state) == ("li", ["investigator"], "CREATED")


@pytest.mark.parametrize("needs_answer_task", [True, False])
def test_refused_complaint_walks_to_the_archive(office: Office, needs_answer_task: bool) -> None:
    key = office.register()
    refuse_matters(office, needs_answer_task=needs_answer_task)
    if needs_answer_task:
        answer(office, needs_return_visit=False)
    assert (office.engine.state(key), office.archived) == ("COMPLETED", ["c1"])
    assert office.leftovers() == []


def test_refused_complaint_stays_open_until_its_letter_is_posted(office: Office) -> None:
    """The limit of the answer is met by its sending; the watch shows it late meanwhile."""
    office.clocks["feedback"] = [("within", "none", HOUR), ("over", "over", DAY)]
    key = office.register()
    refuse_matters(office, needs_answer_task=True)
    write_answer(office, needs_return_visit=False)
    office.pass_time(2 * HOUR)
    assert (office.engine.state(key), office.archived) == ("ACTIVE", [])
    assert office.has_passed("End_FeedbackOverdueSeen")
    send_answer(office)
    assert (office.engine.state(key), office.archived, office.leftovers()) == ("COMPLETED", ["c1"], [])


def test_duplicate_run_ends_at_its_first_worker(office: Office) -> None:
    office.answers["complaint.start-case-run"] = {"is_duplicate_run": True}
    key = office.register()
    assert office.engine.path(key)[-1] == "End_DuplicateRun:COMPLETED"
    assert (office.engine.state(key), office.archived) == ("COMPLETED", [])


def test_clock_is_asked_again_when_it_is_due_and_when_it_changed(office: Office) -> None:
    office.clocks["acceptance"] = [
        ("within", "none", DAY),
        ("near", "near", DAY),
        ("over", "over", DAY),
        ("supervised", "none", DAY),
        ("paused", "none", DAY),
        ("within", "none", DAY),
    ]
    office.clocks["first-contact"] = [("stopped", "none", 0)]
    office.register()
    places = []
    for wake in (None, office.pass_time, None, office.pass_time, None, office.pass_time):
        places.extend(
            row.element_id for row in office.running_watches() if row.element_id.startswith("Wait_")
        )
        office.change_clock("acceptance") if wake is None else wake(DAY)
    assert places == [
        "Wait_WithinLimit",
        "Wait_NearLimit",
        "Wait_OverLimit",
        "Wait_Supervised",
        "Wait_Paused",
        "Wait_WithinLimit",
    ]


def test_warning_and_overdue_show_at_the_stage_and_interrupt_nothing(office: Office) -> None:
    office.clocks["acceptance"] = [("near", "near", HOUR), ("over", "over", HOUR), ("over", "none", DAY)]
    office.register()
    office.pass_time(HOUR)
    (intake,) = office.engine.started("intake")
    path = office.engine.path(intake)
    assert "End_AcceptanceNearSeen:COMPLETED" in path
    assert "End_AcceptanceOverdueSeen:COMPLETED" in path
    assert path.count("Boundary_AcceptanceOverdue:COMPLETED") == 1
    assert "UserTask_DecideAcceptance:ACTIVE" in path
    assert "Call_WatchAcceptance:ACTIVE" in path


@pytest.mark.parametrize(
    ("clock_id", "scope", "limit"),
    [("investigation", "investigation", "Investigation"), ("resolve", "complaint", "Resolve")],
)
def test_neglected_assignment_is_warned_about(office: Office, clock_id: str, scope: str, limit: str) -> None:
    """R46: the limits that begin with the acceptance decision are watched before a handler is named."""
    office.clocks[clock_id] = [("within", "none", HOUR), ("near", "near", HOUR), ("over", "over", DAY)]
    office.register()
    decide_matters(office)
    office.pass_time(HOUR)
    office.pass_time(HOUR)
    (instance,) = office.engine.started(scope)
    path = office.engine.path(instance)
    assert f"End_{limit}NearSeen:COMPLETED" in path
    assert f"End_{limit}OverdueSeen:COMPLETED" in path
    assert office.task("UserTask_AssignHandler").state == "CREATED"


def test_person_named_in_the_investigation_handles_the_later_stages(office: Office) -> None:
    """The handler leaves the investigation as its output."""
    office.register()
    accept(office)
    investigate(office)
    assert office.task("UserTask_DraftOpinion").assignee == "li"
    dispose(office)
    assert office.task("UserTask_GiveAnswer").assignee == "li"


def test_stopped_clock_ends_its_watch_alone(office: Office) -> None:
    office.clocks["acceptance"] = [("stopped", "none", 0)]
    office.clocks["first-contact"] = [("stopped", "none", 0)]
    office.register()
    assert office.running_watches() == []
    assert office.task("UserTask_DecideAcceptance").state == "CREATED"


@pytest.mark.parametrize("walk", STAGES)
def test_case_cancelled_in_any_stage_leaves_no_watch_and_no_timer(
    office: Office, walk: Callable[[Office], None]
) -> None:
    key = office.register()
    walk(office)
    assert office.running_watches(), "the stage has a watch to lose"
    office.engine.run(CancelInstance(key))
    office.work()
    assert office.engine.state(key) == "TERMINATED"
    assert office.leftovers() == []


def test_foreign_completion_is_denied_and_the_case_stays(office: Office) -> None:
    office.register()
    task = office.task("UserTask_DecideAcceptance")
    request = office.engine.send(CompleteUserTask(task.key, {"outcome": "accepted"}))
    (job,) = office.engine.jobs("complaint.check-completion")
    office.engine.run(CompleteJob(job.key, result=JobResult(denied=True, denied_reason="没有办理记录")))
    assert "没有办理记录" in str(office.engine.answers[request].rejection)
    assert office.task("UserTask_DecideAcceptance").state == "CREATED"


def test_recused_assignee_is_denied(office: Office) -> None:
    office.register()
    task = office.task("UserTask_DecideAcceptance")
    request = office.engine.send(AssignUserTask(task.key, "zhao"))
    (job,) = office.engine.jobs("complaint.check-assignment")
    assert job.custom_headers["io.camunda.zeebe:assignee"] == "zhao"
    office.engine.run(CompleteJob(job.key, result=JobResult(denied=True, denied_reason="应当回避")))
    assert office.engine.answers[request].rejection is not None
    assert office.task("UserTask_DecideAcceptance").assignee is None
