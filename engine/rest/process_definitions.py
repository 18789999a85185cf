"""Process definitions: search, look-up, XML and counts per element."""

from aiohttp import web

from engine.rest.body import DEFAULT_TENANT, path_key, read_body
from engine.rest.fields import Field, Kind, Noun
from engine.rest.instance_filters import build_instance_filter
from engine.rest.problem import NotFoundProblem
from engine.rest.search import answer_search, get_one, select_rows
from engine.rest.statistics import COUNT_ELEMENTS, statistics_items

LATEST = "d.version = (SELECT max(n.version) FROM process_definition AS n WHERE n.process_id = d.process_id)"

DEFINITION = Noun(
    name="Process Definition",
    source="process_definition AS d",
    key_sql="d.key",
    fields=(
        Field("processDefinitionKey", "d.key", Kind.KEY),
        Field("processDefinitionId", "d.process_id"),
        Field("name", "d.name"),
        Field("resourceName", "d.resource_name"),
        Field("version", "d.version", Kind.INTEGER),
        Field("versionTag", "d.version_tag"),
        Field("isLatestVersion", LATEST, Kind.BOOLEAN, is_shown=False),
    ),
    constants={"tenantId": DEFAULT_TENANT, "hasStartForm": False, "state": "ACTIVE"},
)

# What of an instance the statistics of its definition may be narrowed by.
COUNTED_INSTANCE = Noun(
    name="Process Instance",
    source="process_instance AS i",
    key_sql="i.key",
    fields=(
        Field("processInstanceKey", "i.key", Kind.KEY),
        Field("parentProcessInstanceKey", "i.parent_instance_key", Kind.KEY),
        Field("parentElementInstanceKey", "i.parent_element_instance_key", Kind.KEY),
        Field("state", "i.state", Kind.ENUM),
        Field("startDate", "i.started_at", Kind.MOMENT),
        Field("endDate", "i.ended_at", Kind.MOMENT),
        Field("hasIncident", "i.incident_count > 0", Kind.BOOLEAN),
    ),
)


async def search_process_definitions(request: web.Request) -> web.Response:
    """All versions; `isLatestVersion: true` for the startable ones."""
    return await answer_search(request, DEFINITION)


async def get_process_definition(request: web.Request) -> web.Response:
    """One version by key."""
    return web.json_response(get_one(request, DEFINITION, path_key(request)))


async def get_process_definition_xml(request: web.Request) -> web.Response:
    """The deployed file, unchanged."""
    key = path_key(request)
    rows = select_rows(request, "SELECT xml FROM process_definition WHERE key = ?", [key])
    if not rows:
        raise NotFoundProblem("Process Definition", key)
    return web.Response(body=str(rows[0][0]).encode(), content_type="text/xml", charset="utf-8")


async def count_definition_elements(request: web.Request) -> web.Response:
    """Tokens per element over all instances, from the counters; narrowed by a filter they are counted."""
    key = path_key(request)
    get_one(request, DEFINITION, key)
    body = await read_body(request, "filter")
    if not body.raw("filter"):
        sql = (
            "SELECT element_id, active - incidents, canceled, incidents, completed FROM element_statistic"
            " WHERE process_definition_key = ? ORDER BY element_id"
        )
        return web.json_response(statistics_items(select_rows(request, sql, [key])))
    condition = build_instance_filter(COUNTED_INSTANCE, body.raw("filter"))
    sql = (
        f"{COUNT_ELEMENTS} WHERE e.process_definition_key = ? AND e.element_type <> 'PROCESS'"  # noqa: S608 - values are bound
        f" AND e.process_instance_key IN (SELECT i.key FROM process_instance AS i WHERE {condition.sql})"
        " GROUP BY e.element_id ORDER BY e.element_id"
    )
    return web.json_response(statistics_items(select_rows(request, sql, [key, *condition.values])))
