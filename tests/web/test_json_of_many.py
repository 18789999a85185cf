"""Each answer of the API with rows of several cases puts the look at each on record, or says here why it need not."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

from marshmallow import Schema, fields

ROOT = Path(__file__).parents[2]
_LINES = "lines that a page of the same role lists: numbers, kinds and days, no words of a case, whose own page is a look"
_ONE_CASE = "of one case, whose look its address puts on record"
REASONS: Mapping[str, str] = {
    "acts.acts": "names of acts, no row of a case",
    "cases.list_cases": _LINES,
    "cases.get_case": _ONE_CASE,
    "complaints.progress": "to the complainant himself",
    "due.due": _LINES,
    "tasks.list_tasks": _LINES,
}


def list_answers() -> Iterator[tuple[str, bool]]:
    """Of each view of the API that answers with rows: its name, and whether it notes their cases."""
    for file in sorted((ROOT / "api" / "v1").glob("*.py")):
        for view in ast.parse(file.read_text("utf-8")).body:
            if isinstance(view, ast.FunctionDef) and any(map(has_rows, list_schemas(file.stem, view))):
                yield f"{file.stem}.{view.name}", "note_cases(" in ast.unparse(view)


def list_schemas(module: str, view: ast.FunctionDef) -> Iterator[type[Schema]]:
    for mark in view.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "blueprint.response":
            yield getattr(import_module(f"api.v1.{module}"), ast.unparse(mark.args[1]))


def has_rows(schema: type[Schema]) -> bool:
    told = schema._declared_fields.values()
    return any(isinstance(one, fields.List) and isinstance(one.inner, fields.Nested) for one in told)


def test_each_answer_with_rows_of_several_cases_notes_them_or_has_its_reason() -> None:
    """SE-12, I2: orders to be handed back left with their words, and the drill after a leak did not know whose."""
    answers = dict(list_answers())
    assert "orders.returns" in answers
    assert {name for name, notes in answers.items() if not notes} == set(REASONS)
