"""What a form and its fields are called, also where form-js writes a label under another name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.forms.field_labels import label_of, title_of
from services.forms.labelled_answers import label_answers

FORMS = Path(__file__).parents[3] / "bpmn" / "forms"


def moment(subtype: str, **labels: str) -> dict[str, object]:
    """A date or time field as form-js writes it: without `label`."""
    return {"type": "datetime", "id": "Field_9287b68", "key": "visited", "subtype": subtype, **labels}


@pytest.mark.parametrize(
    ("field", "label"),
    [
        (moment("date", dateLabel="查看日期"), "查看日期"),
        (moment("time", timeLabel="查看时间"), "查看时间"),
        (moment("datetime", dateLabel="查看日期", timeLabel="查看时间"), "查看日期、查看时间"),
        (moment("datetime", dateLabel="查看时间", timeLabel="查看时间"), "查看时间"),
        (moment("date", timeLabel="不显示"), None),
        (moment("date", label="计划日期", dateLabel="日期"), "计划日期"),
        ({"type": "textfield", "key": "a", "label": "甲", "dateLabel": "乙"}, "甲"),
        ({"type": "textfield", "key": "a"}, None),
    ],
)
def test_a_date_or_time_field_keeps_its_label(field: dict[str, object], label: str | None) -> None:
    """OW-8: the label stands under `dateLabel` and `timeLabel`."""
    assert label_of(field) == label


def test_a_date_and_a_time_are_filed_under_their_labels_as_people_write_them() -> None:
    """OW-8: no key, no offset; the value itself stays what it was."""
    fields = [
        moment("date", dateLabel="日期"),
        moment("time", timeLabel="时间") | {"key": "at"},
        moment("datetime", dateLabel="时刻") | {"key": "moment"},
    ]
    answers = {"visited": "2026-10-12", "at": "09:30+08:00", "moment": "2026-10-12T01:30:00Z"}
    filed = label_answers({"components": fields}, answers, {})
    assert [(entry["label"], entry["shown"]) for entry in filed] == [
        ("日期", ["2026-10-12"]),
        ("时间", ["09:30"]),
        ("时刻", ["2026-10-12 09:30"]),
    ]
    assert {entry["key"]: entry["value"] for entry in filed} == answers


def test_every_shipped_form_has_a_title_and_a_label_at_each_field() -> None:
    for path in FORMS.glob("*.form"):
        schema = json.loads(path.read_text("utf-8"))
        assert title_of(schema), path.name
        for component in schema["components"]:
            assert "key" not in component or label_of(component), f"{path.name} {component['key']}"
