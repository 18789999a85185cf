"""Guidance on law, ethics and talk beside each task, as the form of the step has it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest

from api.i18n import LANGUAGES, _catalogue, list_codes
from bpmn.names import FormId
from models.case.task import Task
from models.office.deployed_form import DeployedForm
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import FORMS, add_task
from tests.web.pages import text_of
from tests.web_staff.furnished_case import furnish_case
from tests.web_staff.guided import KINDS, guidance_of
from tests.web_staff.people import BY_ROLE

TITLES = {"zh": ("法律要点", "职业伦理", "沟通"), "en": ("The law", "Ethics", "How to talk")}


def form_of(page: str) -> Mapping[str, object]:
    block = re.search(r'id="task-form-data">(.*?)</script>', page, re.S)
    assert block
    return json.loads(block[1])["schema"]


def test_beside_each_task_stands_what_law_ethics_and_talk_ask(served_office: ServedOffice) -> None:
    """R96: of every form of a task, in both languages, and no longer within the form."""
    supervisor = served_office.visitor(BY_ROLE["supervisor"])
    case = furnish_case(served_office.office, "203.0.113.61")
    seen: set[str] = set()
    for form in FormId:
        key = case.tasks[form]
        for language, titles in TITLES.items():
            page = supervisor.get(f"/tasks/{key}?lang={language}").text
            found = guidance_of(page)
            assert tuple(found) == titles, (form, language)
            assert all(len(words) > 10 for words in found.values()), form
            assert seen.isdisjoint(found.values()), form
            seen.update(found.values())
            assert "Text_Guidance" not in json.dumps(form_of(page))
    supervisor.get("/?lang=zh")


def test_what_an_owner_says_in_modeler_is_what_the_next_task_shows(served_office: ServedOffice) -> None:
    """His own words in both languages; the earlier version keeps its own, and a form without any shows none."""
    office, clerk = served_office.office, served_office.visitor(BY_ROLE["supervisor"])
    furnished = furnish_case(office, "203.0.113.62")
    case, before = furnished.complaint_id, furnished.tasks[FormId.TELL_EXTENSION]
    schema = json.loads((FORMS / "tell-extension.form").read_text("utf-8"))
    law = next(part for part in schema["components"] if part["id"] == "Text_GuidanceLaw")
    law["text"] = "#### 本局规定\n\n由科长亲自告知。"
    kept = [part for part in schema["components"] if not part["id"].startswith("Text_Guidance")]
    for version, components in ((8, schema["components"]), (9, kept)):
        row = DeployedForm(
            form_key=f"{version}tell-extension", form_id="tell-extension", version=version,
            schema_json={**schema, "components": components}, seen_at=office.clock.now(),
        )  # fmt: skip
        with office.unit_of_work() as unit:
            unit.session.add(row)
    shown = {}
    for version in (8, 9):
        key = add_task(office, case, "tell-extension")
        with office.unit_of_work() as unit:
            unit.session.get_one(Task, key).form_version = version
        shown[version] = guidance_of(clerk.get(f"/tasks/{key}?lang=en").text)
    earlier = clerk.get(f"/tasks/{before}?lang=zh")
    with office.unit_of_work() as unit:
        for version in (8, 9):
            unit.session.delete(unit.session.get_one(DeployedForm, f"{version}tell-extension"))
    assert shown[8]["本局规定"] == "由科长亲自告知。"
    assert "Ethics" in shown[8]
    assert shown[9] == {}
    assert "本局规定" not in text_of(earlier)


@pytest.mark.parametrize("kind", KINDS)
def test_each_form_of_a_task_says_all_three(kind: str) -> None:
    for form in FormId:
        parts = json.loads((FORMS / f"{form}.form").read_text("utf-8"))["components"]
        assert [part for part in parts if part.get("properties", {}).get("guidance") == kind], form


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_task_of_the_office_has_words_of_its_own_for_all_three(language: str) -> None:
    """Those that have a page instead of a form: that the pages show them is shown where each is walked through."""
    words, pages = _catalogue(language), list_codes("office_page")
    assert len(pages) > 10
    told = [words.get(f"office_guidance.{page}.{kind}", "") for page in pages for kind in KINDS]
    assert all(len(one) > 10 for one in told)
    assert len(set(told)) == len(told)
