"""An unmodified pyzeebe client and worker walk the whole of the protocol that the application uses."""

# No postponed annotations here: pyzeebe reads those of worker functions at run time.

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pyzeebe import Job, JobController, ZeebeClient, ZeebeWorker, create_insecure_channel
from pyzeebe.errors import DecisionNotFoundError, JobNotFoundError, MessageAlreadyExistsError

from tests.engine.diagrams import chain, diagram, end, process, start
from tests.engine.rule_diagrams import rule
from tests.engine_dmn.tables import decision, dmn, table
from tests.engine_server import RunningEngine
from tests.gateway import diagrams


@pytest_asyncio.fixture
async def client(engine: RunningEngine) -> AsyncIterator[ZeebeClient]:
    channel = create_insecure_channel(grpc_address=engine.grpc_address)
    yield ZeebeClient(channel)
    await channel.close()


@pytest_asyncio.fixture
async def worker(engine: RunningEngine) -> AsyncIterator[ZeebeWorker]:
    channel = create_insecure_channel(grpc_address=engine.grpc_address)
    made = ZeebeWorker(channel, poll_retry_delay=0, max_connection_retries=-1)
    yield made
    await channel.close()


async def deploy(client: ZeebeClient, folder: Path) -> None:
    for name, content in (("order.bpmn", diagrams.ORDER), ("review.bpmn", diagrams.REVIEW)):
        (folder / name).write_bytes(content)
        await client.deploy_resource(folder / name)


async def work_until(worker: ZeebeWorker, done: asyncio.Event) -> None:
    """Let the worker work until the event; it must also stop by itself in good time."""
    working = asyncio.ensure_future(worker.work())
    async with asyncio.timeout(30):
        await done.wait()
        await worker.stop()
        await working


def column(engine: RunningEngine, sql: str) -> list[object]:
    return [row[0] for row in engine.runtime.read().execute(sql)]


async def test_health_and_topology_are_read(client: ZeebeClient) -> None:
    assert (await client.topology()).gateway_version == "8.8.0"
    assert await client.healthcheck() is not None


async def test_order_started_by_message_is_worked_to_its_end(
    engine: RunningEngine, client: ZeebeClient, worker: ZeebeWorker, tmp_path: Path
) -> None:
    await deploy(client, tmp_path)
    done = asyncio.Event()
    seen: list[str] = []

    @worker.task(task_type="work")
    async def work(number: str) -> dict[str, str]:
        seen.append(number)
        if len(seen) == 3:
            done.set()
        return {"stamp": f"已办 {number}"}

    for number in ("A-1", "A-2", "A-3"):
        await client.publish_message("order.placed", number, {"number": number}, message_id=f"{number}:1")
    await work_until(worker, done)
    assert sorted(seen) == ["A-1", "A-2", "A-3"]
    assert column(engine, "SELECT state FROM process_instance") == ["COMPLETED"] * 3
    stamps = "SELECT value FROM variable WHERE name = 'stamp' ORDER BY value"
    assert column(engine, stamps) == ['"已办 A-1"', '"已办 A-2"', '"已办 A-3"']


async def test_worker_with_streams_is_pushed_its_jobs(
    engine: RunningEngine, client: ZeebeClient, tmp_path: Path
) -> None:
    await deploy(client, tmp_path)
    channel = create_insecure_channel(grpc_address=engine.grpc_address)
    streaming = ZeebeWorker(channel, stream_enabled=True, poll_retry_delay=0, max_connection_retries=-1)
    done = asyncio.Event()
    seen: list[str] = []

    @streaming.task(task_type="work")
    async def work(number: str) -> None:
        seen.append(number)
        if len(seen) == 20:
            done.set()

    for number in range(20):
        await client.publish_message("order.placed", f"S-{number}", {"number": f"S-{number}"})
    await work_until(streaming, done)
    await channel.close()
    assert sorted(seen) == sorted(f"S-{number}" for number in range(20))
    assert column(engine, "SELECT state FROM process_instance") == ["COMPLETED"] * 20


async def test_job_that_fails_with_back_off_comes_back_with_one_retry_less(
    engine: RunningEngine, client: ZeebeClient, worker: ZeebeWorker, tmp_path: Path
) -> None:
    await deploy(client, tmp_path)
    done = asyncio.Event()
    retries: list[int] = []

    async def give_back(exception: Exception, job: Job, job_controller: JobController) -> None:
        await job_controller.set_failure_status(str(exception), retry_back_off_ms=50)

    @worker.task(task_type="work", exception_handler=give_back)
    async def work(job: Job) -> None:
        retries.append(job.retries)
        if len(retries) == 1:
            raise RuntimeError("not yet")
        done.set()

    await client.publish_message("order.placed", "A-1", {"number": "A-1"})
    await work_until(worker, done)
    assert retries == [3, 2]
    assert column(engine, "SELECT state FROM process_instance") == ["COMPLETED"]


async def test_error_status_of_a_worker_becomes_an_incident(
    engine: RunningEngine, client: ZeebeClient, worker: ZeebeWorker, tmp_path: Path
) -> None:
    await deploy(client, tmp_path)
    done = asyncio.Event()

    async def throw(exception: Exception, job: Job, job_controller: JobController) -> None:
        await job_controller.set_error_status(str(exception), error_code="NOT_COMPETENT")
        done.set()

    @worker.task(task_type="work", exception_handler=throw)
    async def work(number: str = "") -> None:
        raise RuntimeError("not ours")

    await client.publish_message("order.placed", "A-1", {})
    await work_until(worker, done)
    assert column(engine, "SELECT error_type FROM incident") == ["UNHANDLED_ERROR_EVENT"]


async def test_started_instance_can_be_cancelled(
    engine: RunningEngine, client: ZeebeClient, tmp_path: Path
) -> None:
    await deploy(client, tmp_path)
    started = await client.run_process("review", {"name": "甲"})
    await client.cancel_process_instance(started.process_instance_key)
    assert column(engine, "SELECT state FROM process_instance") == ["TERMINATED"]


async def test_second_message_with_one_id_is_refused_as_pyzeebe_expects(
    client: ZeebeClient, tmp_path: Path
) -> None:
    await deploy(client, tmp_path)
    await client.publish_message("order.placed", "A-1", {}, message_id="A-1:1")
    with pytest.raises(MessageAlreadyExistsError):
        await client.publish_message("order.placed", "A-1", {}, message_id="A-1:1")


async def test_completion_of_an_unknown_job_is_refused_as_pyzeebe_expects(client: ZeebeClient) -> None:
    with pytest.raises(JobNotFoundError):
        await client.zeebe_adapter.complete_job(1, {})


async def test_decision_is_evaluated_alone_and_by_a_process_that_answers_with_its_result(
    client: ZeebeClient, tmp_path: Path
) -> None:
    route = table("FIRST", ("amount",), ("route",), (("< 10",), ('"desk"',)), ((">= 10",), ('"office"',)))
    ruled = process(
        "ruled", start(), rule("decide", "route", "route"), end(), chain("start", "decide", "end")
    )
    for name, content in (("route.dmn", dmn(decision("route", route))), ("ruled.bpmn", diagram(ruled))):
        (tmp_path / name).write_bytes(content)
        await client.deploy_resource(tmp_path / name)
    evaluated = await client.evaluate_decision(None, "route", {"amount": 3})
    assert evaluated.decision_output == "desk"
    [alone] = evaluated.evaluated_decisions
    assert [(given.input_name, given.input_value) for given in alone.evaluated_inputs] == [("问 amount", 3)]
    assert [match.rule_id for match in alone.matched_rules] == ["rule1"]
    ended = await client.run_process_with_result("ruled", {"amount": 30}, variables_to_fetch=["route"])
    assert ended.variables == {"route": "office"}
    with pytest.raises(DecisionNotFoundError):
        await client.evaluate_decision(None, "nobody", {})
