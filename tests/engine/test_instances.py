"""Straight ways, versions, creation, cancelling and variables from outside."""

from __future__ import annotations

import pytest

from engine.core.commands import CancelInstance, CreateInstance, Deploy, Resource, SetVariables
from engine.errors import CommandRejected, DeploymentError
from engine.state.element_statistic import ElementStatistic
from engine.state.entity import is_history
from engine.state.job import Job
from engine.state.process_definition import ProcessDefinition
from engine.state.variable import Variable
from tests.engine.diagrams import (
    chain,
    diagram,
    end,
    message,
    process,
    receive,
    service,
    start,
    sub,
    timer_boundary,
    user,
)
from tests.engine.driver import Driver

ONE_TASK = diagram(process("p", start(), service("work"), end(), chain("start", "work", "end")))


def test_token_goes_from_start_over_a_job_to_the_end(engine: Driver) -> None:
    engine.deploy(ONE_TASK)
    key = engine.create(a=1)
    assert engine.active(key) == ["work"]
    job = engine.work("work", b=2)
    assert (job.variables, job.retries, job.element_id) == ({"a": 1}, 3, "work")
    assert engine.path(key) == ["start:COMPLETED", "work:COMPLETED", "end:COMPLETED"]
    assert engine.state(key) == "COMPLETED"
    assert engine.variables(key) == {"a": 1, "b": 2}
    assert engine.flows(key) == ["start_work", "work_end"]


def test_ended_instance_leaves_nothing_in_memory(engine: Driver) -> None:
    engine.deploy(ONE_TASK)
    engine.create(a=1)
    engine.work("work")
    kept = {"KeyCounter", "Deployment", "ProcessDefinition", "ElementStatistic"}
    held = {name for name, rows in engine.core.state.dump()["rows"].items() if rows}
    assert held == kept


def test_unchanged_file_gets_no_new_version(engine: Driver) -> None:
    first = engine.deploy(ONE_TASK).processes[0]
    again = engine.deploy(ONE_TASK).processes[0]
    assert again == first
    changed = engine.deploy(ONE_TASK.replace(b'"p"', b'"p" name="other"', 1)).processes[0]
    assert (changed.version, changed.process_definition_key > first.process_definition_key) == (2, True)


def test_equal_content_under_another_name_is_a_new_version(engine: Driver) -> None:
    engine.run(Deploy((Resource("a.bpmn", ONE_TASK),)))
    assert engine.run(Deploy((Resource("b.bpmn", ONE_TASK),))).processes[0].version == 2


def test_one_changed_file_gives_every_file_of_the_deployment_a_new_version(engine: Driver) -> None:
    other = diagram(process("o", start(), end(), chain("start", "end")))
    engine.deploy(ONE_TASK, other)
    changed = other.replace(b'id="o"', b'id="o" name="x"')
    assert [p.version for p in engine.deploy(ONE_TASK, changed).processes] == [2, 2]


def test_instance_keeps_its_version(engine: Driver) -> None:
    engine.deploy(ONE_TASK)
    old = engine.create()
    engine.deploy(diagram(process("p", start(), service("new"), end(), chain("start", "new", "end"))))
    new = engine.create()
    assert (engine.active(old), engine.active(new)) == (["work"], ["new"])
    assert engine.run(CreateInstance("p", version=1)).version == 1


def test_creating_an_unknown_process_is_refused(engine: Driver) -> None:
    engine.deploy(ONE_TASK)
    assert engine.refused(CreateInstance("nobody")) == "NOT_FOUND"
    assert engine.refused(CreateInstance("p", version=7)) == "NOT_FOUND"
    assert engine.refused(CreateInstance(process_definition_key=1)) == "NOT_FOUND"


def test_creating_a_process_with_message_start_only_is_refused(engine: Driver) -> None:
    engine.deploy(diagram(message("m", "go", ""), process("p", start("s", "m"), end(), chain("s", "end"))))
    assert engine.refused(CreateInstance("p")) == "INVALID_STATE"


def test_cancel_ends_everything_and_leaves_no_open_row(engine: Driver) -> None:
    engine.deploy(
        diagram(
            message("m", "news"),
            process(
                "p",
                start(),
                sub("frame", start("s2"), receive("wait", "m"), end("e2"), chain("s2", "wait", "e2")),
                timer_boundary("late", "frame", "PT1H"),
                end(),
                end("end2"),
                chain("start", "frame", "end"),
                chain("late", "end2"),
            ),
        )
    )
    key = engine.create(key="k")
    engine.run(CancelInstance(key))
    assert engine.state(key) == "TERMINATED"
    assert engine.path(key) == [
        "start:COMPLETED",
        "frame:TERMINATED",
        "s2:COMPLETED",
        "wait:TERMINATED",
    ]
    dump = engine.core.state.dump()["rows"]
    for noun in ("Timer", "MessageSubscription", "Job", "ElementInstance", "ProcessInstance", "Variable"):
        assert dump[noun] == {}, noun
    assert engine.core.next_due() is None
    assert engine.refused(CancelInstance(key)) == "NOT_FOUND"


def test_cancel_takes_the_job_away_from_its_worker(engine: Driver) -> None:
    engine.deploy(ONE_TASK)
    key = engine.create()
    engine.jobs("work")
    engine.run(CancelInstance(key))
    assert [(row.state, is_history(row)) for row in engine.rows(Job)] == [("CANCELED", True)]


def test_variables_set_from_outside_are_seen_by_everyone(engine: Driver) -> None:
    """T3 of the engine findings: no copy per token."""
    engine.deploy(ONE_TASK)
    key = engine.create(withdrawn=False)
    engine.run(SetVariables(key, {"withdrawn": True}))
    assert engine.jobs("work")[0].variables == {"withdrawn": True}


def test_local_variables_stay_at_their_scope(engine: Driver) -> None:
    engine.deploy(ONE_TASK)
    key = engine.create(a=1)
    token = engine.token("work").key
    engine.run(SetVariables(token, {"a": 2}, local=True))
    engine.run(SetVariables(token, {"b": 3}))
    assert engine.variables(key) == {"a": 1, "b": 3}
    assert engine.jobs("work")[0].variables == {"a": 2, "b": 3}


def test_variables_of_an_ended_scope_cannot_be_set(engine: Driver) -> None:
    engine.deploy(ONE_TASK)
    key = engine.create()
    engine.work("work")
    assert engine.refused(SetVariables(key, {"a": 1})) == "NOT_FOUND"


def test_ended_variables_are_history(engine: Driver) -> None:
    engine.deploy(ONE_TASK)
    engine.create(a=1)
    engine.work("work")
    assert all(is_history(row) for row in engine.rows(Variable))


def test_statistics_count_active_completed_and_canceled(engine: Driver) -> None:
    engine.deploy(ONE_TASK)
    first = engine.create()
    engine.create()
    engine.run(CancelInstance(first))
    engine.work("work")
    counts = {s.element_id: (s.active, s.completed, s.canceled) for s in engine.open(ElementStatistic)}
    assert counts == {"start": (0, 2, 0), "work": (0, 1, 1), "end": (0, 1, 0)}


def test_deployment_is_all_or_nothing(engine: Driver) -> None:
    with pytest.raises(DeploymentError) as caught:
        engine.deploy(ONE_TASK, b"<x/>", broken=b"{")
    assert {fault.file for fault in caught.value.faults} == {"file1.bpmn", "broken.form"}
    assert engine.open(ProcessDefinition) == []


def test_same_process_twice_in_one_deployment_is_refused(engine: Driver) -> None:
    with pytest.raises(DeploymentError, match="more than once"):
        engine.deploy(ONE_TASK, ONE_TASK)


def test_empty_deployment_is_refused(engine: Driver) -> None:
    with pytest.raises(CommandRejected):
        engine.run(Deploy(()))


def test_user_task_without_listeners_is_cancelled_with_its_instance(engine: Driver) -> None:
    engine.deploy(diagram(process("p", start(), user("ask"), end(), chain("start", "ask", "end"))))
    key = engine.create()
    engine.run(CancelInstance(key))
    assert engine.core.state.dump()["rows"]["UserTask"] == {}
