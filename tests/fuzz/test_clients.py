"""A client of the engine may send what it likes, by REST and by gRPC: it is told what is wrong, and the others go on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from engine.rest.routes import ROUTES
from tests.engine_server import RunningEngine, running_engine
from tests.fuzz.amounts import TIMEOUT_SECONDS, Attempts, amount
from tests.fuzz.bpmn_bases import BASES
from tests.fuzz.messages import filled
from tests.fuzz.raw_requests import HUNG, RawRequests, Target, send

LONGEST_SECONDS = 30.0
NAMES = (
    *(
        "filter",
        "sort",
        "page",
        "field",
        "order",
        "from",
        "limit",
        "after",
        "before",
        "processDefinitionId",
        "state",
        "variables",
    ),
    *(
        "processDefinitionKey",
        "processInstanceKey",
        "elementInstanceKey",
        "value",
        "name",
        "type",
        "worker",
        "timeout",
        "retries",
    ),
    *(
        "maxJobsToActivate",
        "requestTimeout",
        "fetchVariable",
        "errorCode",
        "errorMessage",
        "retryBackOff",
        "result",
        "corrections",
    ),
    *(
        "assignee",
        "allowOverride",
        "action",
        "changeset",
        "dueDate",
        "priority",
        "candidateUsers",
        "correlationKey",
        "timeToLive",
    ),
    *(
        "messageId",
        "tenantId",
        "timestamp",
        "decisionDefinitionId",
        "tags",
        "awaitCompletion",
        "startInstructions",
        "$or",
        "$eq",
        "$in",
    ),
)
# Wrong by what was sent is every other code; UNAVAILABLE would be an engine that ended.
FAULTS = (grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN, grpc.StatusCode.UNAVAILABLE)
CALLS = (
    *(("ActivateJobs", pb.ActivateJobsRequest), ("CancelProcessInstance", pb.CancelProcessInstanceRequest)),
    *(("CompleteJob", pb.CompleteJobRequest), ("CreateProcessInstance", pb.CreateProcessInstanceRequest)),
    *(("EvaluateDecision", pb.EvaluateDecisionRequest), ("DeployProcess", pb.DeployProcessRequest)),
    *(
        ("DeployResource", pb.DeployResourceRequest),
        ("FailJob", pb.FailJobRequest),
        ("ThrowError", pb.ThrowErrorRequest),
    ),
    *(("PublishMessage", pb.PublishMessageRequest), ("ResolveIncident", pb.ResolveIncidentRequest)),
    *(("SetVariables", pb.SetVariablesRequest), ("Topology", pb.TopologyRequest)),
    *(("UpdateJobRetries", pb.UpdateJobRetriesRequest), ("UpdateJobTimeout", pb.UpdateJobTimeoutRequest)),
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[RunningEngine]:
    with running_engine(tmp_path) as running:
        yield running


@pytest.fixture
def stub(engine: RunningEngine) -> Iterator[GatewayStub]:
    with grpc.insecure_channel(engine.grpc_address) as channel:
        made = GatewayStub(channel)
        for content in BASES[:3]:
            made.DeployResource(
                pb.DeployResourceRequest(resources=[pb.Resource(name="p.bpmn", content=content)])
            )
            made.CreateProcessInstance(
                pb.CreateProcessInstanceRequest(
                    bpmnProcessId="p", variables='{"x":1,"n":1,"who":"a","d":"PT1H","key":1}'
                )
            )
        yield made


@pytest.mark.timeout(TIMEOUT_SECONDS)
def test_no_request_to_rest_is_answered_with_500(engine: RunningEngine, stub: GatewayStub) -> None:
    """EN-10 and its kin: 6,000 in `make prove`; each operation there is, with bodies, keys and heads of every kind."""
    operations = tuple((route.method, "/v2" + route.path) for route in ROUTES)
    target = Target(engine.rest_address, operations, NAMES)
    attempts = Attempts("requests to REST", LONGEST_SECONDS)
    failed: list[str] = []
    for chance in attempts.each(amount(200, 6_000)):
        raw = RawRequests(target, chance).draw()
        status = attempts.timed(partial(send, target, raw, "127.0.0.1"), raw[:200].decode("latin-1"))
        attempts.met[f"answered {status[:1]}xx" if status.isdigit() else status] += 1
        if status in (HUNG, "500"):
            failed.append(f"attempt {attempts.tried}: {status} to {raw[:600]!r}")
    assert failed == []
    assert stub.Topology(pb.TopologyRequest()).clusterSize == 1
    assert attempts.met["answered 2xx"] and attempts.met["answered 4xx"]
    attempts.save()


@pytest.mark.timeout(TIMEOUT_SECONDS)
def test_no_call_by_grpc_meets_an_error_that_nobody_foresaw(engine: RunningEngine, stub: GatewayStub) -> None:
    """EN-1: 2,000 in `make prove`."""
    keys = tuple(range(2251799813685249, 2251799813685269))
    attempts = Attempts("calls by gRPC", LONGEST_SECONDS)
    failed: list[str] = []
    for chance in attempts.each(amount(200, 2_000)):
        name, kind = chance.choice(CALLS)
        request = filled(chance, kind(), keys)
        code = attempts.timed(partial(_call, stub, name, request), name)
        attempts.met[code.name] += 1
        if code in FAULTS:
            failed.append(f"attempt {attempts.tried}: {code} to {name} {str(request)[:300]}")
    assert failed == []
    assert stub.Topology(pb.TopologyRequest()).clusterSize == 1
    assert attempts.met["OK"] and attempts.met["INVALID_ARGUMENT"]
    attempts.save()


def _call(stub: GatewayStub, name: str, request: Message) -> grpc.StatusCode:
    if isinstance(request, pb.ActivateJobsRequest):
        request.requestTimeout = -1
    # Any: the stub's calls are made by name.
    call: Any = getattr(stub, name)
    try:
        answer = call(request, timeout=60)
        if name == "ActivateJobs":
            list(answer)
    except grpc.RpcError as refused:
        code: grpc.StatusCode = refused.code()
        return code
    return grpc.StatusCode.OK
