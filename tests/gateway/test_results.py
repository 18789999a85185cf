"""Instances whose creator waits for their result."""

from __future__ import annotations

import asyncio
import json

import grpc
import pytest
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from tests.gateway.calls import activate, status_of

pytestmark = pytest.mark.usefixtures("deployed_echo")

ECHO = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="urn:test">
  <bpmn:process id="echo" isExecutable="true">
    <bpmn:startEvent id="Start"><bpmn:outgoing>A</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="A" sourceRef="Start" targetRef="Task"/>
    <bpmn:serviceTask id="Task">
      <bpmn:extensionElements><zeebe:taskDefinition type="echo"/></bpmn:extensionElements>
      <bpmn:incoming>A</bpmn:incoming><bpmn:outgoing>B</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="B" sourceRef="Task" targetRef="End"/>
    <bpmn:endEvent id="End"><bpmn:incoming>B</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>"""


@pytest.fixture
async def deployed_echo(stub: GatewayStub) -> None:
    await stub.DeployResource(
        pb.DeployResourceRequest(resources=[pb.Resource(name="echo.bpmn", content=ECHO)])
    )


def request(timeout_ms: int, *fetched: str) -> pb.CreateProcessInstanceWithResultRequest:
    start = pb.CreateProcessInstanceRequest(bpmnProcessId="echo", version=-1, variables='{"asked": 1}')
    return pb.CreateProcessInstanceWithResultRequest(
        request=start, requestTimeout=timeout_ms, fetchVariables=fetched
    )


@pytest.mark.parametrize(
    ("fetched", "expected"), [((), {"asked": 1, "answer": "是"}), (("answer",), {"answer": "是"})]
)
async def test_the_creator_gets_the_variables_when_the_instance_completes(
    stub: GatewayStub, fetched: tuple[str, ...], expected: dict[str, object]
) -> None:
    waiting = asyncio.ensure_future(stub.CreateProcessInstanceWithResult(request(20_000, *fetched)))
    [job] = await activate(stub, "echo", wait_ms=10_000)
    assert not waiting.done()
    await stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key, variables='{"answer": "是"}'))
    answer = await waiting
    assert json.loads(answer.variables) == expected
    assert (answer.bpmnProcessId, answer.processInstanceKey) == ("echo", job.processInstanceKey)


async def test_a_creator_that_waits_too_long_is_told_so_and_the_instance_goes_on(stub: GatewayStub) -> None:
    code, _ = await status_of(stub.CreateProcessInstanceWithResult(request(50)))
    assert code == grpc.StatusCode.DEADLINE_EXCEEDED
    [job] = await activate(stub, "echo")
    await stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key))


async def test_a_result_of_an_unknown_process_is_refused_at_once(stub: GatewayStub) -> None:
    start = pb.CreateProcessInstanceRequest(bpmnProcessId="nothing", version=-1)
    unknown = pb.CreateProcessInstanceWithResultRequest(request=start, requestTimeout=20_000)
    assert (await status_of(stub.CreateProcessInstanceWithResult(unknown)))[0] == grpc.StatusCode.NOT_FOUND
