"""Evaluated decision tables in the words of a clerk: labels, names of codes, and what each matched rule says of itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import ParseError

from api.context import make_unit, monitor
from api.i18n import code_text, gettext, has_text, language
from bpmn.table_words import TableWords, read_table_words
from models.ground.errors import NotFound
from services.ports.monitor import (
    EvaluatedDecision,
    EvaluatedValue,
    MatchedRule,
)
from services.views.organisation_names import map_codes_to_names

# By what the shipped tables ask for and put out: which catalogue names the codes.
KINDS = {
    "channel": "channel",
    "category_hint": "category",
    "category": "category",
    "severity": "severity",
    "route": "route",
    "triage.route": "route",
    "triage.category": "category",
    "triage.severity": "severity",
    "complexity_class": "complexity",
}
# Codes of the organisation: owners of tables know them, so they stand beside the name.
OF_THE_ORGANISATION = frozenset({"respondent_unit", "unit", "item_duty"})


@dataclass(frozen=True, slots=True)
class Told:
    """One value with its label; `code` stands beside a name, or is empty."""

    label: str
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """One matched rule; `description` is its owner's, empty without one."""

    id: str
    position: int
    description: str
    outputs: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class DecisionWords:
    """One evaluated table; `failure` is the engine's own sentence."""

    decision_id: str
    name: str
    version: int
    evaluated_at: datetime
    failure: str
    inputs: tuple[Told, ...]
    rules: tuple[RuleWords, ...]


def tell_decisions(decisions: Sequence[EvaluatedDecision]) -> tuple[DecisionWords, ...]:
    """Each decision in the language of the page; what nobody named is shown as it is. OutsideUnavailable."""
    keys = {decision.definition_key: decision.decision_id for decision in decisions}
    words = {key: _find_words(key, decision_id) for key, decision_id in keys.items()}
    codes = {code for decision in decisions for code in _codes(decision, words[decision.definition_key])}
    names = map_codes_to_names(codes, make_unit())
    return tuple(_tell(decision, words[decision.definition_key], names) for decision in decisions)


def _find_words(definition_key: str, decision_id: str) -> TableWords:
    """Nothing of a file that the engine no longer has or that cannot be read."""
    try:
        xml = monitor().get_decision_file(definition_key)
        return TableWords() if "<!DOCTYPE" in xml else read_table_words(xml.encode(), decision_id)
    except (NotFound, ParseError):
        return TableWords()


def _codes(decision: EvaluatedDecision, words: TableWords) -> Iterator[str]:
    pairs = [(told, words.inputs) for told in decision.inputs]
    pairs += [(told, words.outputs) for rule in decision.rules for told in rule.outputs]
    for told, fields in pairs:
        value = _decode(told.value)
        if fields.get(told.id, told.name) in OF_THE_ORGANISATION and isinstance(value, str):
            yield value


def _tell(decision: EvaluatedDecision, words: TableWords, names: Mapping[str, str]) -> DecisionWords:
    return DecisionWords(
        decision_id=decision.decision_id,
        name=_own_or_catalogue("decision_table", decision.decision_id, decision.name),
        version=decision.version,
        evaluated_at=decision.evaluated_at,
        failure=decision.failure,
        inputs=tuple(
            _tell_value(told, words.inputs, names, gettext("not known")) for told in decision.inputs
        ),
        rules=tuple(_tell_rule(rule, words, names) for rule in decision.rules),
    )


def _tell_rule(rule: MatchedRule, words: TableWords, names: Mapping[str, str]) -> RuleWords:
    outputs = (_tell_value(told, words.outputs, names, gettext("no suggestion")) for told in rule.outputs)
    return RuleWords(rule.id, rule.position, words.rules.get(rule.id, ""), tuple(outputs))


def _tell_value(
    told: EvaluatedValue, fields: Mapping[str, str], names: Mapping[str, str], nothing: str
) -> Told:
    field = fields.get(told.id) or told.name
    label, value = _own_or_catalogue("decision_field", field, told.name), _decode(told.value)
    if value is None:
        return Told(label, nothing)
    if isinstance(value, bool):
        return Told(label, gettext("Yes") if value else gettext("No"))
    if not isinstance(value, str):
        return Told(label, told.value)
    if field in OF_THE_ORGANISATION and value in names:
        return Told(label, names[value], value)
    return Told(label, code_text(KINDS[field], value) if field in KINDS else value)


def _own_or_catalogue(kind: str, key: str, own: str) -> str:
    """In Chinese the name that the deployed table has, which owners may change, as for elements of diagrams."""
    if has_text(f"{kind}.{key}") and (language() != "zh" or own == key):
        return code_text(kind, key)
    return own


def _decode(value: str) -> object:
    try:
        return json.loads(value)
    except ValueError:
        return value
