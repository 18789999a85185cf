"""The server judges every shipped form as real form-js does: the same fields fail, field by field.

Where form-js silently drops a value it does not offer, the server refuses it; that is the one wanted difference.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from adapters.feel import FeelEvaluator
from deploy.webbuild import TOOLS, node_command
from engine.feel import from_json, parse, to_json
from models.ground.errors import InvalidInput
from services.forms.form_files import FormFile
from services.forms.validate import FormContext, validate
from tests.contract.form_fields import fields
from tests.contract.lint import require_built
from tests.contract.shipped import FORMS

# All of them on demand (PROVE=1), which takes four minutes.
SUBMISSIONS = 200 if os.environ.get("PROVE") == "1" else 40
FEWEST = 20  # one in so many passes, and one fails, in every form
KINDS = ("complaint", "suggestion")
LISTS = ("matters", "claims", "own_claims", "papers", "points")
SHOWN = {
    "unit_options": [{"label": "甲科", "value": "unit-a"}, {"label": "乙科", "value": "unit-b"}],
    "own_unit_options": [{"label": "甲科", "value": "unit-a"}, {"label": "乙科", "value": "unit-b"}],
    "co_unit_options": [{"label": "甲科", "value": "unit-a"}, {"label": "乙科", "value": "unit-b"}],
    "part_options": [{"label": "甲科", "value": "p1"}, {"label": "乙科", "value": "p2"}],
    "person_options": [{"label": "张三", "value": "s01"}, {"label": "李四", "value": "s02"}],
    "proof_options": [{"label": "授权委托书", "value": "1"}],
    "handler_options": [{"label": "张三", "value": "s01"}, {"label": "李四", "value": "s02"}],
    "outside_options": [{"label": "外单位", "value": "X-1"}, {"label": "另一外单位", "value": "X-2"}],
    "who_options": [{"label": "张三", "value": "s01"}, {"label": "李四", "value": "s02"}],
    "improvement_owner_options": [{"label": "甲科", "value": "unit-a"}, {"label": "乙科", "value": "unit-b"}],
    "correction_options": [{"label": "1. 更正登记", "value": "k1"}],
    "matter_options": [{"label": "第1项", "value": "1"}, {"label": "第2项", "value": "2"}],
    "opener_options": [{"label": "赵六", "value": "s04"}],
    "document_options": [{"label": "答复书", "value": "answer"}, {"label": "复查意见书", "value": "r1"}],
    "reviewer_options": [{"label": "王五", "value": "s03"}],
    "open_supplements": [{"label": "第一次", "value": "q1"}],
    "open_referrals": [{"label": "一号", "value": "r1"}],
    "open_respondent_requests": [{"label": "一号", "value": "a1"}],
    "entry_options": [{"label": "1. 甲科", "value": "p1"}],
    "window_options": [{"label": "C03（甲科）", "value": "C03"}],
    "reader_options": [{"label": "张三", "value": "s01"}, {"label": "李四", "value": "s02"}],
    "staff_options": [{"label": "按排班表", "value": "by-roster"}, {"label": "张三", "value": "s01"}],
    "group_options": [{"label": "M1（YH-2026-000001）", "value": "M1"}],
    "claim_options": [{"label": "1. 说明原因", "value": "1"}],
    "member_options": [{"label": "YH-2026-000001", "value": "YH-2026-000001"}],
    "item_options": [{"label": "事项", "value": "i1"}],
    "open_entrustments": [{"label": "一号", "value": "e1"}],
    "entrustment_options": [{"label": "一号", "value": "e1"}],
    "objection_options": [{"label": "1. 投诉人", "value": "o1"}],
    "basis_options": [{"label": "《办法》第八条", "value": "b1"}, {"label": "《办法》第九条", "value": "b2"}],
    "file_options": [{"label": "证据1", "value": "f1"}, {"label": "证据2", "value": "f2"}],
    "other_options": [{"label": "证据1", "value": "1"}, {"label": "证据2", "value": "2"}],
    "evidence_options": [{"label": "证据1", "value": "v1"}, {"label": "证据2", "value": "v2"}],
    "cause_options": [{"label": "流程 · 环节重复", "value": "c1"}, {"label": "人员 · 不熟悉", "value": "c2"}],
    "method": "interview",
    "ways_as_wished": ["letter", "registered_letter"],
    "ways_not_as_wished": ["email", "in_person", "phone", "query_code", "sms"],
    "matters": [
        {"no": index + 1, "text": f"事项{index + 1}", "kind": kind, "investigated_finding": "unverifiable"}
        for index, kind in enumerate(KINDS)
    ],
    "claims": [{"no": 1, "text": "更正"}],
    "own_claims": [{"no": 1, "text": "更正"}],
    "papers": [{}, {}],
    "points": [{}, {}],
}
CHOICES = {"radio", "select", "checklist"}
UPLOADS = {
    key: FormFile(key, name, "image/jpeg", 2048) for key, name in (("u1", "照片.jpg"), ("u2", "现场.jpg"))
}


def evaluate(expression: str, context: Any) -> object:
    return to_json(parse(expression).evaluate({key: from_json(value) for key, value in context.items()}))


def random_answers(schema: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """Answers of which most are in order, so that whole submissions pass as well as fail."""
    answers: dict[str, Any] = {}
    care = dice.choice([0.6, 0.9, 0.99])
    for path, field in fields(schema):
        if "[]" not in path:
            answers[field["key"]] = random_value(field, dice, care)
    for name in LISTS:
        asked = [field for path, field in fields(schema) if path.startswith(f"{name}[]")]
        if asked:
            answers[name] = [
                row
                | {
                    field["key"]: random_value(field, dice, care)
                    for field in asked
                    if not field.get("readonly")
                }
                for row in SHOWN[name]
            ]
    return answers


def random_value(field: dict[str, Any], dice: random.Random, care: float) -> object:
    is_good = dice.random() < care
    if field["type"] in {"checkbox", "filepicker"}:
        return dice.choice([True, False]) if field["type"] == "checkbox" else random_files(dice, is_good)
    if field["type"] in CHOICES:
        return random_choice(field, dice, is_good)
    if field["type"] == "number":
        return random_number(field, dice, is_good)
    if field["type"] == "datetime":
        hour = "T10:00" if field.get("subtype") == "datetime" else ""
        days = [f"2026-09-01{hour}", f"2027-02-28{hour}"]
        return dice.choice(days) if is_good else dice.choice(["", None])
    limit = field.get("validate", {}).get("maxLength", 100)
    if is_good:
        return dice.choice(["属实。", "  两边有空格  ", "多行\n文字", "𠮷" * (limit // 2), "字" * limit])
    return dice.choice(["", None, "字" * (limit + 1), "𠮷" * (limit // 2 + 1), " " * 3 + "字" * limit])


def random_files(dice: random.Random, is_good: bool) -> list[dict[str, Any]] | None:
    """References of uploads as the page keeps them."""
    if not is_good:
        return dice.choice([None, []])
    chosen = dice.sample(list(UPLOADS.values()), dice.randint(1, len(UPLOADS)))
    return [{"documentId": file.upload_id, "metadata": {"fileName": file.name}} for file in chosen]


def random_number(field: dict[str, Any], dice: random.Random, is_good: bool) -> object:
    limits = field.get("validate", {})
    low, high = limits.get("min", 0), limits.get("max", 100)
    return dice.randint(low, high) if is_good else dice.choice([None, low - 1, high + 1])


def random_choice(field: dict[str, Any], dice: random.Random, is_good: bool) -> object:
    options = field.get("values") or SHOWN[field["valuesKey"]]
    keys = [option["value"] for option in options]
    if field["type"] == "checklist":
        return dice.sample(keys, dice.randint(1, len(keys))) if is_good else dice.choice([[], None, ["x"]])
    return dice.choice(keys) if is_good else dice.choice([None, "x"])


@dataclass(frozen=True)
class FormJs:
    """One process of form-js for all forms: what Node has learned to do fast with one form it does fast with the next."""

    process: subprocess.Popen[str]

    def judge(self, schema: dict[str, Any], answers: dict[str, Any]) -> set[str]:
        """The failing fields of these answers."""
        assert self.process.stdin is not None and self.process.stdout is not None
        asked = json.dumps({"schema": schema, "data": {**shown_to(schema), **answers}})
        self.process.stdin.write(f"{asked}\n")
        self.process.stdin.flush()
        verdict = json.loads(self.process.stdout.readline())
        return set(verdict["errors"]) | dropped_choices(schema, answers, verdict["data"])


@pytest.fixture(scope="module")
def form_js() -> Iterator[FormJs]:
    require_built()
    command = [*node_command(), str(TOOLS / "form-check.mjs")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield FormJs(process)
        _, _ = process.communicate()
    assert process.returncode == 0


def shown_to(schema: dict[str, Any]) -> dict[str, Any]:
    """What a form names of all that is shown; form-js walks through every name for every condition of every field."""
    words = json.dumps(schema, ensure_ascii=False)
    return {name: value for name, value in SHOWN.items() if name in words}


def dropped_choices(schema: dict[str, Any], given: dict[str, Any], kept: dict[str, Any]) -> set[str]:
    """Paths of shown choices that form-js emptied because it does not offer them."""
    dropped = set()
    for path, field in fields(schema):
        if field["type"] not in CHOICES:
            continue
        for place, row_given, row_kept in rows(path, given, kept):
            value = row_given.get(field["key"])
            if field["key"] in row_kept and value and row_kept[field["key"]] != value:
                dropped.add(place)
    return dropped


def rows(path: str, given: dict[str, Any], kept: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    name, _, key = path.partition("[].")
    if not key:
        return [(path, given, kept)]
    # A list that is hidden is not kept at all.
    pairs = zip(given[name], kept.get(name, given[name]), strict=True)
    return [(f"{name}.{index}.{key}", one, other) for index, (one, other) in enumerate(pairs)]


def judged_by_server(schema: dict[str, Any], answers: dict[str, Any]) -> set[str]:
    feel = FeelEvaluator(evaluate, lambda _: None)
    context = FormContext(data=SHOWN, feel=feel, today=date(2026, 9, 1), files=UPLOADS)
    try:
        validate(schema, answers, context)
    except InvalidInput as refused:
        return set(refused.errors)
    return set()


def submissions(form_id: str) -> list[dict[str, Any]]:
    dice = random.Random(f"jieban {form_id}")  # noqa: S311 - a reproducible choice of test data
    return [random_answers(FORMS[form_id], dice) for _ in range(SUBMISSIONS)]


@pytest.mark.parametrize("form_id", FORMS)
def test_server_and_form_js_fail_the_same_fields(form_id: str, form_js: FormJs) -> None:
    """Engineering 10: random submissions of each form, passing ones and failing ones."""
    schema = FORMS[form_id]
    judged = [(answers, form_js.judge(schema, answers)) for answers in submissions(form_id)]
    differing = [
        (answers, sorted(failing), sorted(server))
        for answers, failing in judged
        if failing != (server := judged_by_server(schema, answers))
    ]
    assert differing == []
    failed = sum(1 for _, failing in judged if failing)
    assert failed >= len(judged) // FEWEST
    assert len(judged) - failed >= len(judged) // FEWEST


def test_a_required_file_is_required_by_both(form_js: FormJs) -> None:
    """No shipped form requires one; an owner's may, also in a row of a list."""
    field = {
        "type": "filepicker",
        "id": "f",
        "key": "files",
        "multiple": True,
        "validate": {"required": True},
    }
    rows = {"type": "dynamiclist", "id": "l", "path": "rows", "isRepeating": True, "components": [field]}
    schema = {"type": "default", "id": "one", "schemaVersion": 18, "components": [{**field, "id": "g"}, rows]}
    put = [{"documentId": "u1", "metadata": {"fileName": "照片.jpg"}}]
    for answers in (
        {"files": put, "rows": [{"files": put}]},
        {"files": [], "rows": [{"files": put}, {"files": None}]},
        {"rows": [{}]},
    ):
        assert form_js.judge(schema, answers) == judged_by_server(schema, answers)
    assert judged_by_server(schema, {"rows": [{}]}) == {"files", "rows.0.files"}


def test_loosened_rule_of_the_server_is_found(form_js: FormJs) -> None:
    """The probe: a server that forgot a required field disagrees with form-js."""
    schema = FORMS["approve-opinion"]
    forgetful = json.loads(json.dumps(schema).replace('"required": true', '"required": false'))
    answers = {"opinion_decision": None, "comment": ""}
    assert form_js.judge(schema, answers) == {"opinion_decision"}
    assert judged_by_server(forgetful, answers) == set()
