"""Reads a decision table; everything that would make it mean less than it shows is a fault."""

from __future__ import annotations

from collections import Counter
from typing import TypeVar

from engine.dmn.expressions import read_expression, read_tests, read_values
from engine.dmn.graph import Aggregation, DecisionTable, HitPolicy, Rule, TableInput, TableOutput
from engine.dmn.names import find_part, list_parts, text_of
from engine.model.fault_list import FaultList
from engine.model.xml_tree import XmlNode

K = TypeVar("K", HitPolicy, Aggregation)


def read_table(node: XmlNode, faults: FaultList) -> DecisionTable:
    """The table of a `decisionTable` node."""
    table = DecisionTable(
        hit_policy=_read_choice(node, "hitPolicy", HitPolicy.UNIQUE, faults),
        aggregation=_read_choice(node, "aggregation", Aggregation.LIST, faults),
        inputs=tuple(_read_input(column, faults) for column in list_parts(node, "input")),
        outputs=tuple(_read_output(column, faults) for column in list_parts(node, "output")),
        rules=tuple(_read_rule(row, faults) for row in list_parts(node, "rule")),
    )
    _check(table, node, faults)
    return table


def _read_choice(node: XmlNode, name: str, default: K, faults: FaultList) -> K:
    value = node.get(name)
    kinds = type(default)
    if value and value not in set(kinds):
        faults.add(node, f"{name} '{value}' is unknown")
        return default
    return kinds(value) if value else default


def _read_input(column: XmlNode, faults: FaultList) -> TableInput:
    holder = find_part(column, "inputExpression")
    expression = read_expression(holder, column, faults)
    return TableInput(column.get("id"), column.get("label") or text_of(holder), expression)


def _read_output(column: XmlNode, faults: FaultList) -> TableOutput:
    default = find_part(column, "defaultOutputEntry")
    has_default = default is not None and bool(text_of(default))
    return TableOutput(
        id=column.get("id"),
        name=column.get("name"),
        label=column.get("label"),
        ranking=read_values(find_part(column, "outputValues"), column, faults),
        default=read_expression(default, column, faults) if has_default else None,
    )


def _read_rule(row: XmlNode, faults: FaultList) -> Rule:
    return Rule(
        id=row.get("id"),
        tests=tuple(read_tests(entry, row, faults) for entry in list_parts(row, "inputEntry")),
        outputs=tuple(read_expression(entry, row, faults) for entry in list_parts(row, "outputEntry")),
    )


def _check(table: DecisionTable, node: XmlNode, faults: FaultList) -> None:
    _check_outputs(table, node, faults)
    if table.aggregation is not Aggregation.LIST:
        if table.hit_policy is not HitPolicy.COLLECT:
            faults.add(node, f"has an aggregation, which hit policy {table.hit_policy} does not know")
        elif len(table.outputs) > 1:
            faults.add(node, "has an aggregation, which is not defined for several outputs")
    for rule, row in zip(table.rules, list_parts(node, "rule"), strict=True):
        if len(rule.tests) != len(table.inputs) or len(rule.outputs) != len(table.outputs):
            faults.add(row, "does not have one entry for each input and each output")


def _check_outputs(table: DecisionTable, node: XmlNode, faults: FaultList) -> None:
    if not table.outputs:
        faults.add(node, "has no output")
    if len(table.outputs) < 2:
        return
    for name, count in Counter(output.name for output in table.outputs).items():
        if not name:
            faults.add(node, "has several outputs, one of them without a name")
        elif count > 1:
            faults.add(node, f"has {count} outputs with the name '{name}'")
