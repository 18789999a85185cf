"""Task listeners: agree, correct, deny, fail, and what callers are told meanwhile."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.core.commands import (
    AssignUserTask,
    CancelInstance,
    CompleteJob,
    CompleteUserTask,
    Corrections,
    FailJob,
    JobResult,
    ResolveIncident,
    SetVariables,
    ThrowError,
    UpdateJob,
    UpdateUserTask,
)
from engine.errors import CommandRejected
from engine.state.job import Job
from engine.state.user_task import UserTask
from tests.engine.diagrams import (
    assignment,
    chain,
    diagram,
    end,
    listener,
    process,
    start,
    timer_boundary,
    user,
)
from tests.engine.driver import HOUR, Driver


def deploy(engine: Driver, extensions: str = "", *listeners: tuple[str, str], boundary: str = "") -> None:
    held = "".join(listener(event, job_type) for event, job_type in listeners)
    engine.deploy(
        diagram(
            process(
                "p",
                start(),
                user("ask", extensions, held),
                end(),
                chain("start", "ask", "end"),
                boundary,
                end("end2") + chain("late", "end2") if boundary else "",
            )
        )
    )


def test_command_is_answered_after_the_last_listener(engine: Driver) -> None:
    deploy(engine, "", ("completing", "check-1"), ("completing", "check-2"))
    key = engine.create()
    request = engine.send(CompleteUserTask(engine.task().key, {"a": 1}, "approve"))
    assert (request in engine.answers, engine.task().state) == (False, "COMPLETING")
    first = engine.work("check-1")
    assert (first.kind, first.listener_event) == ("TASK_LISTENER", "completing")
    assert request not in engine.answers
    engine.work("check-2")
    assert engine.answers[request].rejection is None
    assert (engine.state(key), engine.variables(key)) == ("COMPLETED", {"a": 1})


def test_denied_completion_leaves_the_task_and_tells_the_reason(engine: Driver) -> None:
    deploy(engine, "", ("completing", "check"))
    key = engine.create()
    request = engine.send(CompleteUserTask(engine.task().key, {"a": 1}))
    engine.work("check", JobResult(denied=True, denied_reason="没有办理记录"))
    rejection = engine.answers[request].rejection
    assert isinstance(rejection, CommandRejected)
    assert (rejection.reason, "没有办理记录" in rejection.message) == ("INVALID_STATE", True)
    assert (engine.task().state, engine.variables(key)) == ("CREATED", {})
    job = engine.rows(Job)[-1]
    assert (job.is_denied, job.denied_reason) == (True, "没有办理记录")


def test_denied_assignment_keeps_the_assignee_of_before(engine: Driver) -> None:
    deploy(engine, "", ("assigning", "check"))
    engine.create()
    task = engine.task().key
    engine.send(AssignUserTask(task, "li"))
    engine.work("check")
    request = engine.send(AssignUserTask(task, "wang"))
    job = engine.work("check", JobResult(denied=True))
    assert engine.answers[request].rejection is not None
    assert engine.task().assignee == "li"
    assert job.user_task is not None
    assert (job.user_task.assignee, job.user_task.changed_attributes) == ("wang", ("assignee",))
    assert job.custom_headers["io.camunda.zeebe:assignee"] == "wang"
    assert job.custom_headers["io.camunda.zeebe:userTaskKey"] == str(task)
    assert json.loads(job.custom_headers["io.camunda.zeebe:changedAttributes"]) == ["assignee"]


def test_assignee_of_the_diagram_goes_through_the_assigning_listeners(engine: Driver) -> None:
    deploy(engine, assignment(assignee="li"), ("creating", "made"), ("assigning", "check"))
    engine.create()
    assert (engine.task().state, engine.task().assignee) == ("CREATING", None)
    engine.work("made")
    assert engine.task().state == "ASSIGNING"
    engine.work("check")
    assert (engine.task().state, engine.task().assignee) == ("CREATED", "li")


def test_denied_assignee_of_the_diagram_leaves_the_task_to_nobody(engine: Driver) -> None:
    deploy(engine, assignment(assignee="li"), ("assigning", "check"))
    engine.create()
    engine.work("check", JobResult(denied=True))
    assert (engine.task().state, engine.task().assignee) == ("CREATED", None)


def test_corrections_are_seen_by_the_next_listener_and_applied(engine: Driver) -> None:
    deploy(engine, "", ("assigning", "one"), ("assigning", "two"))
    engine.create()
    engine.send(AssignUserTask(engine.task().key, "li"))
    engine.work("one", JobResult(corrections=Corrections(assignee="wang", priority=80)))
    second = engine.work("two")
    assert second.user_task is not None
    assert (second.user_task.assignee, second.user_task.priority) == ("wang", 80)
    assert (engine.task().assignee, engine.task().priority) == ("wang", 80)


def test_denial_drops_earlier_corrections(engine: Driver) -> None:
    deploy(engine, "", ("updating", "one"), ("updating", "two"))
    engine.create()
    engine.send(UpdateUserTask(engine.task().key, Corrections(priority=10)))
    engine.work("one", JobResult(corrections=Corrections(priority=80)))
    engine.work("two", JobResult(denied=True))
    assert engine.task().priority == 50


@pytest.mark.parametrize(
    ("result", "variables"),
    [
        (JobResult(denied=True, corrections=Corrections(priority=1)), {}),
        (JobResult(corrections=Corrections(priority=1000)), {}),
        (JobResult(), {"a": 1}),
    ],
)
def test_listener_answer_that_makes_no_sense_is_refused(
    engine: Driver, result: JobResult, variables: dict[str, Any]
) -> None:
    deploy(engine, "", ("assigning", "check"))
    engine.create()
    engine.send(AssignUserTask(engine.task().key, "li"))
    job = engine.jobs("check")[0]
    assert engine.refused(CompleteJob(job.key, variables, result)) == "INVALID_ARGUMENT"
    assert engine.refused(ThrowError(job.key, "E")) == "INVALID_STATE"
    assert engine.task().state == "ASSIGNING"


def test_creating_cannot_be_denied(engine: Driver) -> None:
    deploy(engine, "", ("creating", "made"))
    engine.create()
    job = engine.jobs("made")[0]
    assert engine.refused(CompleteJob(job.key, result=JobResult(denied=True))) == "INVALID_ARGUMENT"


def test_task_in_transition_takes_no_other_command(engine: Driver) -> None:
    deploy(engine, "", ("completing", "check"))
    engine.create()
    task = engine.task().key
    engine.send(CompleteUserTask(task))
    for command in (CompleteUserTask(task), AssignUserTask(task, "li"), UpdateUserTask(task, Corrections())):
        assert engine.refused(command) == "INVALID_STATE"


def test_listener_without_retries_is_an_incident_after_which_only_it_is_retried(engine: Driver) -> None:
    deploy(engine, "", ("completing", "one"), ("completing", "two"))
    key = engine.create()
    engine.send(CompleteUserTask(engine.task().key))
    engine.work("one")
    job = engine.jobs("two")[0]
    engine.run(FailJob(job.key, 0, message="down"))
    assert engine.incident().error_type == "TASK_LISTENER_NO_RETRIES"
    engine.run(UpdateJob(job.key, retries=1))
    engine.run(ResolveIncident(engine.incident().key))
    assert engine.jobs("one") == ()
    engine.work("two")
    assert engine.state(key) == "COMPLETED"


def test_listener_type_that_cannot_be_evaluated_is_an_incident(engine: Driver) -> None:
    deploy(engine, "", ("completing", "=checker"))
    key = engine.create()
    engine.send(CompleteUserTask(engine.task().key))
    assert engine.incident().error_type == "EXTRACT_VALUE_ERROR"
    engine.run(SetVariables(key, {"checker": "check"}))
    engine.run(ResolveIncident(engine.incident().key))
    engine.work("check")
    assert engine.state(key) == "COMPLETED"


def test_interrupted_transition_tells_its_caller(engine: Driver) -> None:
    deploy(engine, "", ("completing", "check"), boundary=timer_boundary("late", "ask", "PT1H"))
    key = engine.create()
    request = engine.send(CompleteUserTask(engine.task().key))
    engine.advance(HOUR)
    rejection = engine.answers[request].rejection
    assert isinstance(rejection, CommandRejected)
    assert rejection.reason == "INVALID_STATE"
    assert engine.state(key) == "COMPLETED"
    assert engine.jobs("check") == ()


def test_caller_that_gave_up_gets_no_answer(engine: Driver) -> None:
    deploy(engine, "", ("completing", "check"))
    key = engine.create()
    request = engine.send(CompleteUserTask(engine.task().key))
    engine.core.abandon(request)
    engine.work("check")
    assert (request in engine.answers, engine.state(key)) == (False, "COMPLETED")


def test_canceling_listeners_run_before_the_task_is_gone(engine: Driver) -> None:
    boundary = timer_boundary("late", "ask", "PT1H")
    deploy(engine, "", ("canceling", "tidy"), boundary=boundary)
    key = engine.create()
    engine.advance(HOUR)
    assert (engine.task().state, engine.active(key)) == ("CANCELING", ["ask"])
    engine.work("tidy")
    assert engine.path(key)[1:] == ["ask:TERMINATED", "late:COMPLETED", "end2:COMPLETED"]
    assert engine.rows(UserTask)[0].state == "CANCELED"


def test_cancelled_instance_waits_for_canceling_listeners(engine: Driver) -> None:
    deploy(engine, "", ("canceling", "tidy"))
    key = engine.create()
    engine.run(CancelInstance(key))
    assert engine.state(key) == "ACTIVE"
    engine.work("tidy")
    assert engine.state(key) == "TERMINATED"
