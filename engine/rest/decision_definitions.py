"""Decision definitions and decision requirements: search, look-up and XML."""

from aiohttp import web

from engine.rest.body import DEFAULT_TENANT, path_key
from engine.rest.fields import Field, Kind, Noun
from engine.rest.problem import NotFoundProblem
from engine.rest.search import answer_search, get_one, select_rows

LATEST = (
    "d.version = (SELECT max(n.version) FROM decision_definition AS n WHERE n.decision_id = d.decision_id)"
)

DECISION = Noun(
    name="Decision Definition",
    source="decision_definition AS d JOIN decision_requirements AS r ON r.key = d.requirements_key",
    key_sql="d.key",
    fields=(
        Field("decisionDefinitionKey", "d.key", Kind.KEY),
        Field("decisionDefinitionId", "d.decision_id"),
        Field("name", "d.name"),
        Field("version", "d.version", Kind.INTEGER),
        Field("decisionRequirementsKey", "r.key", Kind.KEY),
        Field("decisionRequirementsId", "r.requirements_id"),
        Field("decisionRequirementsName", "r.name"),
        Field("decisionRequirementsVersion", "r.version", Kind.INTEGER),
        Field("isLatestVersion", LATEST, Kind.BOOLEAN, is_shown=False),
    ),
    constants={"tenantId": DEFAULT_TENANT},
)

REQUIREMENTS = Noun(
    name="Decision Requirements",
    source="decision_requirements AS r",
    key_sql="r.key",
    fields=(
        Field("decisionRequirementsKey", "r.key", Kind.KEY),
        Field("decisionRequirementsId", "r.requirements_id"),
        Field("decisionRequirementsName", "r.name"),
        Field("version", "r.version", Kind.INTEGER),
        Field("resourceName", "r.resource_name"),
    ),
    constants={"tenantId": DEFAULT_TENANT},
)


async def search_decision_definitions(request: web.Request) -> web.Response:
    """All versions; `isLatestVersion: true` for those that are evaluated by id."""
    return await answer_search(request, DECISION)


async def get_decision_definition(request: web.Request) -> web.Response:
    """One version by key."""
    return web.json_response(get_one(request, DECISION, path_key(request)))


async def get_decision_definition_xml(request: web.Request) -> web.Response:
    """The deployed file that the decision stands in, unchanged."""
    return _xml(request, DECISION)


async def search_decision_requirements(request: web.Request) -> web.Response:
    """All versions of all decision graphs."""
    return await answer_search(request, REQUIREMENTS)


async def get_decision_requirements(request: web.Request) -> web.Response:
    """One version by key."""
    return web.json_response(get_one(request, REQUIREMENTS, path_key(request)))


async def get_decision_requirements_xml(request: web.Request) -> web.Response:
    """The deployed file, unchanged."""
    return _xml(request, REQUIREMENTS)


def _xml(request: web.Request, noun: Noun) -> web.Response:
    key = path_key(request)
    sql = f"SELECT r.xml FROM {noun.source} WHERE {noun.key_sql} = ?"  # noqa: S608 - fixed texts
    rows = select_rows(request, sql, [key])
    if not rows:
        raise NotFoundProblem(noun.name, key)
    return web.Response(body=str(rows[0][0]).encode(), content_type="text/xml", charset="utf-8")
