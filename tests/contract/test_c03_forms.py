"""C3: forms and the use cases behind them agree in keys, required answers, lengths and options."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from deploy.feel import find_fault
from services.acts.act import Act
from services.acts.registry import ACTS
from services.forms.check_form import check_form
from services.forms.schema import walk
from services.tasks.registry import TASKS, get_handler
from services.tasks.user_task import FormWork
from tests.contract.form_fields import fields
from tests.contract.form_rules import OPTIONS
from tests.contract.shipped import ACT_FORMS, DIAGRAMS, FORMS, TASK_FORMS

TEXTS = {"textfield", "textarea"}


def reader_of(form_id: str) -> Act | FormWork:
    """What takes the answers of a task or an act."""
    return ACTS[form_id] if form_id in ACTS else get_handler(form_id)


def key_faults(form_id: str, schema: dict[str, Any]) -> list[str]:
    """What is shown to people without being answered has no reader."""
    asked = {path for path, field in fields(schema) if not field.get("readonly")}
    read = reader_of(form_id).answers
    return [
        *(f"{form_id} asks {path}, nobody reads it" for path in sorted(asked - read)),
        *(f"{form_id} reads {path}, the form does not ask it" for path in sorted(read - asked)),
    ]


def required_faults(form_id: str, schema: dict[str, Any]) -> list[str]:
    required = {path for path, field in fields(schema) if field.get("validate", {}).get("required")}
    return [f"{form_id}: {path} required differs" for path in sorted(required ^ reader_of(form_id).required)]


def length_faults(form_id: str, schema: dict[str, Any]) -> list[str]:
    """Every text that is answered has an upper length."""
    return [
        f"{form_id}: {path} has no length"
        for path, field in fields(schema)
        if field["type"] in TEXTS
        and not field.get("readonly")
        and "maxLength" not in field.get("validate", {})
    ]


def option_faults(form_id: str, schema: dict[str, Any]) -> list[str]:
    """Every choice of a code offers exactly the values of its code list."""
    faults = []
    for path, field in fields(schema):
        values = {option["value"] for option in field.get("values", [])}
        codes = OPTIONS.get(f"{form_id} {path}") or OPTIONS.get(field["key"])
        if "values" in field and codes is not None and values != codes:
            faults.append(f"{form_id}: {path} offers {sorted(values ^ codes)} too much or too little")
    return faults


CHECKS = (key_faults, required_faults, length_faults, option_faults)


@pytest.mark.parametrize("form_id", FORMS)
def test_form_agrees_with_its_use_case(form_id: str) -> None:
    """C3."""
    assert [fault for check in CHECKS for fault in check(form_id, FORMS[form_id])] == []


@pytest.mark.parametrize("form_id", FORMS)
def test_server_knows_every_property_of_the_form(form_id: str) -> None:
    """C3: a form with a rule that the server does not know is refused at deployment; one planted at any field is found."""
    assert check_form(FORMS[form_id], find_fault) == []
    for planted in list_planted(FORMS[form_id]):
        assert [fault.detail for fault in check_form(planted, find_fault)] == ["planted"]


def list_planted(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The form with an unknown property at its head, and at each of its fields in turn, also those inside a list."""
    yield {**schema, "planted": True}
    for place in range(len(list(walk(schema)))):
        planted = copy.deepcopy(schema)
        list(walk(planted))[place]["planted"] = True
        yield planted


def test_every_user_task_has_its_form_and_every_form_its_task_or_act() -> None:
    """C3."""
    used = {node.form_id for diagram in DIAGRAMS for node in diagram.nodes if node.form_id}
    assert len(used) > 20
    assert used == set(TASK_FORMS) == {task.form for task in TASKS.values()}
    assert len(ACT_FORMS) > 10
    assert set(ACT_FORMS) == set(ACTS)


def test_every_coded_answer_is_in_scope() -> None:
    """C3."""
    coded = {
        name
        for form_id, schema in FORMS.items()
        for path, field in fields(schema)
        if "values" in field
        for name in (field["key"], f"{form_id} {path}")
    }
    assert set(OPTIONS) <= coded


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
