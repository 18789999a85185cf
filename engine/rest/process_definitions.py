"""Process definitions: search, look-up, XML, start form and counts per element."""

from aiohttp import web

from engine.rest.body import DEFAULT_TENANT, path_key, read_body
from engine.rest.fields import Field, Kind, Noun
from engine.rest.filters import build_filter
from engine.rest.forms import FORM_COLUMNS, form_response
from engine.rest.instance_filters import build_instance_filter
from engine.rest.problem import NotFoundProblem
from engine.rest.search import RUNTIME, get_one, search, select_rows
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
    constants={"tenantId": DEFAULT_TENANT, "state": "ACTIVE"},
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
    body = await read_body(request, "filter", "sort", "page")
    found = search(request, DEFINITION, build_filter(DEFINITION, body.raw("filter")), body)
    found.items[:] = [_with_start_form(request, item) for item in found.items]
    return web.json_response(found.to_json())


async def get_process_definition(request: web.Request) -> web.Response:
    """One version by key."""
    return web.json_response(_with_start_form(request, get_one(request, DEFINITION, path_key(request))))


async def get_process_definition_xml(request: web.Request) -> web.Response:
    """The deployed file, unchanged."""
    key = path_key(request)
    rows = select_rows(request, "SELECT xml FROM process_definition WHERE key = ?", [key])
    if not rows:
        raise NotFoundProblem("Process Definition", key)
    return web.Response(body=str(rows[0][0]).encode(), content_type="text/xml", charset="utf-8")


async def get_start_form(request: web.Request) -> web.Response:
    """The latest version of the form of the none start event; 204 without one, or before it is deployed."""
    key = path_key(request)
    get_one(request, DEFINITION, key)
    sql = (
        f"SELECT {FORM_COLUMNS} FROM form_definition AS f WHERE f.form_id = ? ORDER BY f.version DESC LIMIT 1"  # noqa: S608 - fixed texts
    )
    model = request.app[RUNTIME].core.find_model(key)
    form_id = None if model is None else model.start_form_id
    rows = select_rows(request, sql, [form_id]) if form_id is not None else []
    return form_response(rows)


def _with_start_form(request: web.Request, item: dict[str, object]) -> dict[str, object]:
    # What a diagram says stands in the deployed model and not in the rows.
    model = request.app[RUNTIME].core.find_model(int(str(item["processDefinitionKey"])))
    return item | {"hasStartForm": model is not None and model.start_form_id is not None}


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
