"""The validator: what form-js enforces is enforced, what it leaves out too, and unknown properties are named."""

from __future__ import annotations

from datetime import date

import pytest

from adapters.feel import FeelEvaluator
from deploy import feel
from models.ground.errors import InvalidInput
from services.forms.check_form import check_form
from services.forms.form_fault import FormFault, FormFaultCode
from services.forms.labelled_answers import label_answers
from services.forms.validate import FormContext, validate

FEEL = FeelEvaluator(feel.evaluate, feel.find_fault)
TODAY = date(2026, 9, 7)


def field(kind: str, **more: object) -> dict[str, object]:
    return {"type": kind, "id": "f", "key": "a", "label": "甲", **more}


def judge(component: dict[str, object], answers: dict[str, object], **data: object) -> object:
    return validate({"components": [component]}, answers, FormContext(data, FEEL, TODAY))


OPTIONS = {"values": [{"label": "一", "value": "x"}, {"label": "二", "value": "y"}]}


@pytest.mark.parametrize(
    ("component", "value", "code"),
    [
        (field("textfield", validate={"required": True}), " ", "REQUIRED"),
        (field("textfield", validate={"minLength": 3}), "ab ", "TOO_SHORT"),
        (field("textarea", validate={"maxLength": 2}), "𠮷𠮷", "TOO_LONG"),
        (field("textfield", validate={"pattern": "^\\d+$"}), "１２", "PATTERN"),
        (field("textfield", validate={"validationType": "email"}), "a@b", "PATTERN"),
        (field("textfield"), 5, "NOT_TEXT"),
        (field("textfield"), "a\x00b", "NOT_TEXT"),
        (field("number", validate={"min": 2}), 1, "TOO_SMALL"),
        (field("number", validate={"max": "=limit"}), 6, "TOO_LARGE"),
        (field("number", decimalDigits=1), 1.25, "TOO_MANY_DECIMALS"),
        (field("number"), True, "NOT_A_NUMBER"),
        (field("datetime", subtype="date"), "2026-02-30", "NOT_A_DATE"),
        (field("datetime", subtype="date", disallowPassedDates=True), "2026-09-06", "DATE_PASSED"),
        (field("checkbox", validate={"required": True}), False, "REQUIRED"),
        (field("checkbox"), "yes", "NOT_A_BOOLEAN"),
        (field("radio", **OPTIONS), "z", "NOT_AN_OPTION"),
        (field("select", valuesKey="people"), "x", "NOT_AN_OPTION"),
        (field("checklist", **OPTIONS), "x", "NOT_A_LIST"),
        (field("checklist", **OPTIONS), ["x", "x"], "NOT_AN_OPTION"),
    ],
)
def test_value_against_its_rule_is_refused(component: dict[str, object], value: object, code: str) -> None:
    """Each rule by its code."""
    with pytest.raises(InvalidInput) as refused:
        judge(component, {"a": value}, limit=5, people=[{"label": "q", "value": "q"}])
    assert refused.value.errors == {"a": code}


@pytest.mark.parametrize(
    ("component", "value"),
    [
        (field("textfield", validate={"pattern": "b"}), "abc"),
        (field("number", validate={"min": 1, "max": "=limit"}), 5),
        (field("datetime", subtype="date", disallowPassedDates=True), "2026-09-07"),
        (field("select", valuesKey="people"), "q"),
        (field("checklist", **OPTIONS), ["x", "y"]),
    ],
)
def test_value_within_its_rule_is_kept(component: dict[str, object], value: object) -> None:
    """Nothing is changed on the way."""
    assert judge(component, {"a": value}, limit=5, people=[{"label": "q", "value": "q"}]) == {"a": value}


def test_hidden_field_is_dropped_and_not_asked_for() -> None:
    """As form-js: a hidden required field is no fault."""
    hidden = field("textfield", conditional={"hide": '=kind = "x"'}, validate={"required": True})
    assert judge(hidden, {"a": "secret"}, kind="x") == {}


def test_readonly_comes_from_the_server_and_unknown_keys_are_dropped() -> None:
    """Mass assignment: what the browser says of a read-only field does not matter."""
    assert judge(field("textfield", readonly=True), {"a": "mine", "b": 1}, a="ours") == {"a": "ours"}


ROWS = {
    "type": "dynamiclist",
    "id": "l",
    "path": "matters",
    "allowAddRemove": False,
    "components": [
        {"type": "number", "id": "n", "key": "no", "readonly": True},
        field("textfield", validate={"required": True}, conditional={"hide": "=this.no = 2"}),
    ],
}


def test_rows_are_judged_by_their_own_data() -> None:
    """Paths name the row; a condition sees the row as `this`."""
    shown = [{"no": 1}, {"no": 2}]
    with pytest.raises(InvalidInput) as refused:
        judge(ROWS, {"matters": [{"no": 7}, {"a": "x"}]}, matters=shown)
    assert refused.value.errors == {"matters.0.a": "REQUIRED"}
    cleaned = judge(ROWS, {"matters": [{"a": "ok"}, {"a": "gone"}]}, matters=shown)
    assert cleaned == {"matters": [{"no": 1, "a": "ok"}, {"no": 2}]}


def test_rows_cannot_be_added_where_the_form_forbids_it() -> None:
    """A decision for a matter that is not there is no decision."""
    with pytest.raises(InvalidInput) as refused:
        judge(ROWS, {"matters": [{"a": "x"}]}, matters=[])
    assert refused.value.errors == {"matters": "ROWS_CHANGED"}


UNKNOWN, VALUE = FormFaultCode.PROPERTY_UNKNOWN, FormFaultCode.VALUE_UNKNOWN


def test_form_with_what_the_server_does_not_know_is_named() -> None:
    """OW-4: refused at deployment by name where it is ours, named on the page of versions where it is an owner's."""
    schema = {
        "components": [
            field("textfield", validate={"shiny": 1}, sparkle=True),
            {"type": "taglist", "id": "p", "key": "photo", "label": "现场照片"},
        ],
        "extra": 1,
    }
    assert check_form(schema, feel.find_fault) == [
        FormFault("form", "extra"),
        FormFault("a", "sparkle", UNKNOWN, "甲"),
        FormFault("a", "validate.shiny", UNKNOWN, "甲"),
        FormFault("photo", "taglist", FormFaultCode.TYPE_UNKNOWN, "现场照片"),
    ]


@pytest.mark.parametrize(
    ("component", "code", "detail"),
    [
        (field("taglist", **OPTIONS), FormFaultCode.TYPE_UNKNOWN, "taglist"),
        (field("expression", expression="=1"), FormFaultCode.TYPE_UNKNOWN, "expression"),
        (field("select", valuesExpression="=units"), UNKNOWN, "valuesExpression"),
        (field("textfield", conditional={"hide": "=a = = 1"}), FormFaultCode.EXPRESSION_FAULTY, "a = = 1"),
        (field("number", validate={"max": "=limit +"}), FormFaultCode.EXPRESSION_FAULTY, "limit +"),
        (field("textfield", validate={"required": "=b = 1"}), VALUE, "validate.required==b = 1"),
        (field("textfield", readonly="=b = 1"), VALUE, "readonly==b = 1"),
        (field("textfield", validate={"pattern": "(?<a>x"}), VALUE, "validate.pattern=(?<a>x"),
        (field("textfield", validate={"validationType": "iban"}), VALUE, "validate.validationType=iban"),
        (field("datetime", subtype="week"), VALUE, "subtype=week"),
        (field("textfield") | {"key": "a.b"}, FormFaultCode.KEY_WITH_DOT, "a.b"),
        (field("textfield") | {"key": ""}, FormFaultCode.KEY_MISSING, "key"),
        ({"type": "dynamiclist", "id": "l", "components": [field("textfield")]}, FormFaultCode.KEY_MISSING, "path"),
        ({"type": "dynamiclist", "id": "l", "path": "l", "components": []}, UNKNOWN, "components"),
    ],
)  # fmt: skip
def test_each_fault_of_an_owner_is_found_before_anybody_answers(
    component: dict[str, object], code: FormFaultCode, detail: str
) -> None:
    """OW-4."""
    (found,) = check_form({"components": [component]}, feel.find_fault)
    assert (found.code, found.detail.split(" (")[0]) == (code, detail)


def test_two_fields_of_one_key_are_named_also_across_a_group_and_within_a_row() -> None:
    """OW-4: a list and a group with a path are levels of their own."""
    group = {"type": "group", "id": "g", "components": [field("textarea")]}
    named = {"type": "group", "id": "n", "path": "n", "components": [field("textarea")]}
    rows = {
        "type": "dynamiclist",
        "id": "l",
        "path": "l",
        "components": [field("textfield"), field("number")],
    }
    twice = FormFault("a", "a", FormFaultCode.KEY_TWICE, "甲")
    assert check_form({"components": [field("textfield"), group]}, feel.find_fault) == [twice]
    assert check_form({"components": [field("textfield"), named]}, feel.find_fault) == []
    assert check_form({"components": [rows]}, feel.find_fault) == [twice]


def test_answers_are_kept_with_the_words_their_person_saw() -> None:
    """Label and option text, also of fields nobody taught the office."""
    schema = {"components": [field("radio", **OPTIONS)]}
    assert label_answers(schema, {"a": "x"}, {}) == [
        {"key": "a", "label": "甲", "value": "x", "shown": ["一"]}
    ]
