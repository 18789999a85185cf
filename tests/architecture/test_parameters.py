"""The parameters of a service come in one order: what it is about, then the transaction, then who acts (HS-25)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.source_tree import ROOT, modules

# May follow the transaction: who acts, and what is done only when it was not done before.
AFTER_UNIT = {"actor", "effect"}


def functions_out_of_order(source: str) -> Iterator[str]:
    """Functions in which something else follows `unit: Unit`; what has a name in every call may."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = node.args.args
            names = [argument.arg for argument in given]
            for place, argument in enumerate(given):
                is_unit = isinstance(argument.annotation, ast.Name) and argument.annotation.id == "Unit"
                if is_unit and set(names[place + 1 :]) - AFTER_UNIT:
                    yield f"{node.name}({', '.join(names)})"


def test_the_transaction_follows_what_a_service_is_about() -> None:
    """HS-25."""
    files = modules("services")
    assert sum("unit: Unit" in path.read_text("utf-8") for path in files) > 100, "the folder was visited"
    found = {
        str(path.relative_to(ROOT)): wrong
        for path in files
        if (wrong := list(functions_out_of_order(path.read_text("utf-8"))))
    }
    assert found == {}


def test_a_function_out_of_order_is_found() -> None:
    source = "def a(unit: Unit, x: int): ...\ndef b(x: int, unit: Unit, actor: Actor, *, y: int): ...\n"
    assert list(functions_out_of_order(source)) == ["a(unit, x)"]
