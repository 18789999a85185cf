"""Deployment of DMN files with versions, and evaluations with their history."""

from __future__ import annotations

from typing import Any

import pytest

from engine.core.commands import Deploy, EvaluateDecision, Resource
from engine.errors import CommandRejected, DeploymentError
from engine.processing.core import Core
from engine.state.decision_instance import DecisionInstance
from tests.engine.diagrams import chain, diagram, end, process, start
from tests.engine.driver import Driver
from tests.engine.shadow import Shadow
from tests.engine_dmn.tables import decision, dmn, literal, table

ROUTE = table("UNIQUE", ("amount",), ("route",), (("< 10",), ('"desk"',)), ((">= 10",), ('"office"',)))
FILE = dmn(decision("route", ROUTE, "limit"), decision("limit", literal("5"), tag="v7"))
PLAIN = diagram(process("p", start(), end(), chain("start", "end")))


def deploy(engine: Driver, *files: tuple[str, bytes]) -> Any:
    return engine.run(Deploy(tuple(Resource(name, content) for name, content in files)))


def test_each_decision_of_a_file_gets_a_version_of_its_own(engine: Driver) -> None:
    (graph,) = deploy(engine, ("a.dmn", FILE)).graphs
    assert (graph.requirements.requirements_id, graph.requirements.version) == ("graph", 1)
    assert [(d.decision_id, d.version, d.version_tag) for d in graph.decisions] == [
        ("route", 1, None),
        ("limit", 1, "v7"),
    ]


def test_equal_file_keeps_its_keys_and_a_changed_one_gets_the_next_version(engine: Driver) -> None:
    (first,) = deploy(engine, ("a.dmn", FILE)).graphs
    (again,) = deploy(engine, ("a.dmn", FILE)).graphs
    (changed,) = deploy(engine, ("a.dmn", FILE.replace(b">5<", b">6<"))).graphs
    assert again == first
    assert changed.requirements.version == 2
    assert [d.version for d in changed.decisions] == [2, 2]


def test_a_changed_file_gives_every_file_of_the_deployment_a_new_version(engine: Driver) -> None:
    deploy(engine, ("a.dmn", FILE), ("p.bpmn", PLAIN))
    answer = deploy(engine, ("a.dmn", FILE), ("p.bpmn", PLAIN.replace(b'name="end"', b'name="e"')))
    assert answer.graphs[0].requirements.version == 2
    assert answer.processes[0].version == 2


def test_same_decision_id_twice_in_a_deployment_is_refused(engine: Driver) -> None:
    other = FILE.replace(b'id="graph"', b'id="other"')
    with pytest.raises(DeploymentError, match=r"'route'.*more than once"):
        deploy(engine, ("a.dmn", FILE), ("b.dmn", other))


def test_faulty_file_refuses_the_whole_deployment(engine: Driver) -> None:
    with pytest.raises(DeploymentError, match=r"bad\.dmn: decision 'd'"):
        deploy(engine, ("bad.dmn", dmn(decision("d", ""))), ("a.dmn", FILE))
    assert engine.refused(EvaluateDecision("route")) == "NOT_FOUND"


def test_file_that_is_not_utf_8_is_refused(engine: Driver) -> None:
    with pytest.raises(DeploymentError, match="not UTF-8"):
        deploy(engine, ("a.dmn", FILE.replace("图".encode(), b"\xff")))


def test_evaluation_by_id_takes_the_latest_version_and_by_key_any(engine: Driver) -> None:
    (first,) = deploy(engine, ("a.dmn", FILE)).graphs
    deploy(engine, ("a.dmn", FILE.replace(b"office", b"bureau")))
    latest = engine.run(EvaluateDecision("route", variables={"amount": 20}))
    older = engine.run(EvaluateDecision(decision_key=first.decisions[0].key, variables={"amount": 20}))
    assert (latest.output, older.output) == ("bureau", "office")
    assert (latest.definition.version, older.definition.version) == (2, 1)


def test_evaluation_without_exactly_one_of_id_and_key_is_refused(engine: Driver) -> None:
    deploy(engine, ("a.dmn", FILE))
    assert engine.refused(EvaluateDecision()) == "INVALID_ARGUMENT"
    assert engine.refused(EvaluateDecision("route", 1)) == "INVALID_ARGUMENT"


def test_unknown_decision_is_refused_in_the_words_that_clients_look_for(engine: Driver) -> None:
    with pytest.raises(CommandRejected, match="but no decision found for id 'nobody'"):
        engine.run(EvaluateDecision("nobody"))


def test_evaluation_leaves_a_row_for_each_decision(engine: Driver) -> None:
    deploy(engine, ("a.dmn", FILE))
    answer = engine.run(EvaluateDecision("route", variables={"amount": 20}))
    required, called = engine.rows(DecisionInstance)
    assert [required.decision_id, called.decision_id] == ["limit", "route"]
    assert {required.evaluation_key, called.evaluation_key} == {answer.evaluation_key}
    assert [required.position, called.position] == [1, 2]
    assert (called.state, called.result, called.failure) == ("EVALUATED", "office", None)
    assert called.inputs == [{"id": "in0", "name": "问 amount", "value": 20}]
    assert called.rules == [
        {"id": "rule2", "index": 2, "outputs": [{"id": "out0", "name": "route", "value": "office"}]}
    ]
    assert called.root_decision_key == required.root_decision_key == called.decision_key
    assert called.ended_at == engine.now
    assert called.process_instance_key is None


def test_failed_evaluation_is_an_answer_with_its_reason_and_leaves_a_row(engine: Driver) -> None:
    twice = table("UNIQUE", ("x",), ("y",), (("-",), ("1",)), (("-",), ("2",)))
    deploy(engine, ("a.dmn", dmn(decision("top", literal("1"), "base"), decision("base", twice))))
    answer = engine.run(EvaluateDecision("top"))
    assert answer.failed_id == "base"
    assert answer.failure == (
        "Expected to evaluate decision 'top', but multiple values aren't allowed for UNIQUE hit policy. "
        "found: '[1, 2]'"
    )
    (row,) = engine.rows(DecisionInstance)
    assert (row.state, row.result, row.decision_id) == ("FAILED", None, "base")


def test_decisions_see_the_clock_of_the_engine(engine: Driver) -> None:
    deploy(engine, ("a.dmn", dmn(decision("d", literal("string(today())")))))
    engine.now = 1_788_220_800_000
    assert engine.run(EvaluateDecision("d")).output == "2026-09-01"


def test_recovered_core_evaluates_what_was_deployed(engine: Driver, shadow: Shadow) -> None:
    deploy(engine, ("a.dmn", FILE))
    engine.core = Core.load(list(shadow.rows(engine.core).values()))
    assert engine.run(EvaluateDecision("route", variables={"amount": 1})).output == "desk"
    assert deploy(engine, ("a.dmn", FILE)).graphs[0].requirements.version == 1


def test_evaluation_that_never_ends_is_a_failure_not_the_end_of_the_engine(engine: Driver) -> None:
    endless = "{f: function(g) g(g), r: f(f)}.r"
    deep = "{f: function(n) if n = 0 then [] else [f(n - 1)], r: f(5000)}.r"
    deploy(engine, ("a.dmn", dmn(decision("d", literal(endless)), decision("e", literal(deep)))))
    assert engine.run(EvaluateDecision("d")).failed_id == "d"
    assert engine.run(EvaluateDecision("e")).output is None
