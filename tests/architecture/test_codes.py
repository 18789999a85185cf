"""Codes and names stand once: a fault is told to a person by its code, an element of a diagram by its generated name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from bpmn import names
from tests.architecture.source_tree import PACKAGES, ROOT, modules

# A code, or one with what it is about behind a colon.
_CODE = re.compile(r"[A-Z][A-Z0-9_]*|f'\{[A-Z][A-Z0-9_]*\}: \{.*\}'")
# The file of an organisation is written by a program and read before there is an office with languages.
_BEFORE_THE_OFFICE = {"services/office/load_organisation.py", "services/office/organisation_document.py"}


def sources(*packages: str) -> dict[str, str]:
    paths = [path for package in packages for path in modules(package)]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}


def prose_in_faults(texts: Mapping[str, str]) -> list[str]:
    """Sentences where a fault of an input has its code: words of one language that no catalogue knows."""
    return [
        f"{file}: {value}"
        for file, text in texts.items()
        for value in _values_of_faults(ast.parse(text))
        if not _CODE.fullmatch(value)
    ]


def _values_of_faults(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        told: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "InvalidInput":
            told = [value for entry in node.args if isinstance(entry, ast.Dict) for value in entry.values]
        elif isinstance(node, ast.Assign) and _is_entry_of_errors(node.targets[0]):
            told = [node.value]
        for value in told:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value
            elif isinstance(value, ast.JoinedStr):
                yield ast.unparse(value)


def _is_entry_of_errors(target: ast.expr) -> bool:
    return (
        isinstance(target, ast.Subscript)
        and isinstance(target.value, ast.Name)
        and target.value.id in ("errors", "faults")
    )


def element_ids() -> set[str]:
    """Ids of elements that `bpmn/names.py` gives a name."""
    return {
        element.value for name, enum in vars(names).items() if name.endswith("Element") for element in enum
    }


def ids_by_hand(texts: Mapping[str, str], ids: set[str]) -> list[str]:
    """Element ids that a source spells out."""
    return [
        f"{file}: {node.value}"
        for file, text in texts.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in ids
    ]


def test_a_fault_of_an_input_is_a_code() -> None:
    """HS-28: two use cases told prose where all others tell codes, which both catalogues put into words."""
    texts = sources("services", "api")
    assert sum(1 for text in texts.values() for _ in _values_of_faults(ast.parse(text))) > 50
    found = prose_in_faults({file: text for file, text in texts.items() if file not in _BEFORE_THE_OFFICE})
    assert found == []


def test_an_element_of_a_diagram_is_called_by_its_generated_name() -> None:
    """HS-23: a literal stays as it is when the diagram changes its id."""
    ids = element_ids()
    assert len(ids) > 200
    packages = [package for package in PACKAGES if package not in ("bpmn", "engine")]
    assert ids_by_hand(sources(*packages), ids) == []


def test_prose_and_a_literal_are_found() -> None:
    """HS-23, HS-28 probe."""
    text = 'raise InvalidInput({"day": "is no day"})\nerrors["key"] = f"{key} is taken"\nx = "Task_Known"\n'
    assert sorted(prose_in_faults({"a.py": text})) == ["a.py: f'{key} is taken'", "a.py: is no day"]
    assert prose_in_faults({"a.py": 'raise InvalidInput({"amount": f"{BEYOND_LAW}: {cap}"})'}) == []
    assert ids_by_hand({"a.py": text}, {"Task_Known"}) == ["a.py: Task_Known"]
