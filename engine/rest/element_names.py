"""Names of elements, which stand in the deployed diagrams and not in the rows."""

from aiohttp import web

from engine.rest.search import RUNTIME


def with_element_names(request: web.Request, items: list[dict[str, object]]) -> list[dict[str, object]]:
    """The items with `elementName`; an element without a name shows its id, as the clusters do."""
    return [item | {"elementName": _name_of(request, item)} for item in items]


def _name_of(request: web.Request, item: dict[str, object]) -> str:
    element_id = str(item["elementId"])
    process = request.app[RUNTIME].core.find_model(int(str(item["processDefinitionKey"])))
    element = None if process is None else process.elements.get(element_id)
    return element.name if element is not None and element.name else element_id
