"""What an evaluation leaves behind: the result, and for each decision what went in and which rules matched."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.dmn.graph import Decision, Rule, TableInput, TableOutput


@dataclass(frozen=True, slots=True)
class EvaluatedInput:
    """The value of one input column."""

    column: TableInput
    value: object


@dataclass(frozen=True, slots=True)
class MatchedRule:
    """A rule that counts for the result; `index` is from 1."""

    rule: Rule
    index: int
    outputs: tuple[tuple[TableOutput, object], ...]


@dataclass(slots=True)
class EvaluatedDecision:
    """One decision of an evaluation; `failure` is set when it is the one that failed."""

    decision: Decision
    result: object = None
    failure: str | None = None
    inputs: list[EvaluatedInput] = field(default_factory=list)
    rules: list[MatchedRule] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole evaluation, required decisions first, the called one last unless one before it failed."""

    evaluated: tuple[EvaluatedDecision, ...]

    @property
    def result(self) -> object:
        """The result of the called decision; null when the evaluation failed."""
        return None if self.failed is not None else self.evaluated[-1].result

    @property
    def failed(self) -> EvaluatedDecision | None:
        """The decision that failed, if one did."""
        last = self.evaluated[-1]
        return last if last.failure is not None else None
