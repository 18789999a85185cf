"""Pools, lanes, data and notes: drawn for people, ignored in execution."""

from __future__ import annotations

from tests.engine.diagrams import chain, diagram, end, process, service, start
from tests.engine.driver import Driver
from tests.engine.rule_diagrams import loop, looped

COLLABORATION = (
    '<bpmn:collaboration id="c"><bpmn:participant id="P1" name="窗口" processRef="desk"/>'
    '<bpmn:participant id="P2" name="部门" processRef="office"/><bpmn:participant id="P3" name="群众"/>'
    '<bpmn:messageFlow id="M" sourceRef="P3" targetRef="work"/><bpmn:textAnnotation id="T"/>'
    '<bpmn:group id="G"/><bpmn:association id="A" sourceRef="P1" targetRef="T"/></bpmn:collaboration>'
)
LANES = (
    '<bpmn:laneSet id="L"><bpmn:lane id="L1" name="接待"><bpmn:flowNodeRef>start</bpmn:flowNodeRef>'
    '<bpmn:flowNodeRef>work</bpmn:flowNodeRef></bpmn:lane><bpmn:lane id="L2"><bpmn:childLaneSet id="L3">'
    '<bpmn:lane id="L4"/></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>'
)
NOTES = (
    '<bpmn:dataObject id="D"/><bpmn:dataObjectReference id="DR" dataObjectRef="D"/>'
    '<bpmn:dataStoreReference id="DS"/><bpmn:textAnnotation id="T2"><bpmn:text>说明</bpmn:text></bpmn:textAnnotation>'
    '<bpmn:association id="A2" sourceRef="work" targetRef="T2"/><bpmn:group id="G2"/>'
)
DATA = (
    '<bpmn:property id="prop"/><bpmn:dataInputAssociation id="di"><bpmn:sourceRef>DR</bpmn:sourceRef>'
    "<bpmn:targetRef>prop</bpmn:targetRef></bpmn:dataInputAssociation>"
    '<bpmn:dataOutputAssociation id="do"><bpmn:targetRef>DS</bpmn:targetRef></bpmn:dataOutputAssociation>'
)


def pool(process_id: str) -> str:
    work = looped(service("work", f"{process_id}-work"), DATA)
    return process(process_id, LANES, start(), work, end(), NOTES, chain("start", "work", "end"))


def test_each_pool_of_a_file_is_a_process_that_runs_without_its_lanes(engine: Driver) -> None:
    answer = engine.deploy(diagram(COLLABORATION, pool("desk"), pool("office")))
    assert [deployed.process_id for deployed in answer.processes] == ["desk", "office"]
    keys = [engine.create("desk"), engine.create("office")]
    engine.work("desk-work")
    engine.work("office-work")
    assert [engine.state(key) for key in keys] == ["COMPLETED", "COMPLETED"]


def test_process_that_is_not_executable_is_a_picture_of_the_other_side(engine: Driver) -> None:
    citizen = '<bpmn:process id="citizen"><bpmn:task id="x"/></bpmn:process>'
    answer = engine.deploy(diagram(COLLABORATION, pool("desk"), citizen))
    assert [deployed.process_id for deployed in answer.processes] == ["desk"]


def test_data_beside_a_loop_is_accepted(engine: Driver) -> None:
    work = looped(looped(service("work"), loop()), DATA)
    engine.deploy(diagram(process("p", start(), work, end(), NOTES, chain("start", "work", "end"))))
    key = engine.create(items=[1])
    engine.work("work")
    assert engine.state(key) == "COMPLETED"
