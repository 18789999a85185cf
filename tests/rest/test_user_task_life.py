"""A user task over REST from its creation to its end, with listeners that allow, deny or do not answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.rest.diagrams import LISTENERS, decide_form, decide_process
from tests.rest.serving import RestClient, serving


@asynccontextmanager
async def open_task(
    data_dir: Path, *, listeners: str = "", request_timeout_seconds: float = 10.0
) -> AsyncIterator[tuple[RestClient, str]]:
    """An engine with one open task, and the task's key."""
    async with serving(data_dir, request_timeout_seconds=request_timeout_seconds) as rest:
        process = decide_process(listeners=listeners)
        status, answer = await rest.deploy(decide_form=decide_form(), decide_bpmn=process)
        assert status == 200, answer
        await rest.post("/process-instances", {"processDefinitionId": "decide", "variables": {"round": 1}})
        found = await rest.search("/user-tasks", {"filter": {"state": "CREATED"}})
        yield rest, found["items"][0]["userTaskKey"]


async def answer_listener(rest: RestClient, job_type: str, result: object) -> Any:
    """Leases the waiting listener job, answers it, and gives it as it was leased."""
    body = {"type": job_type, "worker": "test", "timeout": 10_000, "maxJobsToActivate": 1}
    job = (await rest.post("/jobs/activation", {**body, "requestTimeout": 5000}))["jobs"][0]
    await rest.post(f"/jobs/{job['jobKey']}/completion", {"result": result})
    return job


async def test_a_matter_of_a_task_that_someone_has_is_refused(tmp_path: Path) -> None:
    async with open_task(tmp_path) as (rest, key):
        matter = {"assignee": "wang", "allowOverride": False}
        assert (await rest.call("POST", f"/user-tasks/{key}/assignment", matter))[0] == 204
        status, problem = await rest.call(
            "POST", f"/user-tasks/{key}/assignment", {**matter, "assignee": "li"}
        )
        assert (status, problem["title"]) == (409, "INVALID_STATE")
        assert (await rest.get(f"/user-tasks/{key}"))["assignee"] == "wang"
        override = {"assignee": "li", "allowOverride": True}
        assert (await rest.call("POST", f"/user-tasks/{key}/assignment", override))[0] == 204
        assert (await rest.call("DELETE", f"/user-tasks/{key}/assignee"))[0] == 204
        assert (await rest.get(f"/user-tasks/{key}"))["assignee"] is None


async def test_a_changeset_replaces_keeps_and_clears(tmp_path: Path) -> None:
    async with open_task(tmp_path) as (rest, key):
        changes = {
            "changeset": {"priority": 80, "dueDate": "2026-09-02T17:00:00+08:00", "candidateUsers": ["wang"]}
        }
        assert (await rest.call("PATCH", f"/user-tasks/{key}", changes))[0] == 204
        assert (await rest.call("PATCH", f"/user-tasks/{key}", {"changeset": {"candidateUsers": []}}))[
            0
        ] == 204
        task = await rest.get(f"/user-tasks/{key}")
        assert (task["priority"], task["dueDate"]) == (80, "2026-09-02T09:00:00.000Z")
        assert (task["candidateUsers"], task["candidateGroups"]) == ([], ["intake", "approver"])


async def test_a_completed_task_hands_its_variables_on_and_is_gone_for_further_commands(
    tmp_path: Path,
) -> None:
    async with open_task(tmp_path) as (rest, key):
        task = await rest.get(f"/user-tasks/{key}")
        instance_key = task["processInstanceKey"]
        outputs = {"variables": {"outcome": "accepted"}}
        assert (await rest.call("POST", f"/user-tasks/{key}/completion", outputs))[0] == 204
        assert (await rest.get(f"/user-tasks/{key}"))["state"] == "COMPLETED"
        assert (await rest.get(f"/process-instances/{instance_key}"))["state"] == "COMPLETED"
        variables = await rest.search(
            "/variables", {"filter": {"processInstanceKey": instance_key, "name": "outcome"}}
        )
        assert variables["items"][0]["value"] == '"accepted"'
        status, problem = await rest.call("POST", f"/user-tasks/{key}/completion", outputs)
        assert (status, problem["title"]) == (404, "NOT_FOUND")


async def test_the_form_of_a_task_is_the_deployed_text_and_a_newer_version_is_for_later_tasks(
    tmp_path: Path,
) -> None:
    async with open_task(tmp_path) as (rest, key):
        form = await rest.get(f"/user-tasks/{key}/form")
        assert (form["formId"], form["version"], form["schema"]) == ("decide", 1, decide_form())
        await rest.deploy(decide_form=decide_form(label="理由"))
        await rest.post("/process-instances", {"processDefinitionId": "decide"})
        newest = (await rest.search("/user-tasks", {"sort": [{"field": "userTaskKey", "order": "DESC"}]}))[
            "items"
        ][0]
        assert (await rest.get(f"/user-tasks/{newest['userTaskKey']}/form"))["version"] == 2
        assert (await rest.get(f"/user-tasks/{key}/form"))["version"] == 1


async def test_a_listener_that_denies_gives_the_author_409_with_its_reason_and_the_task_stays(
    tmp_path: Path,
) -> None:
    async with open_task(tmp_path, listeners=LISTENERS) as (rest, key):
        completing = asyncio.create_task(
            rest.call("POST", f"/user-tasks/{key}/completion", {"variables": {"outcome": "accepted"}})
        )
        denial = {"type": "userTask", "denied": True, "deniedReason": "请在办理页面提交"}
        job = await answer_listener(rest, "check-completion", denial)
        assert (job["kind"], job["listenerEventType"]) == ("TASK_LISTENER", "COMPLETING")
        assert job["userTask"]["userTaskKey"] == key
        status, problem = await completing
        assert (status, problem["title"]) == (409, "INVALID_STATE")
        assert "请在办理页面提交" in problem["detail"]
        task = await rest.get(f"/user-tasks/{key}")
        assert task["state"] == "CREATED"
        assert (await rest.get(f"/process-instances/{task['processInstanceKey']}"))["state"] == "ACTIVE"
        stored = (await rest.search("/jobs", {"filter": {"jobKey": job["jobKey"]}}))["items"][0]
        assert (stored["isDenied"], stored["deniedReason"]) == (True, "请在办理页面提交")


async def test_a_denied_assignment_leaves_the_assignee_as_it_was(tmp_path: Path) -> None:
    async with open_task(tmp_path, listeners=LISTENERS) as (rest, key):
        assigning = asyncio.create_task(
            rest.call("POST", f"/user-tasks/{key}/assignment", {"assignee": "wang"})
        )
        job = await answer_listener(rest, "check-assignment", {"denied": True, "deniedReason": "应当回避"})
        assert job["userTask"]["assignee"] == "wang"
        status, problem = await assigning
        assert status == 409
        assert "应当回避" in problem["detail"]
        assert (await rest.get(f"/user-tasks/{key}"))["assignee"] is None


async def test_a_listener_that_lets_pass_or_corrects_ends_the_wait(tmp_path: Path) -> None:
    async with open_task(tmp_path, listeners=LISTENERS) as (rest, key):
        assigning = asyncio.create_task(
            rest.call("POST", f"/user-tasks/{key}/assignment", {"assignee": "wang"})
        )
        await answer_listener(rest, "check-assignment", {"corrections": {"assignee": "deputy"}})
        assert (await assigning)[0] == 204
        assert (await rest.get(f"/user-tasks/{key}"))["assignee"] == "deputy"
        completing = asyncio.create_task(rest.call("POST", f"/user-tasks/{key}/completion", {}))
        await answer_listener(rest, "check-completion", {"denied": False})
        assert (await completing)[0] == 204
        assert (await rest.get(f"/user-tasks/{key}"))["state"] == "COMPLETED"


async def test_with_workers_down_a_foreign_completion_waits_gets_504_and_the_case_stays(
    tmp_path: Path,
) -> None:
    async with open_task(tmp_path, listeners=LISTENERS, request_timeout_seconds=0.3) as (rest, key):
        status, problem = await rest.call("POST", f"/user-tasks/{key}/assignment", {"assignee": "wang"})
        assert (status, problem["title"]) == (504, "DEADLINE_EXCEEDED")
        task = await rest.get(f"/user-tasks/{key}")
        assert task["assignee"] is None
        assert (await rest.get(f"/process-instances/{task['processInstanceKey']}"))["state"] == "ACTIVE"
        assert (await rest.call("POST", f"/user-tasks/{key}/completion", {}))[0] == 409
        await answer_listener(rest, "check-assignment", {"denied": True, "deniedReason": "no"})
        assert (await rest.get(f"/user-tasks/{key}"))["state"] == "CREATED"


async def test_denial_together_with_corrections_is_refused(tmp_path: Path) -> None:
    async with open_task(tmp_path, listeners=LISTENERS) as (rest, key):
        assigning = asyncio.create_task(
            rest.call("POST", f"/user-tasks/{key}/assignment", {"assignee": "wang"})
        )
        body = {"type": "check-assignment", "worker": "t", "timeout": 10_000, "maxJobsToActivate": 1}
        job = (await rest.post("/jobs/activation", {**body, "requestTimeout": 5000}))["jobs"][0]
        result = {"type": "userTask", "denied": True, "corrections": {"priority": 1}}
        status, _ = await rest.call("POST", f"/jobs/{job['jobKey']}/completion", {"result": result})
        assert status == 400
        await rest.post(f"/jobs/{job['jobKey']}/completion", {"result": {"denied": False}})
        assert (await assigning)[0] == 204
