"""What a step decides on stands beside its form, as the real web server sends it: form by form, and to nobody too much."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from api.i18n import _catalogue
from models.vault.keyring import Keyring
from services.extracts.registry import read_parts
from services.tasks.extract import Extract
from services.tasks.registry import TASKS
from tests.full_office import CONTENT
from tests.served_office import ServedOffice, serve_office
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
