"""The gateway protocol call by call: replies, and the status codes of the contract."""

from __future__ import annotations

import asyncio
import json

import grpc
import grpc.aio
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from tests.engine_server import RunningEngine
from tests.gateway import diagrams
from tests.gateway.calls import activate, publish_order, status_of

NOT_FOUND = grpc.StatusCode.NOT_FOUND
INVALID = grpc.StatusCode.INVALID_ARGUMENT
PRECONDITION = grpc.StatusCode.FAILED_PRECONDITION


async def test_topology_names_one_healthy_broker_of_this_release(stub: GatewayStub) -> None:
    topology = await stub.Topology(pb.TopologyRequest())
    assert topology.gatewayVersion == "8.8.0"
    assert (topology.clusterSize, topology.partitionsCount, topology.replicationFactor) == (1, 1, 1)
    [partition] = topology.brokers[0].partitions
    assert (partition.role, partition.health) == (pb.Partition.LEADER, pb.Partition.HEALTHY)


async def test_health_check_of_the_gateway_service_is_serving(engine: RunningEngine) -> None:
    async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        reply = await stub.Check(health_pb2.HealthCheckRequest(service="gateway_protocol.Gateway"))
    assert reply.status == health_pb2.HealthCheckResponse.SERVING


async def test_deployment_answers_every_process_and_an_equal_one_adds_no_version(
    stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    processes = {item.process.bpmnProcessId: item.process for item in deployed.deployments}
    assert sorted(processes) == ["order", "review"]
    assert processes["order"].version == 1
    assert processes["order"].resourceName == "order.bpmn"
    assert processes["order"].processDefinitionKey > 2**51


async def test_malformed_diagram_is_refused_with_its_file(stub: GatewayStub) -> None:
    request = pb.DeployResourceRequest(resources=[pb.Resource(name="bad.bpmn", content=b"<bpmn:oops")])
    code, message = await status_of(stub.DeployResource(request))
    assert code == INVALID
    assert "bad.bpmn" in message


async def test_deployment_of_nothing_is_refused(stub: GatewayStub) -> None:
    assert (await status_of(stub.DeployResource(pb.DeployResourceRequest())))[0] == INVALID


async def test_job_carries_headers_and_variables_as_json_objects(
    stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    await publish_order(stub, "A-1")
    [job] = await activate(stub, "work")
    assert json.loads(job.customHeaders) == {"desk": "七号窗口"}
    assert json.loads(job.variables) == {"number": "A-1", "note": "加急"}
    assert (job.bpmnProcessId, job.elementId, job.retries, job.worker) == ("order", "Task_Work", 3, "tester")


async def test_job_without_headers_and_variables_carries_empty_objects(
    stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    await stub.CreateProcessInstance(pb.CreateProcessInstanceRequest(bpmnProcessId="review", version=-1))
    [job] = await activate(stub, "prepare")
    assert (job.customHeaders, job.variables) == ("{}", "{}")


async def test_leased_job_is_not_given_to_a_second_poll(
    stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    await publish_order(stub, "A-1")
    assert len(await activate(stub, "work")) == 1
    assert await activate(stub, "work") == []


async def test_fetch_variable_narrows_what_a_job_carries(
    stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    await publish_order(stub, "A-1")
    request = pb.ActivateJobsRequest(
        type="work",
        worker="w",
        timeout=1000,
        maxJobsToActivate=1,
        fetchVariable=["number"],
        requestTimeout=-1,
    )
    [job] = [job async for response in stub.ActivateJobs(request) for job in response.jobs]
    assert json.loads(job.variables) == {"number": "A-1"}


async def test_long_poll_ends_with_the_first_job(
    stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    poll = asyncio.ensure_future(activate(stub, "work", wait_ms=20_000))
    assert await activate(stub, "work") == []
    await publish_order(stub, "A-1")
    async with asyncio.timeout(15):
        assert [job.elementId for job in await poll] == ["Task_Work"]


async def test_long_poll_without_jobs_ends_empty_after_its_time(
    stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    assert await activate(stub, "work", wait_ms=50) == []


@pytest.mark.parametrize(
    "fault",
    [{"type": ""}, {"worker": " "}, {"timeout": 0}, {"maxJobsToActivate": 0}, {"tenantIds": ["other"]}],
    ids=lambda fault: next(iter(fault)),
)
async def test_poll_with_a_missing_argument_is_refused(stub: GatewayStub, fault: dict[str, object]) -> None:
    good = {"type": "work", "worker": "w", "timeout": 1000, "maxJobsToActivate": 1, "requestTimeout": -1}
    call = stub.ActivateJobs(pb.ActivateJobsRequest(**{**good, **fault}))
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await anext(aiter(call))
    assert refused.value.code() == INVALID


@pytest.mark.parametrize(
    ("call", "request_message"),
    [
        ("CompleteJob", pb.CompleteJobRequest(jobKey=1)),
        ("FailJob", pb.FailJobRequest(jobKey=1)),
        ("ThrowError", pb.ThrowErrorRequest(jobKey=1, errorCode="E")),
        ("UpdateJobRetries", pb.UpdateJobRetriesRequest(jobKey=1, retries=1)),
        ("UpdateJobTimeout", pb.UpdateJobTimeoutRequest(jobKey=1, timeout=1000)),
        ("CreateProcessInstance", pb.CreateProcessInstanceRequest(bpmnProcessId="unknown", version=-1)),
        ("CreateProcessInstance", pb.CreateProcessInstanceRequest(processDefinitionKey=1)),
        ("CreateProcessInstance", pb.CreateProcessInstanceRequest(bpmnProcessId="review", version=9)),
        ("CancelProcessInstance", pb.CancelProcessInstanceRequest(processInstanceKey=1)),
        ("SetVariables", pb.SetVariablesRequest(elementInstanceKey=1, variables="{}")),
        ("ResolveIncident", pb.ResolveIncidentRequest(incidentKey=1)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_unknown_thing_is_not_found(
    stub: GatewayStub, deployed: pb.DeployResourceResponse, call: str, request_message: object
) -> None:
    assert (await status_of(getattr(stub, call)(request_message)))[0] == NOT_FOUND


async def test_process_without_none_start_cannot_be_created(
    stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    request = pb.CreateProcessInstanceRequest(bpmnProcessId="order", version=-1)
    assert (await status_of(stub.CreateProcessInstance(request)))[0] == PRECONDITION


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "null",
        "1",
        "{",
        '{"a": NaN}',
        '{"a": "\\ud800"}',
        '{"a": 1e999}',
        '{"a":' + "[" * 400 + "]" * 400 + "}",
        "[" * 100_000,
    ],
)
async def test_variables_that_are_no_json_object_are_refused(
    stub: GatewayStub, deployed: pb.DeployResourceResponse, text: str
) -> None:
    request = pb.CreateProcessInstanceRequest(bpmnProcessId="review", version=-1, variables=text)
    assert (await status_of(stub.CreateProcessInstance(request)))[0] == INVALID
    topology = await stub.Topology(pb.TopologyRequest())
    assert topology.clusterSize == 1


async def test_message_with_an_id_still_buffered_already_exists(
    stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    await publish_order(stub, "A-1", message_id="A-1:1")
    code, _ = await status_of(publish_order(stub, "A-1", message_id="A-1:1"))
    assert code == grpc.StatusCode.ALREADY_EXISTS
    assert len(await activate(stub, "work")) == 1


async def test_time_to_live_beyond_all_measure_is_kept_as_a_century(
    stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    await publish_order(stub, "A-1", ttl_ms=2**63 - 1)
    assert len(await activate(stub, "work")) == 1


async def test_completed_job_is_gone(stub: GatewayStub, deployed: pb.DeployResourceResponse) -> None:
    await publish_order(stub, "A-1")
    [job] = await activate(stub, "work")
    await stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key, variables='{"done": true}'))
    code, _ = await status_of(stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key)))
    assert code == NOT_FOUND


async def test_retries_below_one_are_refused(stub: GatewayStub, deployed: pb.DeployResourceResponse) -> None:
    await publish_order(stub, "A-1")
    [job] = await activate(stub, "work")
    request = pb.UpdateJobRetriesRequest(jobKey=job.key, retries=0)
    assert (await status_of(stub.UpdateJobRetries(request)))[0] == INVALID


async def test_lease_of_a_job_that_nobody_holds_cannot_be_moved(
    stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    await publish_order(stub, "A-1")
    [job] = await activate(stub, "work")
    await stub.FailJob(pb.FailJobRequest(jobKey=job.key, retries=2))
    request = pb.UpdateJobTimeoutRequest(jobKey=job.key, timeout=1000)
    assert (await status_of(stub.UpdateJobTimeout(request)))[0] == PRECONDITION


async def test_cancelled_instance_leaves_no_job(
    stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    created = await stub.CreateProcessInstance(
        pb.CreateProcessInstanceRequest(bpmnProcessId="review", version=-1)
    )
    await stub.CancelProcessInstance(
        pb.CancelProcessInstanceRequest(processInstanceKey=created.processInstanceKey)
    )
    assert await activate(stub, "prepare") == []


@pytest.mark.parametrize(
    ("call", "request_message"),
    [
        ("ModifyProcessInstance", pb.ModifyProcessInstanceRequest()),
        ("MigrateProcessInstance", pb.MigrateProcessInstanceRequest()),
        ("DeleteResource", pb.DeleteResourceRequest()),
        ("BroadcastSignal", pb.BroadcastSignalRequest()),
    ],
)
async def test_call_that_is_not_served_says_so(stub: GatewayStub, call: str, request_message: object) -> None:
    code, message = await status_of(getattr(stub, call)(request_message))
    assert (code, call in message) == (grpc.StatusCode.UNIMPLEMENTED, True)


async def test_older_clients_deploy_by_the_call_of_before(stub: GatewayStub) -> None:
    process = pb.ProcessRequestObject(name="order.bpmn", definition=diagrams.ORDER)
    answer = await stub.DeployProcess(pb.DeployProcessRequest(processes=[process]))
    assert [(item.bpmnProcessId, item.version) for item in answer.processes] == [("order", 1)]
    code, _ = await status_of(stub.DeployProcess(pb.DeployProcessRequest()))
    assert code == grpc.StatusCode.INVALID_ARGUMENT
