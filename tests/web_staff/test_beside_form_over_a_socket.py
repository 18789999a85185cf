"""What a step decides on stands beside its form, as the real web server sends it: form by form, and to nobody too much."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from api.i18n import _catalogue
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.legal_time import to_beijing
from models.ground.codes import Method
from models.ground.ids import new_id
from models.vault.keyring import Keyring
from services.extracts.registry import read_parts
from services.tasks.extract import Extract
from services.tasks.registry import TASKS
from tests.full_office import CONTENT
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.projected_task import add_task, walk_to
from tests.web.pages import text_of
from tests.web_staff.cases import CANARIES
from tests.web_staff.furnished_case import (
    NOTE,
    OBJECTION,
    ORDER,
    PICTURE,
    RECORD,
    REPLY,
    REPORT,
    SAID_OF_THE_ANSWER,
    SCOPE,
    WHY_AWAY,
    WHY_LATE,
    WHY_LONGER,
    WHY_REVIEW,
    WHY_WITHDRAWN,
    WORDED,
    FurnishedCase,
    furnish_case,
)
from tests.web_staff.test_act_pages import form_of

READER, REPRESENTATIVE = "jian.rujing", "ren.shebao"
TEMPLATES = Path(__file__).parents[2] / "api" / "pages" / "staff" / "beside"
PERSONAL = {name: value for name, value in CANARIES.items() if name != "file"}
OWN_WORDS = CONTENT[:20]
# Words of each part on the page of the furnished case.
MATTERS = ("matters", WORDED[0])
CLAIMS = ("claims", "按公布的办事指南收件")
TOLD = ("told", OWN_WORDS)
WINDOW = ("respondents", "C03")
EVIDENCE = ("evidence", PICTURE)
RECORDS, STATEMENTS = ("records", RECORD), ("statements", REPLY)
OPINION, ANSWER = ("opinion", "有依据"), ("answer", "采取的措施")
REACHING, VISITS = ("reaching", "电话"), ("visits", SAID_OF_THE_ANSWER)
DATES, LATE = ("extension", WHY_LONGER), ("lateness", "办结")
FILE = (MATTERS, CLAIMS, TOLD, WINDOW, EVIDENCE)
# By form what whoever does the step has to see; the units' stand below.
SHOWN: dict[str, tuple[tuple[str, str], ...]] = {
    "approve-acceptance": (("asked", NOTE), *FILE),
    "approve-settlement": (("asked", NOTE), *FILE),
    "approve-entrustment": (("asked", SCOPE), *FILE, RECORDS, STATEMENTS),
    "approve-opinion": (OPINION, TOLD, WINDOW, EVIDENCE, RECORDS, STATEMENTS),
    "review-opinion": (OPINION, TOLD, WINDOW, EVIDENCE, RECORDS, STATEMENTS),
    "arbitrate-referral": (("asked", OBJECTION), *FILE),
    "assign-handler": FILE,
    "close-supervision": (LATE, ("lateness", WHY_LATE), MATTERS),
    "decide-acceptance": (TOLD, CLAIMS, WINDOW, EVIDENCE),
    "decide-extension": (DATES, *FILE),
    "decide-recusal": (("asked", WHY_AWAY), MATTERS, WINDOW),
    "decide-redo": (VISITS, OPINION, ANSWER, TOLD),
    "decide-review": (("asked", WHY_REVIEW), ANSWER, OPINION, TOLD, WINDOW, EVIDENCE, RECORDS, STATEMENTS),
    "draft-opinion": (OPINION, TOLD, WINDOW, EVIDENCE, RECORDS, STATEMENTS),
    "explain-delay": (LATE, CLAIMS),
    "give-answer": (OPINION, REACHING, TOLD),
    "plan-investigation": (*FILE, RECORDS, STATEMENTS),
    "record-discipline-result": (("asked", "回执〔2026〕3号"), OPINION),
    "record-findings": (TOLD, CLAIMS, WINDOW, EVIDENCE, RECORDS, STATEMENTS),
    "record-investigation-act": (*FILE, RECORDS, STATEMENTS),
    "record-return-visit": (REACHING, ANSWER, CLAIMS, VISITS),
    "settle-on-spot": (TOLD, CLAIMS, WINDOW, EVIDENCE),
    "tell-extension": (DATES, REACHING, MATTERS),
    "transfer-discipline": (OPINION, WINDOW, EVIDENCE),
    "verify-rectification": (("asked", REPORT), MATTERS, EVIDENCE),
    "verify-withdrawal": (("withdrawal", WHY_WITHDRAWN), MATTERS, CLAIMS, REACHING),
}
OF_UNITS: dict[str, tuple[str, ...]] = {
    "sign-referral": (NOTE, WORDED[0]),
    "report-referral-result": (NOTE, WORDED[0]),
    "report-rectification": (ORDER, WORDED[0]),
}


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own: its one case has more than a case can have."""
    with serve_office(tmp_path_factory.mktemp("beside"), sqlite_office_template) as served:
        yield served


@pytest.fixture(scope="module")
def case(served: ServedOffice) -> FurnishedCase:
    return furnish_case(served.office, "192.0.2.77", **PERSONAL)


def read(served: ServedOffice, case: FurnishedCase, form: str, login: str) -> dict[str, str]:
    """The words of each part beside the form, by its name; `` is the whole page."""
    page = served.visitor(login).get(f"/tasks/{case.tasks[form]}")
    assert page.status_code == 200, page.text[-500:]
    pieces = re.split(r'<details class="beside-part[^>]*data-beside="(\w+)"[^>]*>', page.text)
    names, bodies = pieces[1::2], pieces[2::2]
    ends = [body.partition('<section class="panel form-panel"')[0] for body in bodies]
    words = [unescape(re.sub(r"<[^>]+>", " ", body)) for body in ends]
    return {"": text_of(page), **dict(zip(names, words, strict=True))}


@pytest.mark.parametrize("form", sorted({task.form for task in TASKS.values()}))
def test_whoever_does_the_step_sees_what_it_decides_on(
    served: ServedOffice, case: FurnishedCase, form: str
) -> None:
    """UX-4, UX-7, UX-13, UX-14, UX-25, UX-28, UX-30: 27 of 45 forms showed nothing of what is decided."""
    login = REPRESENTATIVE if form in OF_UNITS else READER
    parts = read(served, case, form, login)
    wanted = SHOWN.get(form) or tuple(("asked", words) for words in OF_UNITS[form])
    missing = [(name, words) for name, words in wanted if words not in parts.get(name, "")]
    assert missing == []
    assert "操作手册" in parts[""]


@pytest.mark.parametrize("form", sorted(OF_UNITS))
def test_a_unit_sees_its_sheet_and_nothing_of_the_file(
    served: ServedOffice, case: FurnishedCase, form: str
) -> None:
    """R109, DM-2: no name, no way of contact, not the complainant's own words, no statement of another."""
    parts = read(served, case, form, REPRESENTATIVE)
    assert set(parts) == {"", "asked"}
    assert [told for told in (*PERSONAL.values(), OWN_WORDS, REPLY, RECORD) if told in parts[""]] == []


def test_the_dates_before_and_after_stand_beside_an_extension(
    served: ServedOffice, case: FurnishedCase
) -> None:
    """UX-14: applicant, approver and teller did not see which date."""
    for form in ("decide-extension", "tell-extension"):
        part = read(served, case, form, READER)["extension"]
        assert len(set(re.findall(r"2026-09-\d\d \d\d:\d\d", part))) >= 2, part
        assert "询问实" in part or "申请人" in part


def test_the_explainer_is_told_which_limit_was_missed(served: ServedOffice, case: FurnishedCase) -> None:
    """UX-13: an automatic supervision named no limit."""
    part = read(served, case, "explain-delay", READER)["lateness"]
    assert "办结" in part
    assert "届满时间" in part
    assert "系统自动发起" in part


def test_the_form_does_not_say_again_what_stands_beside_it(served: ServedOffice, case: FurnishedCase) -> None:
    """UX-25, UX-43: boxes that nobody fills and a second heading filled the first screen."""
    for form in ("approve-opinion", "decide-acceptance"):
        page = served.visitor(READER).get(f"/tasks/{case.tasks[form]}").text
        schema = json.loads(re.findall(r'id="task-form-data">(.*?)</script>', page, re.DOTALL)[0])["schema"]
        assert len(schema["components"]) > 2
        assert [part for part in schema["components"] if part.get("readonly")] == []
        assert [part for part in schema["components"] if str(part.get("text", "")).startswith("## ")] == []


def test_the_methods_that_were_just_recorded_are_ticked_in_the_findings(
    served: ServedOffice, case: FurnishedCase
) -> None:
    """UX-28: the form asked again for what stood in the records."""
    other = served.office.file(address="192.0.2.78").complaint_id
    walk_to(served.office, other, "record-findings")
    with served.office.unit_of_work() as unit:
        act = InvestigationAct(
            id=new_id(), complaint_id=other, round=1, method=Method.INTERVIEW, record_text=RECORD
        )
        act.done_at, act.by = unit.clock.now(), "xun.wenshi"
        unit.session.add(act)
    key = add_task(served.office, other, "record-findings")
    page = served.visitor(READER).get(f"/tasks/{key}").text
    assert form_of(page)["data"]["methods"] == ["interview"]


def test_the_return_visitor_has_the_answer_and_one_step_to_the_number(
    served: ServedOffice, case: FurnishedCase
) -> None:
    """UX-30: no name, number or summary of the answer; the purpose had to be typed on another page."""
    visitor = served.visitor("hui.fangyi")
    page = visitor.get(f"/tasks/{case.tasks['record-return-visit']}").text
    assert PERSONAL["phone"] not in page
    purpose = re.findall(r'name="purpose" value="([^"]+)"', page)
    assert purpose == ["办理环节：回访并记录"]
    shown = visitor.post(f"/cases/{case.complaint_id}/identity", {"purpose": purpose[0]})
    assert PERSONAL["phone"] in shown.text


def test_whoever_asks_for_more_time_sees_the_date_that_stands(served: ServedOffice) -> None:
    """UX-14: an act has what it is about beside its form, as a task has."""
    other = served.office.file(address="192.0.2.79").complaint_id
    walk_to(served.office, other, "record-findings")
    page = served.visitor("xun.wenshi").get(f"/cases/{other}/acts/request-extension").text
    due = served.office.rows(Clock, complaint_id=other, kind=ClockKind.RESOLVE)[0].due_at
    told = page.partition('data-beside="extension"')[2].partition("</details>")[0]
    assert to_beijing(due).strftime("%Y-%m-%d %H:%M") in told


def test_all_that_is_undecided_is_accepted_by_one_button_and_what_was_decided_stays(
    served: ServedOffice, browser: Browser
) -> None:
    """UX-25: five choices for each matter; the button fills, the person checks and submits."""
    other = served.office.file(address="192.0.2.80").complaint_id
    key = add_task(served.office, other, "decide-acceptance")
    with served.page(browser, 1366, "wen.rusheng") as page:
        page.goto(f"/tasks/{key}")
        expect(page.locator("[data-form]")).to_have_attribute("data-ready", "true")
        page.get_by_label("暂不决定").first.check()
        page.get_by_role("button", name="尚未决定的全部受理").click()
        expect(page.get_by_label("受理", exact=True).nth(1)).to_be_checked()
        expect(page.get_by_label("暂不决定").first).to_be_checked()
        expect(page.get_by_label("事项具体").first).to_be_checked()


def test_every_step_has_its_instruction_and_checklist_in_both_languages() -> None:
    """R103: what to do and what to look at before submitting, step by step."""
    wanted = {f"checklist.{task.form}" for task in TASKS.values()}
    for language in ("zh", "en"):
        assert wanted - _catalogue(language).keys() == set()


def test_every_part_has_its_reader_and_its_template() -> None:
    drawn = {path.stem for path in TEMPLATES.glob("*.html")} - {"all", "form", "guide"}
    assert drawn == {name.value for name in Extract}
    assert set(read_parts()) == set(Extract) - {Extract.ASKED}


def test_every_form_names_what_must_be_seen_beside_it() -> None:
    assert set(SHOWN) | set(OF_UNITS) == {task.form for task in TASKS.values()}
