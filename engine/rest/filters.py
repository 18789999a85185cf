"""Filters of a search as SQL: plain values, operator objects, `$or`, and variables by name and JSON value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.rest.fields import Bound, Field, Kind, Noun, bound
from engine.rest.problem import InvalidRequest

COMPARISONS = {"$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}
ORDERED_KINDS = {Kind.MOMENT, Kind.INTEGER, Kind.KEY}


@dataclass(slots=True)
class Condition:
    """SQL with its parameters; an empty one is true."""

    parts: list[str] = field(default_factory=list)
    values: list[Bound] = field(default_factory=list)

    def add(self, sql: str, *values: Bound) -> None:
        """Also asks for `sql`."""
        self.parts.append(sql)
        self.values.extend(values)

    def add_all(self, other: "Condition") -> None:
        """Also asks for everything of `other`."""
        self.parts.extend(other.parts)
        self.values.extend(other.values)

    @property
    def sql(self) -> str:
        """The conjunction of the parts."""
        return " AND ".join(f"({part})" for part in self.parts) or "1"


@dataclass(frozen=True, slots=True)
class Given:
    """An operator of a filter with what stands behind it."""

    operator: str
    operand: object


# A filter field that is not a column (variables by name and value) adds its own condition.
Special = Callable[[Condition, object], None]


def build_filter(noun: Noun, given: object, specials: Mapping[str, Special] | None = None) -> Condition:
    """The condition of a `filter` object; a field that `noun` does not know is refused."""
    condition = Condition()
    if given is None:
        return condition
    if not isinstance(given, dict):
        raise InvalidRequest("filter must be an object")
    for name, value in given.items():
        if value is None:
            continue
        if name == "$or":
            _add_alternatives(condition, noun, value, specials or {})
        elif specials and name in specials:
            specials[name](condition, value)
        else:
            _add_field(condition, noun, name, value)
    return condition


def _add_field(condition: Condition, noun: Noun, name: str, value: object) -> None:
    found = noun.find_field(name)
    if found is not None:
        _add_operators(condition, found, value if isinstance(value, dict) else {"$eq": value})
    elif name != "tenantId":
        raise InvalidRequest(f"filter.{name} is not a field of {noun.name}")


def _add_alternatives(
    condition: Condition, noun: Noun, value: object, specials: Mapping[str, Special]
) -> None:
    if not isinstance(value, list) or not value:
        raise InvalidRequest("filter.$or must be a list of filters")
    branches = [build_filter(noun, branch, specials) for branch in value]
    condition.add(
        " OR ".join(branch.sql for branch in branches),
        *(item for branch in branches for item in branch.values),
    )


def _add_operators(condition: Condition, item: Field, operators: Mapping[str, object]) -> None:
    for operator, operand in operators.items():
        _OPERATORS.get(operator, _refuse)(condition, item, Given(operator, operand))


def _refuse(_condition: Condition, item: Field, given: Given) -> None:
    raise InvalidRequest(f"filter.{item.name}: unknown operator {given.operator}")


def _equal(condition: Condition, item: Field, given: Given) -> None:
    condition.add(f"{item.sql} = ?", bound(item, given.operand))


def _not_equal(condition: Condition, item: Field, given: Given) -> None:
    condition.add(f"{item.sql} IS NOT ?", bound(item, given.operand))


def _exists(condition: Condition, item: Field, given: Given) -> None:
    if not isinstance(given.operand, bool):
        raise InvalidRequest(f"filter.{item.name}.$exists must be true or false")
    condition.add(f"{item.sql} IS {'NOT ' if given.operand else ''}NULL")


def _membership(condition: Condition, item: Field, given: Given) -> None:
    operand = given.operand
    if not isinstance(operand, list):
        raise InvalidRequest(f"filter.{item.name}.{given.operator} must be a list")
    values = [bound(item, value) for value in operand]
    marks = ", ".join("?" for _ in values)
    if given.operator == "$in":
        condition.add(f"{item.sql} IN ({marks})", *values)
    else:
        condition.add(f"{item.sql} IS NULL OR {item.sql} NOT IN ({marks})", *values)


def _like(condition: Condition, item: Field, given: Given) -> None:
    if item.kind not in (Kind.TEXT, Kind.ENUM, Kind.KEY, Kind.JSON) or not isinstance(given.operand, str):
        raise InvalidRequest(f"filter.{item.name}.$like needs a text")
    condition.add(f"CAST({item.sql} AS TEXT) GLOB ?", glob_pattern(given.operand))


def _compare(condition: Condition, item: Field, given: Given) -> None:
    if item.kind not in ORDERED_KINDS:
        raise InvalidRequest(f"filter.{item.name} cannot be compared with {given.operator}")
    condition.add(f"{item.sql} {COMPARISONS[given.operator]} ?", bound(item, given.operand))


_OPERATORS: dict[str, Callable[[Condition, Field, Given], None]] = {
    "$eq": _equal,
    "$neq": _not_equal,
    "$exists": _exists,
    "$in": _membership,
    "$notIn": _membership,
    "$like": _like,
    **dict.fromkeys(COMPARISONS, _compare),
}


def glob_pattern(wildcards: str) -> str:
    r"""SQL GLOB text (it minds the case) for `*` and `?`; `\` keeps the next character as it is."""
    pattern = ""
    characters = iter(wildcards)
    for character in characters:
        if character == "\\":
            pattern += _literal(next(characters, "\\"))
        else:
            pattern += character if character in "*?" else _literal(character)
    return pattern


def _literal(character: str) -> str:
    return f"[{character}]" if character in "*?[" else character
