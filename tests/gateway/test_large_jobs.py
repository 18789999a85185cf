"""Jobs are handed out by bytes as well as by number: no client gets more than it takes, none starves."""

# No postponed annotations here: pyzeebe reads those of worker functions at run time.

import asyncio
import json

import grpc
import httpx
from pyzeebe import Job, ZeebeWorker, create_insecure_channel
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from tests.engine_dmn.tables import decision, dmn, literal
from tests.engine_server import RunningEngine
from tests.gateway.calls import activate, status_of
from tests.gateway.test_results import ECHO

MB = 1024 * 1024
# Chinese, since three bytes a character are what the wire counts.
LETTER = "信" * 66_000


async def deploy(stub: GatewayStub) -> None:
    await stub.DeployResource(
        pb.DeployResourceRequest(resources=[pb.Resource(name="echo.bpmn", content=ECHO)])
    )


async def start(stub: GatewayStub, count: int, text: str = LETTER) -> list[int]:
    """So many instances of about 200 KB each; their keys."""
    variables = json.dumps({"letter": text, "number": 7}, ensure_ascii=False)
    request = pb.CreateProcessInstanceRequest(bpmnProcessId="echo", version=-1, variables=variables)
    return [(await stub.CreateProcessInstance(request)).processInstanceKey for _ in range(count)]


async def start_huge(stub: GatewayStub) -> int:
    """An instance whose variables are 6 MB together, more than any message carries."""
    [key] = await start(stub, 1, "x" * 3 * MB)
    await stub.SetVariables(
        pb.SetVariablesRequest(elementInstanceKey=key, variables=json.dumps({"more": "y" * 3 * MB}))
    )
    return key


async def batches(
    stub: GatewayStub, most: int = 32, fetch: tuple[str, ...] = ()
) -> list[pb.ActivateJobsResponse]:
    """The messages of one poll."""
    request = pb.ActivateJobsRequest(
        type="echo",
        worker="w",
        timeout=60_000,
        maxJobsToActivate=most,
        requestTimeout=-1,
        fetchVariable=fetch,
    )
    return [response async for response in stub.ActivateJobs(request)]


def incidents(engine: RunningEngine) -> list[tuple[str, str, int]]:
    rows = engine.runtime.read().execute(
        "SELECT error_type, error_message, process_instance_key FROM incident"
    )
    return [tuple(row) for row in rows]


async def test_a_default_worker_gets_every_large_job(engine: RunningEngine, stub: GatewayStub) -> None:
    """EN-4: with 40 waiting jobs of 200 KB a pyzeebe worker of default settings got none of them, for ever."""
    await deploy(stub)
    await start(stub, 40)
    channel = create_insecure_channel(grpc_address=engine.grpc_address)
    worker = ZeebeWorker(channel)
    done, seen = asyncio.Event(), set[int]()

    @worker.task(task_type="echo")
    async def echo(job: Job) -> dict[str, int]:
        seen.add(job.key)
        if len(seen) == 40:
            done.set()
        return {"length": len(str(job.variables["letter"]))}

    working = asyncio.ensure_future(worker.work())
    async with asyncio.timeout(30):
        await done.wait()
        await worker.stop()
        await working
    await channel.close()
    assert len(seen) == 40


async def test_what_does_not_fit_into_a_message_comes_in_the_next_of_the_call(stub: GatewayStub) -> None:
    """EN-4: as a cluster's gateway does."""
    await deploy(stub)
    await start(stub, 40)
    messages = await batches(stub)
    assert [len(message.jobs) for message in messages] == [21, 11]
    assert all(3 * MB < message.ByteSize() <= 4 * MB for message in messages[:1])
    assert len({job.key for message in messages for job in message.jobs}) == 32
    # What was left out is not leased.
    [rest] = await batches(stub)
    assert len(rest.jobs) == 8


async def test_only_fetched_variables_count(stub: GatewayStub) -> None:
    """EN-4: a worker that takes what it needs is not cut."""
    await deploy(stub)
    await start(stub, 40)
    [message] = await batches(stub, 40, ("number",))
    assert [json.loads(job.variables) for job in message.jobs] == [{"number": 7}] * 40


async def test_a_job_that_no_message_carries_is_an_incident_and_holds_nobody_up(
    engine: RunningEngine, stub: GatewayStub
) -> None:
    """EN-4: type and words are Zeebe's."""
    await deploy(stub)
    key = await start_huge(stub)
    [other] = await start(stub, 1)
    assert [job.processInstanceKey for job in await activate(stub, "echo")] == [other]
    [(kind, text, where)] = incidents(engine)
    assert (kind, where) == ("MESSAGE_SIZE_EXCEEDED", key)
    assert "can not be activated, because with 6.0 MB it is larger than the configured message size" in text
    await stub.SetVariables(
        pb.SetVariablesRequest(elementInstanceKey=key, variables=json.dumps({"more": ""}))
    )
    [incident] = [row[0] for row in engine.runtime.read().execute("SELECT key FROM incident")]
    await stub.ResolveIncident(pb.ResolveIncidentRequest(incidentKey=incident))
    assert [job.processInstanceKey for job in await activate(stub, "echo")] == [key]


async def test_a_waiting_poll_goes_on_behind_a_job_that_is_too_large(stub: GatewayStub) -> None:
    """EN-4: of one asked for at a time too."""
    await deploy(stub)
    await start_huge(stub)
    [other] = await start(stub, 1)
    [message] = await batches(stub, 1)
    assert [job.processInstanceKey for job in message.jobs] == [other]


async def test_a_job_of_which_little_is_fetched_is_handed_out(
    engine: RunningEngine, stub: GatewayStub
) -> None:
    await deploy(stub)
    key = await start_huge(stub)
    [message] = await batches(stub, 1, ("number",))
    assert [job.processInstanceKey for job in message.jobs] == [key]
    assert incidents(engine) == []


async def test_a_stream_pushes_large_jobs_and_leaves_out_the_one_that_is_too_large(
    engine: RunningEngine, stub: GatewayStub
) -> None:
    """EN-4: streams too."""
    await deploy(stub)
    await start_huge(stub)
    others = await start(stub, 24)
    call = stub.StreamActivatedJobs(pb.StreamActivatedJobsRequest(type="echo", worker="w", timeout=60_000))
    jobs = aiter(call)
    async with asyncio.timeout(30):
        assert [(await anext(jobs)).processInstanceKey for _ in others] == others
    call.cancel()
    assert [kind for kind, _, _ in incidents(engine)] == ["MESSAGE_SIZE_EXCEEDED"]


async def test_rest_hands_out_one_message_and_leaves_the_rest_to_the_next_poll(
    engine: RunningEngine, stub: GatewayStub
) -> None:
    """EN-4: over REST too."""
    await deploy(stub)
    await start_huge(stub)
    await start(stub, 40)
    poll = {"type": "echo", "worker": "w", "timeout": 60_000, "maxJobsToActivate": 100, "requestTimeout": -1}
    async with httpx.AsyncClient(base_url=engine.rest_address) as http:
        answers = [(await http.post("/v2/jobs/activation", json=poll)).json()["jobs"] for _ in range(3)]
    assert [len(jobs) for jobs in answers] == [21, 19, 0]
    assert len({job["jobKey"] for jobs in answers for job in jobs}) == 40
    assert [kind for kind, _, _ in incidents(engine)] == ["MESSAGE_SIZE_EXCEEDED"]


async def test_a_result_that_no_message_carries_is_said_in_words(
    engine: RunningEngine, stub: GatewayStub
) -> None:
    """EN-4, its kin: the client's own library would have ended the call as RESOURCE_EXHAUSTED."""
    await deploy(stub)
    variables = json.dumps({"letter": "x" * 3 * MB})
    request = pb.CreateProcessInstanceRequest(bpmnProcessId="echo", version=-1, variables=variables)
    waiting = asyncio.ensure_future(
        status_of(
            stub.CreateProcessInstanceWithResult(
                pb.CreateProcessInstanceWithResultRequest(request=request, requestTimeout=20_000)
            )
        )
    )
    [job] = await activate(stub, "echo", wait_ms=10_000)
    await stub.CompleteJob(
        pb.CompleteJobRequest(jobKey=job.key, variables=json.dumps({"more": "y" * 2 * MB}))
    )
    code, text = await waiting
    assert code is grpc.StatusCode.OUT_OF_RANGE
    assert "was carried out" in text
    assert "5.0 MB" in text


async def test_a_decision_whose_answer_no_message_carries_is_said_in_words(stub: GatewayStub) -> None:
    """EN-4, its kin."""
    names = ("one", "two", "three")
    needed = [decision(name, literal("letter")) for name in names]
    content = dmn(*needed, decision("echo", literal("letter"), *names))
    await stub.DeployResource(
        pb.DeployResourceRequest(resources=[pb.Resource(name="echo.dmn", content=content)])
    )
    request = pb.EvaluateDecisionRequest(decisionId="echo", variables=json.dumps({"letter": "x" * 2 * MB}))
    code, text = await status_of(stub.EvaluateDecision(request))
    assert code is grpc.StatusCode.OUT_OF_RANGE
    assert "larger than a message" in text
