"""Variables: search and look-up, and those a user task sees."""

from aiohttp import web

from engine.rest.body import DEFAULT_TENANT, path_key, read_body
from engine.rest.fields import Field, Kind, Noun
from engine.rest.filters import Condition, build_filter
from engine.rest.search import Found, get_one, search
from engine.rest.variable_filters import value_filter

# Longer values are cut in searches unless `truncateValues=false` asks for all of it.
SHOWN_CHARACTERS = 8191

VARIABLE = Noun(
    name="Variable",
    source="variable AS v JOIN process_instance AS i ON i.key = v.process_instance_key",
    key_sql="v.key",
    fields=(
        Field("variableKey", "v.key", Kind.KEY),
        Field("name", "v.name"),
        # The stored JSON text is the answer: REST v2 gives values as JSON strings.
        Field("value", "v.value", Kind.TEXT, is_searchable=False),
        Field("scopeKey", "v.scope_key", Kind.KEY),
        Field("processInstanceKey", "v.process_instance_key", Kind.KEY),
        Field("processDefinitionKey", "v.process_definition_key", Kind.KEY, is_shown=False),
        Field("processDefinitionId", "v.process_id", is_shown=False),
        Field("rootProcessInstanceKey", "i.root_instance_key", Kind.KEY),
    ),
    constants={"tenantId": DEFAULT_TENANT},
)


async def search_variables(request: web.Request) -> web.Response:
    """All variables of all scopes, those of ended scopes too."""
    return await answer_variables(request, Condition())


async def get_variable(request: web.Request) -> web.Response:
    """One variable with its whole value."""
    return web.json_response(get_one(request, VARIABLE, path_key(request)))


async def answer_variables(request: web.Request, base: Condition) -> web.Response:
    """A search over the variables that meet `base`; values are cut unless `truncateValues=false`."""
    body = await read_body(request, "filter", "sort", "page")
    condition = build_filter(VARIABLE, body.raw("filter"), {"value": _by_value, "isTruncated": _by_length})
    condition.add_all(base)
    found = search(request, VARIABLE, condition, body)
    is_cut = request.query.get("truncateValues", "true").lower() != "false"
    items = [_shortened(item, is_cut=is_cut) for item in found.items]
    return web.json_response(Found(items, found.page).to_json())


def _by_value(condition: Condition, given: object) -> None:
    condition.add_all(value_filter(given))


def _by_length(condition: Condition, given: object) -> None:
    condition.add(f"(length(v.value) > {SHOWN_CHARACTERS}) = ?", int(bool(given)))


def _shortened(item: dict[str, object], *, is_cut: bool) -> dict[str, object]:
    value = str(item["value"])
    is_truncated = is_cut and len(value) > SHOWN_CHARACTERS
    return item | {"value": value[:SHOWN_CHARACTERS] if is_truncated else value, "isTruncated": is_truncated}
