"""C3: forms and the use cases behind them agree in keys, required answers, lengths and options."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest

from models.codes import Category, ClaimDecision, Complexity, Disposal, Finding, NonAcceptGround, Route
from services.forms.check_form import check_form
from services.tasks.registry import HANDLERS
from tests.contract.shipped import DIAGRAMS, FORMS

# Shown to people, never answered.
READ_ONLY = frozenset({"claims[].no", "claims[].text"})
OPTIONS: dict[str, type[StrEnum]] = {
    "category": Category,
    "route": Route,
    "complexity": Complexity,
    "nonaccept_ground": NonAcceptGround,
    "finding": Finding,
    "disposals": Disposal,
}
# `refer`, `merge` and the others have no route yet.
DECISIONS = {ClaimDecision.ACCEPT.value, ClaimDecision.REFUSE.value}
REQUIRED = {
    "decide-acceptance": {"category", "route", "claims[].decision"},
    "assign-handler": {"handler_id"},
    "record-findings": {"methods", "claims[].finding", "claims[].facts"},
    "draft-opinion": {"claims[].finding", "claims[].disposals", "claims[].reason"},
    "approve-opinion": {"opinion_decision"},
    "give-answer": {"findings_text", "decision_text", "measures_text", "ways"},
    "record-return-visit": {"satisfaction"},
}
TEXTS = {"textfield", "textarea"}


def fields(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every answered field with its path, rows of a list as `list[].key`."""
    for component in node.get("components", []):
        if "key" in component:
            yield f"{path}{component['key']}", component
        inner = f"{path}{component['path']}[]." if component.get("path") else path
        yield from fields(component, inner)


def key_faults(form_id: str, schema: dict[str, Any]) -> list[str]:
    asked = {path for path, _ in fields(schema)} - READ_ONLY
    read = HANDLERS[form_id].ANSWERS
    return [
        *(f"{form_id} asks {path}, nobody reads it" for path in sorted(asked - read)),
        *(f"{form_id} reads {path}, the form does not ask it" for path in sorted(read - asked)),
    ]


def required_faults(form_id: str, schema: dict[str, Any]) -> list[str]:
    required = {path for path, field in fields(schema) if field.get("validate", {}).get("required")}
    return [f"{form_id}: {path} required differs" for path in sorted(required ^ REQUIRED[form_id])]


def length_faults(form_id: str, schema: dict[str, Any]) -> list[str]:
    """Every text that is answered has an upper length."""
    return [
        f"{form_id}: {path} has no length"
        for path, field in fields(schema)
        if field["type"] in TEXTS and path not in READ_ONLY and "maxLength" not in field.get("validate", {})
    ]


def option_faults(form_id: str, schema: dict[str, Any]) -> list[str]:
    faults = []
    for path, field in fields(schema):
        if "values" not in field:
            continue
        values = {option["value"] for option in field["values"]}
        if field["key"] == "decision" and values != DECISIONS:
            faults.append(f"{form_id}: {path} offers {sorted(values)}")
        codes = OPTIONS.get(field["key"])
        if codes is not None and values != {code.value for code in codes}:
            faults.append(f"{form_id}: {path} offers other values than {codes.__name__}")
    return faults


CHECKS = (key_faults, required_faults, length_faults, option_faults)


@pytest.mark.parametrize("form_id", FORMS)
def test_form_agrees_with_its_use_case(form_id: str) -> None:
    """C3."""
    assert [fault for check in CHECKS for fault in check(form_id, FORMS[form_id])] == []


@pytest.mark.parametrize("form_id", FORMS)
def test_server_knows_every_property_of_the_form(form_id: str) -> None:
    """C3: a form with a rule that the server does not know is refused at deployment."""
    check_form(FORMS[form_id])


def test_every_user_task_has_its_form_and_every_form_its_task() -> None:
    """C3."""
    used = [node.form_id for diagram in DIAGRAMS for node in diagram.nodes if node.form_id]
    assert len(used) == 7
    assert sorted(used) == sorted(FORMS) == sorted(HANDLERS)


def test_every_coded_answer_is_in_scope() -> None:
    """C3."""
    coded = {field["key"] for schema in FORMS.values() for _, field in fields(schema) if "values" in field}
    assert set(OPTIONS) | {"decision"} <= coded


@pytest.mark.parametrize(
    ("check", "key", "change"),
    [
        (key_faults, "note", {"key": "notes"}),
        (required_faults, "category", {"validate": {}}),
        (length_faults, "note", {"validate": {}}),
        (option_faults, "route", {"values": [{"label": "甲", "value": "other"}]}),
        (option_faults, "decision", {"values": [{"label": "并入", "value": "merge"}]}),
    ],
)
def test_changed_form_is_found(check: Any, key: str, change: dict[str, Any]) -> None:
    """C3 probe."""
    schema = copy.deepcopy(FORMS["decide-acceptance"])
    field = next(field for _, field in fields(schema) if field["key"] == key)
    field.update(change)
    assert check("decide-acceptance", schema) != []
