"""Process instances: create, cancel, search, look-up, and what belongs to one of them."""

from aiohttp import web

from engine.core.answers import InstanceCompleted, InstanceCreated
from engine.core.commands import CancelInstance, CreateInstance
from engine.rest.body import DEFAULT_TENANT, Body, path_key, read_body
from engine.rest.commands import execute, execute_quietly
from engine.rest.fields import Field, Kind, Noun
from engine.rest.filters import Condition
from engine.rest.incidents import INCIDENT
from engine.rest.instance_filters import build_instance_filter
from engine.rest.problem import InvalidRequest
from engine.rest.search import answer_search, get_one, search, select_rows
from engine.rest.statistics import COUNT_ELEMENTS, statistics_items
from engine.state.entity import Variables

INSTANCE = Noun(
    name="Process Instance",
    source="process_instance AS i JOIN process_definition AS d ON d.key = i.process_definition_key",
    key_sql="i.key",
    fields=(
        Field("processInstanceKey", "i.key", Kind.KEY),
        Field("processDefinitionKey", "i.process_definition_key", Kind.KEY),
        Field("processDefinitionId", "i.process_id"),
        Field("processDefinitionName", "d.name"),
        Field("processDefinitionVersion", "i.version", Kind.INTEGER),
        Field("processDefinitionVersionTag", "d.version_tag"),
        Field("state", "i.state", Kind.ENUM),
        Field("startDate", "i.started_at", Kind.MOMENT),
        Field("endDate", "i.ended_at", Kind.MOMENT),
        Field("hasIncident", "i.incident_count > 0", Kind.BOOLEAN),
        Field("parentProcessInstanceKey", "i.parent_instance_key", Kind.KEY),
        Field("parentElementInstanceKey", "i.parent_element_instance_key", Kind.KEY),
        Field("rootProcessInstanceKey", "i.root_instance_key", Kind.KEY),
        Field("tags", "i.tags", Kind.JSON, is_searchable=False),
    ),
    constants={"tenantId": DEFAULT_TENANT, "businessId": None, "suspendedDate": None},
)

CREATE_FIELDS = (
    "processDefinitionId",
    "processDefinitionKey",
    "processDefinitionVersion",
    "variables",
    "operationReference",
    "startInstructions",
    "runtimeInstructions",
    "awaitCompletion",
    "fetchVariables",
    "requestTimeout",
    "tags",
)


async def create_process_instance(request: web.Request) -> web.Response:
    """Starts at the none start event, by definition key or by id and version (latest when absent).

    With `awaitCompletion` the answer comes with the instance's variables when it has completed, and 504 after
    `requestTimeout` ms (0 or absent: as long as any request may take).
    """
    body = await read_body(request, *CREATE_FIELDS)
    _refuse_unsupported(body)
    command = CreateInstance(
        process_id="" if body.has("processDefinitionKey") else body.text("processDefinitionId"),
        version=body.integer("processDefinitionVersion", -1),
        process_definition_key=body.key("processDefinitionKey") if body.has("processDefinitionKey") else None,
        variables=body.variables(),
        tags=tuple(body.texts("tags") or ()),
        awaits_completion=body.boolean("awaitCompletion", default=False),
    )
    if not command.awaits_completion:
        return _created(await execute(request, command, InstanceCreated), {})
    timeout_ms = body.milliseconds("requestTimeout", 0)
    completed = await execute(request, command, InstanceCompleted, timeout_ms / 1000)
    return _created(completed.created, _fetched(completed.variables, body.texts("fetchVariables")))


def _fetched(variables: Variables, names: list[str] | None) -> Variables:
    return {name: value for name, value in variables.items() if not names or name in names}


def _created(created: InstanceCreated, variables: Variables) -> web.Response:
    return web.json_response(
        {
            "processInstanceKey": str(created.process_instance_key),
            "processDefinitionKey": str(created.process_definition_key),
            "processDefinitionId": created.process_id,
            "processDefinitionVersion": created.version,
            "tenantId": DEFAULT_TENANT,
            "variables": variables,
            "tags": list(created.tags),
            "businessId": None,
        }
    )


async def cancel_process_instance(request: web.Request) -> web.Response:
    """Terminates a root instance with all it called."""
    await read_body(request, "operationReference")
    return await execute_quietly(request, CancelInstance(path_key(request)))


async def search_process_instances(request: web.Request) -> web.Response:
    """All instances, also called ones and finished ones."""
    body = await read_body(request, "filter", "sort", "page")
    condition = build_instance_filter(INSTANCE, body.raw("filter"))
    return web.json_response(search(request, INSTANCE, condition, body).to_json())


async def get_process_instance(request: web.Request) -> web.Response:
    """One instance by key."""
    return web.json_response(get_one(request, INSTANCE, path_key(request)))


async def list_sequence_flows(request: web.Request) -> web.Response:
    """Every flow that a token of the instance took, once."""
    key = path_key(request)
    instance = get_one(request, INSTANCE, key)
    sql = "SELECT DISTINCT flow_id FROM sequence_flow_taken WHERE process_instance_key = ? ORDER BY flow_id"
    items = [
        {
            "processInstanceKey": str(key),
            "sequenceFlowId": f"{key}_{flow_id}",
            "elementId": flow_id,
            "processDefinitionKey": instance["processDefinitionKey"],
            "processDefinitionId": instance["processDefinitionId"],
            "rootProcessInstanceKey": instance["rootProcessInstanceKey"],
            "tenantId": DEFAULT_TENANT,
        }
        for (flow_id,) in select_rows(request, sql, [key])
    ]
    return web.json_response({"items": items})


async def count_instance_elements(request: web.Request) -> web.Response:
    """Tokens per element of the instance: the badges of the monitor."""
    key = path_key(request)
    get_one(request, INSTANCE, key)
    sql = (
        f"{COUNT_ELEMENTS} WHERE e.process_instance_key = ? AND e.element_type <> 'PROCESS'"
        " GROUP BY e.element_id ORDER BY e.element_id"
    )
    return web.json_response(statistics_items(select_rows(request, sql, [key])))


async def get_call_hierarchy(request: web.Request) -> web.Response:
    """The instances from the root down to this one."""
    key = path_key(request)
    get_one(request, INSTANCE, key)
    sql = (
        "WITH RECURSIVE line(key, parent, definition, depth) AS ("
        " SELECT key, parent_instance_key, process_definition_key, 0 FROM process_instance WHERE key = ?"
        " UNION ALL SELECT p.key, p.parent_instance_key, p.process_definition_key, line.depth + 1"
        " FROM process_instance AS p JOIN line ON p.key = line.parent)"
        " SELECT line.key, line.definition, coalesce(d.name, d.process_id)"
        " FROM line JOIN process_definition AS d ON d.key = line.definition ORDER BY line.depth DESC"
    )
    entries = [
        {
            "processInstanceKey": str(row[0]),
            "processDefinitionKey": str(row[1]),
            "processDefinitionName": row[2],
        }
        for row in select_rows(request, sql, [key])
    ]
    return web.json_response(entries)


async def search_instance_incidents(request: web.Request) -> web.Response:
    """Incidents of the instance and of everything it called."""
    key = path_key(request)
    get_one(request, INSTANCE, key)
    base = Condition()
    base.add(
        "n.process_instance_key IN (WITH RECURSIVE tree(key) AS (SELECT ? UNION ALL"
        " SELECT c.key FROM process_instance AS c JOIN tree ON c.parent_instance_key = tree.key)"
        " SELECT key FROM tree)",
        key,
    )
    return await answer_search(request, INCIDENT, base)


def _refuse_unsupported(body: Body) -> None:
    for name in ("startInstructions", "runtimeInstructions"):
        if body.raw(name):
            raise InvalidRequest(f"{name} is not supported by this engine")
