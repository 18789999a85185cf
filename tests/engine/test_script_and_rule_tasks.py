"""Script tasks and business rule tasks, as expressions, decisions and jobs."""

from __future__ import annotations

import pytest

from engine.core.commands import CompleteJob, Deploy, ResolveIncident, Resource, SetVariables
from engine.state.decision_instance import DecisionInstance
from engine.state.incident import Incident
from tests.engine.diagrams import chain, diagram, end, io, node, process, service, start
from tests.engine.driver import Driver
from tests.engine.refusals import faults_of, on_the_way
from tests.engine.rule_diagrams import rule, script
from tests.engine_dmn.tables import decision, dmn, literal, table

ROUTE = table("UNIQUE", ("amount",), ("route",), (("< 10",), ('"desk"',)), ((">= 10",), ('"office"',)))


def around(engine: Driver, element: str) -> None:
    """Start, the element `x`, a service task, end."""
    parts = (start(), element, service("after"), end(), chain("start", "x", "after", "end"))
    engine.deploy(diagram(process("p", *parts)))


def deploy_decisions(engine: Driver, *decisions: str) -> None:
    engine.run(Deploy((Resource("rules.dmn", dmn(*decisions)),)))


def test_script_writes_its_value_to_its_variable(engine: Driver) -> None:
    around(engine, script("x", "={sum: a + b}"))
    key = engine.create(a=1, b=2)
    assert engine.active(key) == ["after"]
    assert engine.variables(key)["result"] == {"sum": 3}


def test_output_mappings_decide_what_of_a_script_leaves(engine: Driver) -> None:
    mappings = io(("input", "=a * 10", "ten"), ("output", "=result + 1", "next"))
    around(engine, script("x", "=ten + 1", mappings=mappings))
    key = engine.create(a=1)
    assert engine.variables(key) == {"a": 1, "next": 12}


def test_script_that_fails_is_an_incident_and_can_be_done_again(engine: Driver) -> None:
    around(engine, script("x", '=assert(a, a != null, "a is missing")'))
    key = engine.create()
    incident = engine.incident()
    assert (incident.error_type, incident.element_id) == ("EXTRACT_VALUE_ERROR", "x")
    engine.run(SetVariables(key, {"a": 5}))
    engine.run(ResolveIncident(incident.key))
    assert engine.variables(key)["result"] == 5


@pytest.mark.parametrize("tag", ["scriptTask", "businessRuleTask"])
def test_task_of_a_job_waits_for_its_worker(engine: Driver, tag: str) -> None:
    headers = '<zeebe:taskHeaders><zeebe:header key="k" value="v"/></zeebe:taskHeaders>'
    definition = '<zeebe:taskDefinition type="calculate"/>' + headers
    around(engine, node(tag, "x", "", definition))
    key = engine.create()
    (job,) = engine.jobs("calculate")
    assert job.custom_headers == {"k": "v"}
    engine.run(CompleteJob(job.key, {"y": 1}))
    assert engine.variables(key) == {"y": 1}
    assert engine.active(key) == ["after"]


def test_decision_sees_all_variables_and_gives_its_result(engine: Driver) -> None:
    deploy_decisions(engine, decision("route", ROUTE))
    around(engine, rule("x", "route", mappings=io(("input", "=cost * 2", "amount"))))
    key = engine.create(cost=6)
    assert engine.variables(key) == {"cost": 6, "result": "office"}
    (row,) = engine.rows(DecisionInstance)
    assert (row.process_instance_key, row.element_id, row.process_id) == (key, "x", "p")


def test_several_outputs_are_a_context_and_no_match_is_null(engine: Driver) -> None:
    two = table("UNIQUE", ("amount",), ("route", "days"), (("< 10",), ('"desk"', "5")))
    deploy_decisions(engine, decision("route", two))
    around(engine, rule("x", "route"))
    assert engine.variables(engine.create(amount=1))["result"] == {"route": "desk", "days": 5}
    assert engine.variables(engine.create(amount=10))["result"] is None


def test_decision_id_may_be_an_expression(engine: Driver) -> None:
    deploy_decisions(engine, decision("a", literal("1")), decision("b", literal("2")))
    around(engine, rule("x", "=which"))
    assert engine.variables(engine.create(which="b"))["result"] == 2


def test_running_process_uses_the_version_that_is_latest_when_it_comes_there(engine: Driver) -> None:
    deploy_decisions(engine, decision("d", literal('"old"')))
    parts = (
        start(),
        service("first"),
        rule("x", "d"),
        service("after"),
        chain("start", "first", "x", "after"),
    )
    engine.deploy(diagram(process("p", *parts)))
    key = engine.create()
    deploy_decisions(engine, decision("d", literal('"new"')))
    engine.work("first")
    assert engine.variables(key)["result"] == "new"


def test_unknown_decision_is_an_incident_that_a_deployment_resolves(engine: Driver) -> None:
    around(engine, rule("x", "route"))
    key = engine.create(amount=1)
    incident = engine.incident()
    assert incident.error_type == "CALLED_DECISION_ERROR"
    assert incident.error_message == (
        "Expected to evaluate decision 'route', but no decision found for id 'route'"
    )
    deploy_decisions(engine, decision("route", ROUTE))
    engine.run(ResolveIncident(incident.key))
    assert engine.variables(key)["result"] == "desk"


def test_failed_decision_is_an_incident_and_history_tells_each_attempt(engine: Driver) -> None:
    overlap = table("UNIQUE", ("amount",), ("y",), (("> 1",), ("1",)), (("> 2",), ("2",)))
    deploy_decisions(engine, decision("d", overlap))
    around(engine, rule("x", "d"))
    key = engine.create(amount=5)
    incident = engine.incident()
    assert incident.error_type == "DECISION_EVALUATION_ERROR"
    assert "UNIQUE hit policy" in incident.error_message
    engine.run(ResolveIncident(incident.key))
    assert engine.incident().key != incident.key
    engine.run(SetVariables(key, {"amount": 2}))
    engine.run(ResolveIncident(engine.incident().key))
    assert engine.variables(key)["result"] == 1
    assert [row.state for row in engine.rows(DecisionInstance)] == ["FAILED", "FAILED", "EVALUATED"]
    assert engine.open(Incident) == []


REFUSED = [
    (node("scriptTask", "x"), "either zeebe:script or zeebe:taskDefinition"),
    (node("businessRuleTask", "x"), "either zeebe:calledDecision or zeebe:taskDefinition"),
    (
        node("scriptTask", "x", "", '<zeebe:script expression="=1" resultVariable="y"/><zeebe:taskDefinition type="t"/>'),
        "either zeebe:script or zeebe:taskDefinition",
    ),
    (script("x", ""), "has no expression"),
    (script("x", "1 + 1"), "must be an expression"),
    (script("x", "=1 +"), "expression"),
    (script("x", "=1", "not a name"), "resultVariable"),
    (rule("x", ""), "decisionId is missing"),
    (rule("x", "d", ""), "resultVariable"),
    (node("scriptTask", "x", "<bpmn:script>1</bpmn:script>", '<zeebe:taskDefinition type="t"/>'), "bpmn:script"),
    (
        node("businessRuleTask", "x", "", '<zeebe:calledDecision decisionId="d" resultVariable="r" bindingType="deployment"/>'),
        "bindingType 'deployment'",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("element", "part"), REFUSED)
def test_incomplete_task_is_refused(element: str, part: str) -> None:
    assert part in on_the_way(element)


def test_loop_of_scripts_alone_is_refused() -> None:
    gate = node("exclusiveGateway", "g", default="g_end")
    back = (
        '<bpmn:sequenceFlow id="back" sourceRef="g" targetRef="x">'
        "<bpmn:conditionExpression>=result</bpmn:conditionExpression></bpmn:sequenceFlow>"
    )
    found = faults_of(start(), script("x", "=true"), gate, end(), chain("start", "x", "g", "end"), back)
    assert any("loop without a wait state" in fault.message for fault in found)
