"""Reads the expressions of a DMN file; what does not parse is a fault at the nearest element with an id."""

from __future__ import annotations

from engine import feel
from engine.dmn.names import is_feel, text_of
from engine.errors import ExpressionError
from engine.feel import Expression, UnaryTests
from engine.model.fault_list import FaultList
from engine.model.xml_tree import XmlNode


def read_expression(node: XmlNode | None, holder: XmlNode, faults: FaultList) -> Expression:
    """The expression in a node that holds a `text`; a missing or empty one is a fault."""
    place = node if node is not None and node.get("id") else holder
    source = text_of(node)
    if node is not None and not is_feel(node):
        faults.add(
            place, f"expression language '{node.get('expressionLanguage')}' is not supported, only FEEL"
        )
    elif not source:
        faults.add(place, "has no expression")
    else:
        try:
            return feel.parse(source)
        except ExpressionError as error:
            faults.add(place, f"'{source}' is no FEEL expression: {error}")
    return feel.parse("null")


def read_tests(node: XmlNode, holder: XmlNode, faults: FaultList) -> UnaryTests:
    """The unary tests of an input entry; nothing and `-` pass every value."""
    place = node if node.get("id") else holder
    source = text_of(node)
    if is_feel(node):
        try:
            return feel.parse_unary_tests(source)
        except ExpressionError as error:
            faults.add(place, f"'{source}' are no FEEL unary tests: {error}")
    else:
        faults.add(
            place, f"expression language '{node.get('expressionLanguage')}' is not supported, only FEEL"
        )
    return feel.parse_unary_tests("-")


def read_values(node: XmlNode | None, holder: XmlNode, faults: FaultList) -> tuple[object, ...]:
    """The listed values of an output, in their order; anything but literals is a fault."""
    source = text_of(node)
    if not source:
        return ()
    try:
        values = feel.parse(f"[{source}]").evaluate({})
    except ExpressionError as error:
        faults.add(holder, f"output values '{source}' are no list of values: {error}")
        return ()
    return tuple(values) if isinstance(values, list) else ()
