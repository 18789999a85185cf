"""The decision graph of one file: frozen, complete, already validated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.feel import Expression, UnaryTests


class DecisionType(StrEnum):
    """Kinds of decision logic, under the names that the interfaces show."""

    DECISION_TABLE = "DECISION_TABLE"
    LITERAL_EXPRESSION = "LITERAL_EXPRESSION"


class HitPolicy(StrEnum):
    """How the outputs of several matching rules become one result; values as in the file."""

    UNIQUE = "UNIQUE"
    FIRST = "FIRST"
    PRIORITY = "PRIORITY"
    ANY = "ANY"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"


class Aggregation(StrEnum):
    """What a COLLECT table does with its outputs; LIST is no aggregation."""

    LIST = ""
    SUM = "SUM"
    COUNT = "COUNT"
    MIN = "MIN"
    MAX = "MAX"


@dataclass(frozen=True, slots=True)
class LiteralExpression:
    """A decision that is one expression."""

    expression: Expression

    @property
    def decision_type(self) -> DecisionType:
        """The kind of logic."""
        return DecisionType.LITERAL_EXPRESSION


@dataclass(frozen=True, slots=True)
class TableInput:
    """A column whose value the rules test; `name` is its label, else its expression."""

    id: str
    name: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class TableOutput:
    """A column of results; `ranking` lists its values from the highest priority to the lowest."""

    id: str
    name: str
    label: str
    ranking: tuple[object, ...] = ()
    default: Expression | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row, with a test for each input and an expression for each output."""

    id: str
    tests: tuple[UnaryTests, ...]
    outputs: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A table; `aggregation` is LIST unless the hit policy is COLLECT."""

    hit_policy: HitPolicy
    aggregation: Aggregation
    inputs: tuple[TableInput, ...]
    outputs: tuple[TableOutput, ...]
    rules: tuple[Rule, ...]

    @property
    def decision_type(self) -> DecisionType:
        """The kind of logic."""
        return DecisionType.DECISION_TABLE


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; those that need it see its result under `result_name`. `required` holds decision ids.

    `unreadable` tells why a decision of a stored file cannot be evaluated; empty for all others.
    """

    id: str
    name: str
    version_tag: str | None
    logic: DecisionTable | LiteralExpression
    result_name: str
    result_type: str
    required: tuple[str, ...]
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class DecisionGraph:
    """All decisions of a file by id, in the order of the file; requirements form no circle."""

    id: str
    name: str
    decisions: Mapping[str, Decision]
