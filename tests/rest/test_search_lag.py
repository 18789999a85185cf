"""With a search lag, searches and look-ups are behind the commands, as on a cluster."""

import asyncio
from pathlib import Path

from tests.rest.diagrams import work_process
from tests.rest.serving import serving


async def test_a_new_instance_is_found_only_after_the_lag_but_takes_commands_at_once(tmp_path: Path) -> None:
    async with serving(tmp_path, search_lag_ms=2000) as rest:
        await rest.deploy(work_bpmn=work_process())
        key = (await rest.post("/process-instances", {"processDefinitionId": "work"}))["processInstanceKey"]
        assert (await rest.search("/process-instances"))["items"] == []
        assert (await rest.call("GET", f"/process-instances/{key}"))[0] == 404
        body = {"type": "do-work", "worker": "w", "timeout": 1000, "maxJobsToActivate": 1}
        job = (await rest.post("/jobs/activation", body))["jobs"][0]
        assert (await rest.call("POST", f"/jobs/{job['jobKey']}/completion"))[0] == 204
        async with asyncio.timeout(30):
            while (await rest.call("GET", f"/process-instances/{key}"))[0] == 404:
                continue
            while (await rest.get(f"/process-instances/{key}"))["state"] != "COMPLETED":
                continue
