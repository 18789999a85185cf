"""Filters on instances by what belongs to them: variables, open incidents' messages, elements, tags, jobs."""

from collections.abc import Mapping

from engine.rest.fields import Field, Kind, Noun
from engine.rest.filters import Condition, Special, build_filter
from engine.rest.problem import InvalidRequest
from engine.rest.variable_filters import variables_in

ERROR_MESSAGE = Noun("Incident", "incident", "key", (Field("errorMessage", "n.error_message"),))
# What a filter says of elements must hold for one and the same element instance.
ELEMENT = Noun(
    "Element Instance",
    "element_instance",
    "key",
    (
        Field("elementId", "e.element_id"),
        Field(
            "elementInstanceState", "CASE WHEN e.ended_at IS NULL THEN 'ACTIVE' ELSE e.state END", Kind.ENUM
        ),
        Field("hasElementInstanceIncident", "e.incident_count > 0", Kind.BOOLEAN),
    ),
)
ELEMENT_FIELDS = tuple(item.name for item in ELEMENT.fields)
OF_ELEMENT = "element"


def build_instance_filter(noun: Noun, given: object) -> Condition:
    """The condition of a filter on process instances with the alias `i`, beyond the columns of `noun`."""
    return build_filter(noun, _gathered(given), SPECIALS)


def _gathered(given: object) -> object:
    """The filter with its statements on elements under one name, in `$or` branches as well."""
    if not isinstance(given, dict):
        return given
    of_element = {name: given[name] for name in ELEMENT_FIELDS if given.get(name) is not None}
    rest = {name: value for name, value in given.items() if name not in ELEMENT_FIELDS}
    if isinstance(rest.get("$or"), list):
        rest["$or"] = [_gathered(branch) for branch in rest["$or"]]
    if OF_ELEMENT in rest:
        raise InvalidRequest(f"filter.{OF_ELEMENT} is not a field of Process Instance")
    return rest | ({OF_ELEMENT: of_element} if of_element else {})


def _with_error_message(condition: Condition, given: object) -> None:
    inner = build_filter(ERROR_MESSAGE, {"errorMessage": given})
    condition.add(
        "EXISTS (SELECT 1 FROM incident AS n WHERE n.process_instance_key = i.key AND n.ended_at IS NULL"  # noqa: S608 - values are bound
        f" AND {inner.sql})",
        *inner.values,
    )


def _with_element(condition: Condition, given: object) -> None:
    inner = build_filter(ELEMENT, given)
    condition.add(
        "EXISTS (SELECT 1 FROM element_instance AS e WHERE e.process_instance_key = i.key"  # noqa: S608 - values are bound
        f" AND e.element_type <> 'PROCESS' AND {inner.sql})",
        *inner.values,
    )


def _with_tags(condition: Condition, given: object) -> None:
    if not isinstance(given, list) or not all(isinstance(tag, str) for tag in given):
        raise InvalidRequest("filter.tags must be a list of strings")
    for tag in given:
        condition.add("EXISTS (SELECT 1 FROM json_each(i.tags) AS t WHERE t.value = ?)", tag)


def _with_retries_left(condition: Condition, given: object) -> None:
    if not isinstance(given, bool):
        raise InvalidRequest("filter.hasRetriesLeft must be true or false")
    failed = (
        "EXISTS (SELECT 1 FROM job AS j WHERE j.process_instance_key = i.key AND j.ended_at IS NULL"
        " AND j.state = 'FAILED' AND j.retries > 0)"
    )
    condition.add(f"({failed}) = ?", int(given))


SPECIALS: Mapping[str, Special] = {
    "variables": variables_in("i.key"),
    "errorMessage": _with_error_message,
    OF_ELEMENT: _with_element,
    "tags": _with_tags,
    "hasRetriesLeft": _with_retries_left,
}
