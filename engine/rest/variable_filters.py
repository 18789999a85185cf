"""Filters by process variables: a list of names, each with its value's JSON text or operators over it."""

import json

from engine.rest.body import checked
from engine.rest.fields import Field, Kind, Noun
from engine.rest.filters import Condition, Special, build_filter
from engine.rest.problem import InvalidRequest

VALUE = Noun("Variable", "variable", "key", (Field("value", "v.value", Kind.JSON),))


def variables_of(scope_sql: str) -> Special:
    """A filter over the variables of the scope whose key `scope_sql` gives; all entries must match."""
    return _variables("scope_key", scope_sql)


def variables_in(instance_sql: str) -> Special:
    """The same over all scopes of an instance, as process instances are searched on a cluster."""
    return _variables("process_instance_key", instance_sql)


def _variables(column: str, key_sql: str) -> Special:
    def add(condition: Condition, given: object) -> None:
        if not isinstance(given, list):
            raise InvalidRequest("filter by variables must be a list of {name, value}")
        for entry in given:
            body = checked(entry, ("name", "value"), "filter.variables")
            inner = value_filter(body.raw("value"))
            condition.add(
                # Not as a correlated EXISTS: the few rows with a name and value are found by their index at once.
                f"{key_sql} IN (SELECT v.{column} FROM variable AS v WHERE v.name = ?"  # noqa: S608 - values are bound
                f" AND {inner.sql})",
                body.text("name"),
                *inner.values,
            )

    return add


def value_filter(given: object) -> Condition:
    """The condition on `v.value` of a plain JSON text or an operator object over JSON texts."""
    operators = given if isinstance(given, dict) else {"$eq": given}
    return build_filter(VALUE, {"value": {name: _stored(name, value) for name, value in operators.items()}})


def _stored(operator: str, operand: object) -> object:
    if isinstance(operand, list):
        return [stored_text(item) for item in operand]
    return stored_text(operand) if operator in ("$eq", "$neq") else operand


def stored_text(value: object) -> str:
    """The JSON text as the store writes it, whatever blanks or escapes the client's text has."""
    if not isinstance(value, str):
        raise InvalidRequest("a variable's value is filtered by its JSON text")
    try:
        return json.dumps(json.loads(value), ensure_ascii=False, separators=(",", ":"))
    except ValueError:
        raise InvalidRequest(f"'{value}' is not the JSON text of a value; a text needs its quotes") from None
