"""What a file field of a form may be answered with, and which settings of one the server can enforce."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from adapters.feel import FeelEvaluator
from models.ground.errors import InvalidInput
from services.forms.check_form import check_fields
from services.forms.form_files import FormFile
from services.forms.labelled_answers import label_answers
from services.forms.validate import FormContext, validate

FILES = {
    "u1": FormFile("u1", "照片.JPG", "image/jpeg", 10),
    "u2": FormFile("u2", "说明.pdf", "application/pdf", 10),
}
FEEL = FeelEvaluator(lambda _expression, _context: None, lambda _expression: None)


def form(**setting: Any) -> dict[str, Any]:
    return {"components": [{"type": "filepicker", "id": "f", "key": "files", "label": "附件", **setting}]}


def judge(value: object, **setting: Any) -> object:
    """The cleaned answer, or the code of the fault."""
    known = FormContext({}, FEEL, date(2026, 9, 1), files=FILES)
    try:
        return validate(form(**setting), {"files": value}, known).get("files")
    except InvalidInput as refused:
        return refused.errors["files"]


def put(*ids: str) -> list[dict[str, str]]:
    return [{"documentId": upload_id, "name": "whatever the browser says"} for upload_id in ids]


@pytest.mark.parametrize(
    ("value", "setting", "given"),
    [
        (put("u1", "u2", "u1"), {"multiple": True}, ["u1", "u2"]),
        (put("u1"), {}, ["u1"]),
        (put("u1", "u2"), {}, "TOO_MANY_FILES"),
        (put("u3"), {"multiple": True}, "NOT_UPLOADED_HERE"),
        ([["u1"]], {"multiple": True}, "NOT_UPLOADED_HERE"),
        ("u1", {}, "NOT_A_LIST"),
        ([], {"validate": {"required": True}}, "REQUIRED"),
        (None, {}, None),
        (put("u1"), {"accept": ".jpg, .png"}, ["u1"]),
        (put("u1"), {"accept": "image/*"}, ["u1"]),
        (put("u2"), {"accept": "image/*,.docx"}, "TYPE_NOT_ALLOWED"),
        (put("u2"), {"accept": "application/pdf"}, ["u2"]),
    ],
)
def test_a_file_field_takes_its_own_uploads_in_the_kind_and_number_that_it_asks(
    value: object, setting: dict[str, Any], given: object
) -> None:
    assert judge(value, **setting) == given


@pytest.mark.parametrize(
    ("setting", "faults"),
    [
        ({"multiple": True, "accept": ".pdf,image/*"}, []),
        ({"multiple": "=many"}, ["multiple==many"]),
        ({"accept": "=kinds"}, ["accept==kinds"]),
        ({"accept": ".pdf,"}, ["accept=.pdf,"]),
        ({"accept": 3}, ["accept=3"]),
        ({"defaultValue": "x"}, ["defaultValue"]),
        ({"validate": {"minLength": 1}}, ["validate.minLength"]),
    ],
)
def test_a_setting_that_the_server_cannot_enforce_is_refused_at_deployment(
    setting: dict[str, Any], faults: list[str]
) -> None:
    found = check_fields(form(**setting), lambda _expression: None)
    assert [fault.detail for fault in found] == faults


def test_the_record_of_a_form_names_its_files() -> None:
    rows = {"type": "dynamiclist", "path": "papers", "components": form()["components"]}
    schema = {"components": [*form()["components"], rows]}
    answers = {"files": ["e1"], "papers": [{"files": ["e2"]}]}
    kept = label_answers(schema, answers, {}, {"e1": "照片.JPG", "e2": "说明.pdf"})
    assert kept[0] == {"key": "files", "label": "附件", "value": ["e1"], "shown": ["照片.JPG"]}
    assert kept[1]["rows"] == [[{"key": "files", "label": "附件", "value": ["e2"], "shown": ["说明.pdf"]}]]
