"""What a deployed decision table calls its columns and rules, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

Element = ElementTree.Element


@dataclass(frozen=True, slots=True)
class TableWords:
    """By the ids of the file: what each input asks for, the name of each output, what each rule says of itself."""

    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)


def read_table_words(content: bytes, decision_id: str) -> TableWords:
    """The words of one decision of a DMN file; none for a decision without a table. ParseError when it is no XML.

    The caller keeps document types out: this reader would expand them.
    """
    root = ElementTree.fromstring(content)  # noqa: S314 - see above
    # Every version of DMN has a namespace of its own; these names are the same in all of them.
    for decision in root.iterfind("{*}decision"):
        table = decision.find("{*}decisionTable")
        if decision.get("id") == decision_id and table is not None:
            return TableWords(
                inputs={
                    column.get("id", ""): (column.findtext("{*}inputExpression/{*}text") or "").strip()
                    for column in table.iterfind("{*}input")
                },
                outputs={
                    column.get("id", ""): column.get("name", "") for column in table.iterfind("{*}output")
                },
                rules={rule.get("id", ""): _told(rule) for rule in table.iterfind("{*}rule")},
            )
    return TableWords()


def _told(rule: Element) -> str:
    """The description that the Modeler writes, else the annotations of other tools."""
    description = (rule.findtext("{*}description") or "").strip()
    notes = [(note.text or "").strip() for note in rule.iterfind("{*}annotationEntry/{*}text")]
    return description or "；".join(note for note in notes if note)
