"""Incidents: search, look-up and resolution."""

from aiohttp import web

from engine.core.commands import ResolveIncident
from engine.rest.body import DEFAULT_TENANT, path_key, read_body
from engine.rest.commands import execute_quietly
from engine.rest.fields import Field, Kind, Noun
from engine.rest.search import answer_search, get_one

INCIDENT = Noun(
    name="Incident",
    source="incident AS n JOIN process_instance AS i ON i.key = n.process_instance_key",
    key_sql="n.key",
    fields=(
        Field("incidentKey", "n.key", Kind.KEY),
        Field("errorType", "n.error_type", Kind.ENUM),
        Field("errorMessage", "n.error_message"),
        Field("state", "n.state", Kind.ENUM),
        Field("elementId", "n.element_id"),
        Field("elementInstanceKey", "n.element_instance_key", Kind.KEY),
        Field("jobKey", "n.job_key", Kind.KEY),
        Field("creationTime", "n.created_at", Kind.MOMENT),
        Field("processInstanceKey", "n.process_instance_key", Kind.KEY),
        Field("processDefinitionKey", "n.process_definition_key", Kind.KEY),
        Field("processDefinitionId", "n.process_id"),
        Field("rootProcessInstanceKey", "i.root_instance_key", Kind.KEY),
    ),
    constants={"tenantId": DEFAULT_TENANT},
)


async def search_incidents(request: web.Request) -> web.Response:
    """All incidents, also the resolved ones."""
    return await answer_search(request, INCIDENT)


async def get_incident(request: web.Request) -> web.Response:
    """One incident by key."""
    return web.json_response(get_one(request, INCIDENT, path_key(request)))


async def resolve_incident(request: web.Request) -> web.Response:
    """Retries what failed; 409 while its job has no retries left."""
    await read_body(request, "operationReference")
    return await execute_quietly(request, ResolveIncident(path_key(request)))
