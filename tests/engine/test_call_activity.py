"""Call activities: binding, variables down and up, ends, incidents that show above."""

from __future__ import annotations

import pytest

from engine.core.commands import CancelInstance, FailJob, ResolveIncident
from engine.state.element_instance import ElementInstance
from engine.state.process_instance import ProcessInstance
from tests.engine.diagrams import call, chain, diagram, end, io, message, process, service, start
from tests.engine.driver import Driver

CHILD = diagram(process("child", start(), service("inner"), end(), chain("start", "inner", "end")))


def caller(element: str) -> bytes:
    return diagram(process("p", start(), element, end(), chain("start", "call", "end")))


def test_child_gets_only_mapped_variables_and_returns_only_mapped_ones(engine: Driver) -> None:
    mappings = io(("input", "=a", "given"), ("output", "=found", "result"))
    engine.deploy(CHILD, caller(call("call", "child", mappings)))
    key = engine.create(a=1, secret=2)
    job = engine.work("inner", found=5, noise=6)
    assert job.variables == {"given": 1}
    assert engine.variables(key) == {"a": 1, "secret": 2, "result": 5}


def test_without_propagation_and_mappings_nothing_goes_either_way(engine: Driver) -> None:
    engine.deploy(CHILD, caller(call("call", "child")))
    key = engine.create(a=1)
    assert engine.work("inner", found=5).variables == {}
    assert engine.variables(key) == {"a": 1}


def test_both_propagations_hand_everything_on(engine: Driver) -> None:
    engine.deploy(CHILD, caller(call("call", "child", down=True, up=True)))
    key = engine.create(a=1)
    assert engine.work("inner", b=2).variables == {"a": 1}
    assert engine.variables(key) == {"a": 1, "b": 2}


def test_child_knows_its_caller(engine: Driver) -> None:
    engine.deploy(CHILD, caller(call("call", "child")))
    key = engine.create()
    (child,) = engine.started("child")
    row = engine.core.state.get(ProcessInstance, child)
    assert (row.parent_instance_key, row.root_instance_key) == (key, key)
    assert row.parent_element_instance_key == engine.token("call").key


def test_latest_version_is_called_even_if_deployed_later(engine: Driver) -> None:
    """T12 of the engine findings."""
    engine.deploy(caller(call("call", "child")))
    key = engine.create()
    incident = engine.incident()
    assert incident.error_type == "CALLED_ELEMENT_ERROR"
    engine.deploy(CHILD)
    engine.run(ResolveIncident(incident.key))
    engine.deploy(diagram(process("child", start(), service("newer"), chain("start", "newer"))))
    engine.create()
    assert engine.active() == ["call", "inner", "call", "newer"]
    engine.work("inner")
    assert engine.state(key) == "COMPLETED"


def test_process_without_none_start_cannot_be_called(engine: Driver) -> None:
    engine.deploy(
        diagram(message("m", "go", ""), process("child", start("s", "m"), end(), chain("s", "end"))),
        caller(call("call", "child")),
    )
    engine.create()
    assert engine.incident().error_type == "CALLED_ELEMENT_ERROR"


def test_called_id_may_be_an_expression(engine: Driver) -> None:
    engine.deploy(CHILD, caller(call("call", "=which")))
    engine.create(which="child")
    assert "inner" in engine.active()


def test_cancel_of_the_root_ends_all_called_instances(engine: Driver) -> None:
    middle = diagram(process("middle", start(), call("call2", "child"), chain("start", "call2")))
    engine.deploy(CHILD, middle, caller(call("call", "middle")))
    key = engine.create()
    engine.run(CancelInstance(key))
    states = [engine.state(engine.started(name)[0]) for name in ("p", "middle", "child")]
    assert states == ["TERMINATED"] * 3
    assert engine.jobs("inner") == ()


def test_called_instance_cannot_be_cancelled_alone(engine: Driver) -> None:
    engine.deploy(CHILD, caller(call("call", "child")))
    engine.create()
    assert engine.refused(CancelInstance(engine.started("child")[0])) == "INVALID_STATE"


def test_incident_of_a_called_instance_shows_at_every_caller(engine: Driver) -> None:
    engine.deploy(CHILD, caller(call("call", "child")))
    key = engine.create()
    engine.run(FailJob(engine.jobs("inner")[0].key, 0))
    counts = [
        engine.core.state.get(ProcessInstance, k).incident_count for k in (key, *engine.started("child"))
    ]
    assert counts == [1, 1]
    assert engine.token("call").incident_count == 1
    engine.run(CancelInstance(key))
    assert all(row.incident_count == 0 for row in engine.rows(ProcessInstance))
    assert all(row.incident_count == 0 for row in engine.rows(ElementInstance))


@pytest.mark.timeout(60)
def test_process_that_calls_itself_for_ever_ends_in_an_incident(
    engine: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.elements.call_activity.MAX_CALL_DEPTH", 20)
    engine.deploy(diagram(process("p", start(), call("call", "p"), chain("start", "call"))))
    engine.create()
    assert engine.incident().error_type == "CALLED_ELEMENT_ERROR"
    assert len(engine.started("p")) == 20
