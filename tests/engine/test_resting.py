"""EN-2: an error that nobody foresaw undoes its command; the root that it came up in rests, and nothing else does."""

from __future__ import annotations

import logging

import pytest

from engine.core.commands import (
    AssignUserTask,
    CancelInstance,
    CompleteJob,
    CompleteUserTask,
    CreateInstance,
    FailJob,
    ResolveIncident,
    SetVariables,
    ThrowError,
    UpdateJob,
)
from engine.core.models import Models
from engine.errors import CommandRejected
from engine.state.incident import Incident
from engine.state.job import Job
from engine.state.process_instance import ProcessInstance
from engine.state.timer import Timer
from tests.engine.diagrams import (
    call,
    catch,
    chain,
    diagram,
    end,
    event,
    listener,
    message,
    parallel,
    process,
    service,
    start,
    timer_boundary,
    user,
)
from tests.engine.driver import HOUR, MINUTE, SECOND, Driver
from tests.engine.poison import SECRET, Poison
from tests.engine.resting import TIMED, WORKED, is_resting, line, resolve, restart
from tests.engine.rule_diagrams import script


def test_a_timer_that_fails_lets_its_instance_rest_and_fires_those_beside_it(
    engine: Driver, poison: Poison
) -> None:
    engine.deploy(TIMED)
    before, bad, behind = engine.create(), engine.create(poison=True), engine.create()
    engine.advance(2 * SECOND)
    assert {job.process_instance_key for job in engine.jobs("work")} == {before, behind}
    assert [is_resting(engine, key) for key in (before, bad, behind)] == [False, True, False]
    assert engine.core.next_due() != engine.now, "a timer that rests is not due"
    incident = engine.incident()
    assert (incident.process_instance_key, incident.element_instance_key) == (bad, bad)
    assert (incident.error_type, incident.element_id, incident.job_key) == ("UNKNOWN", "p", None)
    assert "ZeroDivisionError at engine/elements/script_task.py:" in incident.error_message
    assert str(incident.key - 1) in incident.error_message, "the id of the error, as in the log"


def test_an_instance_that_would_have_ended_in_the_command_rests_too(engine: Driver) -> None:
    """Its error comes up when it has left the memory: a variable of its last job cannot be stored."""
    engine.deploy(line("work", parts=service("work")))
    key = engine.create()
    (job,) = engine.jobs("work")
    assert engine.refused(CompleteJob(job.key, {"a": "\ud800"})) == "PROCESSING_ERROR"
    assert is_resting(engine, key)
    resolve(engine)
    engine.run(CompleteJob(job.key, {"a": 1}))
    assert engine.core.state.find(ProcessInstance, key) is None


def test_a_release_goes_on_where_it_stood_and_a_fault_that_is_still_there_lets_it_rest_again(
    engine: Driver, poison: Poison
) -> None:
    engine.deploy(TIMED)
    bad = engine.create(poison=True)
    engine.advance(2 * SECOND)
    first = engine.incident()
    engine.advance(HOUR)
    resolve(engine)
    assert not is_resting(engine, bad)
    engine.advance(0)
    assert is_resting(engine, bad)
    assert engine.incident().key > first.key
    poison.is_on = False
    resolve(engine)
    engine.advance(0)
    engine.work("work")
    assert engine.state(bad) == "COMPLETED"
    assert engine.path(bad) == [f"{name}:COMPLETED" for name in ("start", "wait", "calc", "work", "end")]
    assert engine.open(Incident) == []


def test_a_variable_is_mended_while_it_rests(engine: Driver, poison: Poison) -> None:
    engine.deploy(TIMED)
    bad = engine.create(poison=True)
    engine.advance(2 * SECOND)
    engine.run(SetVariables(bad, {"poison": False}))
    resolve(engine)
    engine.advance(0)
    assert poison.is_on
    assert engine.active(bad) == ["work"]


def test_the_caller_is_told_and_a_job_that_rests_goes_to_nobody(engine: Driver, poison: Poison) -> None:
    engine.deploy(WORKED)
    bad = engine.create(poison=True)
    (job,) = engine.jobs("work", timeout=MINUTE)
    request = engine.send(CompleteJob(job.key, {"a": 1}))
    rejection = engine.answers[request].rejection
    assert isinstance(rejection, CommandRejected)
    assert (rejection.reason, str(bad) in rejection.message) == ("PROCESSING_ERROR", True)
    assert SECRET not in rejection.message
    assert engine.variables(bad) == {"poison": True}
    engine.advance(2 * MINUTE)
    assert engine.jobs("work") == ()
    for refused in (
        CompleteJob(job.key),
        FailJob(job.key, 0),
        ThrowError(job.key, "e"),
    ):
        assert engine.refused(refused) == "INVALID_STATE"
    engine.run(UpdateJob(job.key, retries=5))
    poison.is_on = False
    resolve(engine)
    assert engine.core.drain_activatable_types() == {"work"}
    engine.advance(0)
    assert [again.retries for again in engine.jobs("work")] == [5]
    engine.run(CompleteJob(job.key))
    assert engine.state(bad) == "COMPLETED"


def test_a_called_instance_lets_its_root_rest_with_all_it_called(engine: Driver, poison: Poison) -> None:
    engine.deploy(
        line("work", "calc", parts=service("work") + script("calc", "=1"), name="child"),
        diagram(
            process(
                "p",
                start(),
                parallel("fork"),
                call("bad", "child", down=True),
                service("beside"),
                timer_boundary("late", "beside", "PT1H"),
                end(),
                end("end2"),
                chain("start", "fork", "bad", "end"),
                chain("fork", "beside", "end2"),
                chain("late", "end2"),
            )
        ),
    )
    key = engine.create(poison=True)
    (child,) = engine.started("child")
    (job,) = engine.jobs("work")
    assert engine.refused(CompleteJob(job.key)) == "PROCESSING_ERROR"
    assert engine.incident().process_instance_key == key
    assert engine.core.state.get(ProcessInstance, child).rests_by is None
    assert is_resting(engine, key)
    engine.advance(2 * HOUR)
    assert engine.jobs("beside") == ()
    assert engine.jobs("work") == ()
    assert engine.refused(CancelInstance(child)) == "INVALID_STATE"
    engine.run(CancelInstance(key))
    assert [engine.state(one) for one in (key, child)] == ["TERMINATED"] * 2
    assert [engine.open(noun) for noun in (Job, Timer, Incident)] == [[], [], []]


ASKED = line("ask", "calc", parts=user("ask", "", listener("completing", "check")) + script("calc", "=1"))


def test_a_person_is_told_that_the_task_rests(engine: Driver, poison: Poison) -> None:
    engine.deploy(ASKED)
    engine.create(poison=True)
    task = engine.task()
    waiting = engine.send(CompleteUserTask(task.key))
    (job,) = engine.jobs("check")
    assert engine.refused(CompleteJob(job.key)) == "PROCESSING_ERROR"
    rejection = engine.answers[waiting].rejection
    assert isinstance(rejection, CommandRejected), "who waited for the listener is told too"
    assert (rejection.reason, "rests" in rejection.message) == ("PROCESSING_ERROR", True)
    for refused in (CompleteUserTask(task.key), AssignUserTask(task.key, "li")):
        assert engine.refused(refused) == "INVALID_STATE"
    poison.is_on = False
    resolve(engine)
    engine.advance(HOUR)
    engine.work("check")
    assert engine.open(ProcessInstance) == []


def test_who_awaits_the_end_is_told(engine: Driver, poison: Poison) -> None:
    engine.deploy(WORKED)
    request = engine.send(CreateInstance("p", variables={"poison": True}, awaits_completion=True))
    (job,) = engine.jobs("work")
    engine.send(CompleteJob(job.key))
    assert engine.answers[request].rejection is not None


def test_cancelling_reads_no_diagram_and_lets_go_of_what_it_locked(
    engine: Driver, poison: Poison, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.deploy(
        diagram(
            message("m", "go", ""),
            process(
                "p",
                start("start", "m"),
                catch("wait", event("timer", timeDuration="PT2S")),
                script("calc", "=1"),
                service("work"),
                end(),
                chain("start", "wait", "calc", "work", "end"),
            ),
        )
    )
    engine.publish("go", "c", ttl=HOUR, poison=True)
    (bad,) = engine.started("p")
    engine.publish("go", "c", ttl=HOUR)
    engine.advance(2 * SECOND)
    assert is_resting(engine, bad)
    read = Models.get

    def unreadable(models: Models, key: int) -> object:
        raise KeyError(SECRET)

    monkeypatch.setattr(Models, "get", unreadable)
    engine.run(CancelInstance(bad))
    assert engine.state(bad) == "TERMINATED"
    assert engine.active(bad) == []
    assert engine.started("p") == [bad], "its diagram cannot be read: this start was refused"
    monkeypatch.setattr(Models, "get", read)
    engine.publish("go", "c", ttl=HOUR)
    assert len(engine.started("p")) == 2


def test_it_still_rests_after_a_restart(engine: Driver, poison: Poison) -> None:
    engine.deploy(TIMED)
    bad, other = engine.create(poison=True), engine.create(poison=True)
    engine.advance(2 * SECOND)
    restart(engine)
    engine.advance(HOUR)
    assert [is_resting(engine, key) for key in (bad, other)] == [True, True]
    engine.run(CancelInstance(other))
    poison.is_on = False
    resolve(engine)
    restart(engine)
    engine.advance(0)
    engine.work("work")
    assert [engine.state(key) for key in (bad, other)] == ["COMPLETED", "TERMINATED"]


def test_the_log_names_type_place_and_id_and_nothing_of_the_case(
    engine: Driver, poison: Poison, caplog: pytest.LogCaptureFixture
) -> None:
    engine.deploy(TIMED)
    bad = engine.create(poison=True)
    with caplog.at_level(logging.ERROR):
        engine.advance(2 * SECOND)
    (told,) = [record.getMessage() for record in caplog.records]
    assert "ZeroDivisionError at engine/elements/script_task.py:" in told
    assert f"root instance {bad}" in told
    assert SECRET not in told + engine.incident().error_message + str(engine.answers)


def test_other_incidents_of_it_are_resolved_after_it(engine: Driver, poison: Poison) -> None:
    engine.deploy(
        diagram(
            process(
                "p",
                start(),
                parallel("fork"),
                service("stuck"),
                service("work"),
                script("calc", "=1"),
                chain("start", "fork", "stuck"),
                chain("fork", "work", "calc"),
            )
        )
    )
    engine.create(poison=True)
    (stuck,) = engine.jobs("stuck")
    engine.run(FailJob(stuck.key, 0))
    engine.run(UpdateJob(stuck.key, retries=1))
    earlier = engine.incident()
    (job,) = engine.jobs("work")
    engine.send(CompleteJob(job.key))
    (rest,) = [one for one in engine.open(Incident) if one.key != earlier.key]
    assert engine.refused(ResolveIncident(earlier.key)) == "INVALID_STATE"
    poison.is_on = False
    engine.run(ResolveIncident(rest.key))
    engine.run(ResolveIncident(earlier.key))
    engine.work("stuck")
    engine.run(CompleteJob(job.key))
    assert engine.open(ProcessInstance) == []
