"""What is looked at of an instance, each as plain data; all by searches that REST v2 of 8.8 has."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from tests.conformance.run import Run

PROCESS_SCOPE = "process"


async def _elements(run: Run, name: str) -> list[dict[str, Any]]:
    found = await run.target.search("/element-instances", processInstanceKey=run.key(name))
    return sorted(found, key=lambda item: (item["startDate"], int(item["elementInstanceKey"])))


async def state(run: Run, name: str) -> object:
    """State of the instance."""
    found = await run.target.search("/process-instances", processInstanceKey=run.key(name))
    return found[0]["state"] if found else None


async def has_incident(run: Run, name: str) -> object:
    """Whether the instance shows an incident."""
    found = await run.target.search("/process-instances", processInstanceKey=run.key(name))
    return found[0]["hasIncident"] if found else None


async def elements(run: Run, name: str) -> object:
    """`id STATE` of every element instance in start order."""
    return [f"{item['elementId']} {item['state']}" for item in await _elements(run, name)]


async def elements_in_any_order(run: Run, name: str) -> object:
    """The same where branches run side by side."""
    return sorted(f"{item['elementId']} {item['state']}" for item in await _elements(run, name))


async def active(run: Run, name: str) -> object:
    """Ids of the open elements."""
    return sorted(item["elementId"] for item in await _elements(run, name) if item["state"] == "ACTIVE")


async def types(run: Run, name: str) -> object:
    """Element type by id."""
    return {item["elementId"]: item["type"] for item in await _elements(run, name)}


async def flows(run: Run, name: str) -> object:
    """Ids of the flows taken."""
    status, answer = await run.target.rest("GET", f"/process-instances/{run.key(name)}/sequence-flows")
    return sorted(item["elementId"] for item in answer["items"]) if status == 200 else status


async def counts(run: Run, name: str) -> object:
    """`[active, canceled, incidents, completed]` by element id."""
    path = f"/process-instances/{run.key(name)}/statistics/element-instances"
    status, answer = await run.target.rest("GET", path)
    columns = ("active", "canceled", "incidents", "completed")
    if status != 200:
        return status
    return {item["elementId"]: [item[column] for column in columns] for item in answer["items"]}


async def variables(run: Run, name: str) -> object:
    """Values by variable name, by scope: `process`, or the id of an element."""
    ids = {item["elementInstanceKey"]: item["elementId"] for item in await _elements(run, name)}
    seen: dict[str, dict[str, Any]] = defaultdict(dict)
    for item in await run.target.search("/variables", processInstanceKey=run.key(name)):
        scope = PROCESS_SCOPE if item["scopeKey"] == run.key(name) else ids.get(item["scopeKey"], "?")
        seen[scope][item["name"]] = json.loads(item["value"])
    return dict(seen)


async def process_variables(run: Run, name: str) -> object:
    """Values by variable name of the process scope only."""
    seen = await run.target.search("/variables", processInstanceKey=run.key(name), scopeKey=run.key(name))
    return {item["name"]: json.loads(item["value"]) for item in seen}


async def jobs(run: Run, name: str) -> object:
    """`element STATE` of every job."""
    found = await run.target.search("/jobs", processInstanceKey=run.key(name))
    return sorted(f"{item['elementId']} {item['state']}" for item in found)


async def incidents(run: Run, name: str) -> object:
    """`element TYPE STATE` of every incident."""
    found = await run.target.search("/incidents", processInstanceKey=run.key(name))
    return sorted(f"{item['elementId']} {item['errorType']} {item['state']}" for item in found)


async def tasks(run: Run, name: str) -> object:
    """Element, state, assignee, candidate groups and priority of every user task."""
    found = await run.target.search("/user-tasks", processInstanceKey=run.key(name))
    fields = ("elementId", "state", "assignee", "candidateGroups", "priority")
    return sorted(([item[field] for field in fields] for item in found), key=lambda row: row[0])


async def callers(run: Run, name: str) -> object:
    """The instances from the root down to this one, by their names in the case."""
    status, answer = await run.target.rest("GET", f"/process-instances/{run.key(name)}/call-hierarchy")
    names = {key: known for known, key in run.instances.items()}
    return [names.get(item["processInstanceKey"], "?") for item in answer] if status == 200 else status


Look = Callable[[Run, str], Awaitable[object]]
OBSERVATIONS: dict[str, Look] = {
    "state": state,
    "hasIncident": has_incident,
    "elements": elements,
    "elementsInAnyOrder": elements_in_any_order,
    "active": active,
    "types": types,
    "flows": flows,
    "counts": counts,
    "variables": variables,
    "processVariables": process_variables,
    "jobs": jobs,
    "incidents": incidents,
    "tasks": tasks,
    "callers": callers,
}


async def expect(run: Run, expected: dict[str, dict[str, Any]]) -> None:
    """Compare everything that a case expects of its instances, waiting for what is eventual."""
    for instance, wanted in expected.items():
        for what, value in wanted.items():

            async def look(what: str = what, instance: str = instance) -> object:
                return await OBSERVATIONS[what](run, instance)

            await run.target.eventually(f"{what} of {instance}", value, look)
