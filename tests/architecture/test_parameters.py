"""The parameters of a service: what it is about, then the transaction, then who acts (HS-25); none packed away (HS-24)."""

from __future__ import annotations

import ast
import re
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


def packed_parameters(source: str) -> Iterator[str]:
    """Parameters that carry the transaction or who acts in a tuple, past the linter's count of four."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.arg) and node.annotation is not None:
            told = ast.unparse(node.annotation)
            if told.startswith("tuple[") and {"Unit", "Actor"} & set(re.findall(r"\w+", told)):
                yield f"{node.arg}: {told}"


def test_nobody_packs_the_transaction_into_a_tuple() -> None:
    """HS-24: what belongs together has a name."""
    found = {
        str(path.relative_to(ROOT)): packed
        for path in modules("services")
        if (packed := list(packed_parameters(path.read_text("utf-8"))))
    }
    assert found == {}


def test_a_packed_parameter_is_found() -> None:
    source = "def a(row: Row, entry: tuple[Unit, Actor]): ...\ndef b(days: tuple[date, date]): ...\n"
    assert list(packed_parameters(source)) == ["entry: tuple[Unit, Actor]"]
