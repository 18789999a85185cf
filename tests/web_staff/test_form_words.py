"""Forms in English: every text of the shipped ones, and none that an owner has changed since."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from api.form_words import _translations, in_own_words, list_form_texts
from tests.full_office import FullOffice
from tests.web_staff.cases import file_case
from tests.web_staff.desk import Desk

FORMS = sorted((Path(__file__).parents[2] / "bpmn" / "forms").glob("*.form"))
CHINESE = re.compile(r"[\u3400-\u9fff]")


def schema_of(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_text_of_a_shipped_form_has_its_english(path: Path) -> None:
    """UX-39, wish 10: forms stayed Chinese on English pages. The Chinese beside the translation is what the form says."""
    found = list(list_form_texts(schema_of(path)))
    known = _translations("en")
    assert found
    assert [row.place for row in found if known.get(row.place, ("", ""))[0] != row.text] == []
    assert [row.place for row in found if CHINESE.search(known[row.place][1])] == []


def test_the_catalogue_holds_nothing_that_no_form_says() -> None:
    places = {row.place for path in FORMS for row in list_form_texts(schema_of(path))}
    assert sorted(_translations("en").keys() - places) == []


def test_a_text_that_its_owner_changed_is_shown_as_he_wrote_it(app: Flask) -> None:
    """An old translation would say what the form no longer asks; the other texts stay English."""
    schema = schema_of(next(path for path in FORMS if path.stem == "approve-opinion"))
    changed = next(part for part in schema["components"] if part.get("key") == "opinion")
    changed["label"] = "处理意见全文"
    with app.test_request_context("/?lang=en"):
        own = in_own_words(schema)
    assert own is not None
    labels = {part.get("key"): part.get("label") for part in own["components"]}
    assert (labels["opinion"], labels["notices"]) == (
        "处理意见全文",
        "What the respondents are told once it is approved",
    )
    assert changed["label"] == "处理意见全文"  # the stored schema is not touched
    with app.test_request_context("/?lang=zh"):
        assert in_own_words(schema) is schema


def test_a_form_is_filled_in_in_english(desk: Desk, office: FullOffice) -> None:
    """UX-39: labels, options, built-in texts, faults and the button; Chinese is what people and the law wrote."""
    case = file_case(office)
    with desk.page_of("wen.rusheng", 1366) as page:
        page.goto(f"{desk.address}/tasks/{case.user_task_key}?lang=en")
        form = page.locator("[data-form]")
        expect(form).to_have_attribute("data-ready", "true")
        expect(page.locator("[data-guide]")).to_contain_text("Decide matter by matter")
        expect(page.get_by_label("Register and refer")).to_be_visible()
        page.locator("[data-form-submit]").click()
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("Correct this first")
        expect(alert).to_contain_text("Field is required")
        assert not CHINESE.search(alert.inner_text())
