"""The decision tables asked again, after what they were asked with at intake was corrected (DM-23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from bpmn.names import DecisionId
from models.case.suggestion import Suggestion
from models.ground.errors import DomainError, InvalidInput, NotFound, OutsideUnavailable
from services.actor import SYSTEM
from services.outbox.message import Message, NotYet, PayloadBroken, Sending, text_in
from services.ports.engine import ProcessEngine

# Why the tables had no answer, in the record; the form says each in words.
TABLE_MISSING = "TABLE_MISSING"
TABLE_FAILED = "TABLE_FAILED"
NOT_A_CODE = "NOT_A_CODE"
# Where the second answer stands in the versions of a suggestion, whose own columns keep the first.
AGAIN = "again"
MAX_CODE = 40


class _NoAnswer(Exception):
    """A table that gave no result; the text is why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTables(Message):
    """`facts` are the inputs of the tables as they stand now, `decided` what a person already said in their stead.

    Both hold codes, numbers and yes or no only.
    """

    KIND = "ask_tables"
    SUBJECT = "complaint_id"

    facts: Mapping[str, object] = field(default_factory=dict)
    decided: Mapping[str, object] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """One of its own: what is only suggested holds nothing of the case back."""
        return f"suggestion:{self.complaint_id}"

    @classmethod
    def read(cls, payload: Mapping[str, object]) -> Self:
        """As Message.read."""
        return cls(
            complaint_id=text_in(payload, "complaint_id"),
            facts=_mapping_in(payload, "facts"),
            decided=_mapping_in(payload, "decided"),
        )

    def send(self, sending: Sending) -> str | None:
        """Ask, and keep the answer beside the first; why there was none, where a table is missing or fails."""
        tables: dict[str, int] = {}
        complexity: str | None = None
        fault: str | None = None
        try:
            complexity = self._ask(sending.engine, tables)
        except _NoAnswer as none:
            fault = str(none)
        except OutsideUnavailable as away:
            # Of the engine that is away the others learn themselves; one that refuses tables alone stops only this.
            raise NotYet from away
        told = {"complexity": complexity, "fault": fault, "tables": tables}
        with sending.make_unit() as unit:
            row = unit.session.get(Suggestion, self.complaint_id)
            if row is None:
                return fault
            again = {"facts": dict(self.facts), "decided": dict(self.decided), **told}
            again["at"] = unit.clock.now().isoformat()
            row.versions = {**row.versions, AGAIN: again}
            unit.trail.add(self.complaint_id, "suggestion.made_again", told, SYSTEM)
        return fault

    def _ask(self, engine: ProcessEngine, tables: dict[str, int]) -> str | None:
        """The class that the tables propose, None where no rule fits; notes which versions were asked."""
        triage = _evaluate(engine, DecisionId.TRIAGE, self.facts, tables)
        if triage is not None and not isinstance(triage, Mapping):
            raise _NoAnswer(NOT_A_CODE)
        inputs = {**self.facts, "triage": {**(triage or {}), **self.decided}}
        proposed = _evaluate(engine, DecisionId.COMPLEXITY, inputs, tables)
        if proposed is not None and (not isinstance(proposed, str) or len(proposed) > MAX_CODE):
            raise _NoAnswer(NOT_A_CODE)
        return proposed


def _evaluate(
    engine: ProcessEngine, decision: DecisionId, inputs: Mapping[str, object], tables: dict[str, int]
) -> object:
    try:
        answer = engine.evaluate_decision(decision.value, inputs)
    except OutsideUnavailable:
        raise
    except (NotFound, InvalidInput) as unknown:
        # Which of both a cluster says of an id that it does not know depends on its version.
        raise _NoAnswer(TABLE_MISSING) from unknown
    except DomainError as refused:
        raise _NoAnswer(TABLE_FAILED) from refused
    tables[decision.value] = answer.version
    if answer.failure is not None:
        raise _NoAnswer(TABLE_FAILED)
    return answer.output


def _mapping_in(payload: Mapping[str, object], name: str) -> dict[str, object]:
    value = payload.get(name)
    if not isinstance(value, Mapping):
        raise PayloadBroken(name)
    return dict(value)
