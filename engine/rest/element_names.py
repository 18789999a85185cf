"""Names of elements, which the store keeps only inside the deployed file."""

from collections import OrderedDict
from xml.parsers import expat

from aiohttp import web

from engine.rest.search import select_rows

# Definitions never change, so what was read once stays right; the number only bounds memory.
CACHED_DEFINITIONS = 256

Names = dict[str, str]
NAMES_BY_DEFINITION: web.AppKey[OrderedDict[str, Names]] = web.AppKey("names_by_definition")


def with_element_names(request: web.Request, items: list[dict[str, object]]) -> list[dict[str, object]]:
    """The items with `elementName`; an element without a name shows its id, as the clusters do."""
    return [item | {"elementName": _name_of(request, item)} for item in items]


def _name_of(request: web.Request, item: dict[str, object]) -> str:
    element_id = str(item["elementId"])
    return _names_of(request, str(item["processDefinitionKey"])).get(element_id, element_id)


def _names_of(request: web.Request, definition_key: str) -> Names:
    cache = request.app[NAMES_BY_DEFINITION]
    if definition_key not in cache:
        rows = select_rows(request, "SELECT xml FROM process_definition WHERE key = ?", [int(definition_key)])
        cache[definition_key] = read_names(str(rows[0][0])) if rows else {}
        if len(cache) > CACHED_DEFINITIONS:
            cache.popitem(last=False)
    return cache[definition_key]


def read_names(xml: str) -> Names:
    """Element id to name of a deployed (hence already validated) BPMN file."""
    names: Names = {}

    def start(_tag: str, attributes: dict[str, str]) -> None:
        if "id" in attributes and attributes.get("name"):
            names[attributes["id"]] = attributes["name"]

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(xml.encode(), True)
    return names
