"""A start over REST that is answered when the instance has completed."""

import asyncio
from pathlib import Path

from tests.rest.diagrams import work_process
from tests.rest.serving import RestClient, serving

BODY = {"processDefinitionId": "work", "variables": {"asked": 1}, "awaitCompletion": True}


async def finish(rest: RestClient) -> None:
    lease = {"type": "do-work", "worker": "w", "timeout": 10_000, "maxJobsToActivate": 1}
    [job] = (await rest.post("/jobs/activation", lease))["jobs"]
    await rest.post(f"/jobs/{job['jobKey']}/completion", {"variables": {"answer": "是"}})


async def test_the_answer_carries_the_variables_at_the_end(tmp_path: Path) -> None:
    async with serving(tmp_path) as rest:
        await rest.deploy(work_bpmn=work_process())
        for fetched, expected in (
            ([], {"asked": 1, "answer": "是"}),
            (["answer", "nothing"], {"answer": "是"}),
        ):
            body = BODY | {"fetchVariables": fetched}
            waiting = asyncio.ensure_future(rest.call("POST", "/process-instances", body))
            await finish(rest)
            status, answer = await waiting
            assert (status, answer["variables"]) == (200, expected)
            assert (await rest.get(f"/process-instances/{answer['processInstanceKey']}"))[
                "state"
            ] == "COMPLETED"


async def test_a_wait_that_is_too_long_is_504_and_the_instance_goes_on(tmp_path: Path) -> None:
    async with serving(tmp_path) as rest:
        await rest.deploy(work_bpmn=work_process())
        status, problem = await rest.call("POST", "/process-instances", BODY | {"requestTimeout": 50})
        assert (status, problem["title"]) == (504, "DEADLINE_EXCEEDED")
        await finish(rest)
        [instance] = (await rest.search("/process-instances"))["items"]
        assert instance["state"] == "COMPLETED"


async def test_start_instructions_are_refused(tmp_path: Path) -> None:
    async with serving(tmp_path) as rest:
        await rest.deploy(work_bpmn=work_process())
        body = {"processDefinitionId": "work", "startInstructions": [{"elementId": "Task_Work"}]}
        assert (await rest.call("POST", "/process-instances", body))[0] == 400
