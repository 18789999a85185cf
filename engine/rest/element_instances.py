"""Element instances: search, look-up, and variables set at one of them."""

from aiohttp import web

from engine.core.commands import SetVariables
from engine.rest.body import DEFAULT_TENANT, path_key, read_body
from engine.rest.commands import execute_quietly
from engine.rest.element_names import with_element_names
from engine.rest.fields import Field, Kind, Noun
from engine.rest.filters import build_filter
from engine.rest.search import Found, get_one, search

STATE = "CASE WHEN e.ended_at IS NULL THEN 'ACTIVE' ELSE e.state END"

# The root scope is an element instance of its own in the store; searches speak of it as process instance.
ELEMENT = Noun(
    name="Element Instance",
    source="(SELECT * FROM element_instance WHERE element_type <> 'PROCESS') AS e"
    " JOIN process_instance AS i ON i.key = e.process_instance_key",
    key_sql="e.key",
    fields=(
        Field("elementInstanceKey", "e.key", Kind.KEY),
        Field("elementId", "e.element_id"),
        Field("type", "e.element_type", Kind.ENUM),
        Field("state", STATE, Kind.ENUM),
        Field("startDate", "e.started_at", Kind.MOMENT),
        Field("endDate", "e.ended_at", Kind.MOMENT),
        Field("hasIncident", "e.incident_count > 0", Kind.BOOLEAN),
        Field("incidentKey", "e.incident_key", Kind.KEY),
        Field("processInstanceKey", "e.process_instance_key", Kind.KEY),
        Field("processDefinitionKey", "e.process_definition_key", Kind.KEY),
        Field("processDefinitionId", "e.process_id"),
        Field("rootProcessInstanceKey", "i.root_instance_key", Kind.KEY),
        Field("elementInstanceScopeKey", "e.scope_key", Kind.KEY, is_shown=False),
    ),
    constants={"tenantId": DEFAULT_TENANT},
)


async def search_element_instances(request: web.Request) -> web.Response:
    """Tokens and what they were, by instance, element, scope, state or type."""
    body = await read_body(request, "filter", "sort", "page")
    found = search(request, ELEMENT, build_filter(ELEMENT, body.raw("filter")), body)
    return web.json_response(Found(with_element_names(request, found.items), found.page).to_json())


async def get_element_instance(request: web.Request) -> web.Response:
    """One element instance by key."""
    return web.json_response(with_element_names(request, [get_one(request, ELEMENT, path_key(request))])[0])


async def set_variables(request: web.Request) -> web.Response:
    """Sets variables strictly at this scope (`local`) or at the nearest one that has each name."""
    body = await read_body(request, "variables", "local", "operationReference")
    command = SetVariables(path_key(request), body.variables(), local=body.boolean("local", default=False))
    return await execute_quietly(request, command)
