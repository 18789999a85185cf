"""Steps of people and of task listeners, over REST."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.conformance.run import MAIN, Run
from tests.conformance.target import Differs

Arguments = dict[str, Any]
LEASE_MS = 60_000


async def task(run: Run, arguments: Arguments) -> object:
    """Do something with the open user task at an element: `POST completion`, `PATCH`, `DELETE assignee` ..."""
    key = await _open_task(run, arguments)
    method, _, rest = arguments["do"].partition(" ")
    path = f"/user-tasks/{key}" + (f"/{rest}" if rest else "")
    status, answer = await run.target.rest(method, path, arguments.get("body"))
    return answer["formId"] if rest == "form" and status == 200 else status


async def listen(run: Run, arguments: Arguments) -> object:
    """Complete a task while its listener's job of `type` is answered with `result`; both over REST."""
    key = await _open_task(run, arguments)
    completing = asyncio.ensure_future(run.target.rest("POST", f"/user-tasks/{key}/completion", {}))
    body = {
        "type": arguments["type"],
        "worker": "conformance",
        "timeout": LEASE_MS,
        "maxJobsToActivate": 1,
        "requestTimeout": int(run.target.limit_seconds * 1000),
    }
    status, activated = await run.target.rest("POST", "/jobs/activation", body)
    if status != 200 or not activated["jobs"]:
        raise Differs("jobs of the listener", arguments["type"], "none")
    job_key = activated["jobs"][0]["jobKey"]
    await run.target.rest("POST", f"/jobs/{job_key}/completion", {"result": arguments["result"]})
    return (await completing)[0]


async def _open_task(run: Run, arguments: Arguments) -> str:
    found: list[dict[str, Any]] = []

    async def look() -> object:
        found[:] = await run.target.search(
            "/user-tasks",
            processInstanceKey=run.key(arguments.get("of", MAIN)),
            elementId=arguments["element"],
            state="CREATED",
        )
        return len(found)

    await run.target.eventually(f"open tasks at {arguments['element']}", 1, look)
    return str(found[0]["userTaskKey"])
