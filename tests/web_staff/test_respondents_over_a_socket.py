"""Whom a case is about, as the real web server shows it: suggested, corrected by the clerk, and who can open the file then."""

from __future__ import annotations

import secrets
from itertools import count

from playwright.sync_api import Browser, expect

from models.case.respondent import Respondent
from models.ground.codes import Channel
from services.actor import citizen
from services.filing.file_complaint import FileComplaint, file_complaint
from services.filing.statement import Statement
from tests.served_office import ServedOffice, SocketVisitor
from tests.unit.services.projected_task import add_task
from tests.web.case_file import read_file

_addresses = count(1)
# A complaint about the handling office is read by the supervision office, and the other way round.
CLERK, SUPERVISOR = "wen.rusheng", "jian.rujing"
WRONG, RIGHT = "cha.fenming", "du.daodi"
WORDS = {"respondent_unit": "投诉处置科", "respondent_staff": "那位姓查的同志", "service_item": "来访接待"}


def file_about(served: ServedOffice, **words: str) -> str:
    """File a complaint whose words the machine reads as one about 查分明."""
    statement = Statement(
        content="9月3日我到投诉处置科，查分明把我的材料退回来，一句话不解释。",
        wanted="说明退回的依据",
        name="简一趟",
        phone="199-0000-0201",
        occurred_at="2026-09-03",
        privacy_notice_version="2026-07",
        **words,
    )
    command = FileComplaint(secrets.token_hex(16), Channel.PORTAL, statement, "{}")
    visitor = citizen(f"198.51.100.{next(_addresses)}")
    return file_complaint(command, served.office.unit_of_work(), visitor).complaint_id


def entry_of(served: ServedOffice, complaint_id: str) -> str:
    return served.office.rows(Respondent, complaint_id=complaint_id, superseded_at=None)[0].id


def send(visitor: SocketVisitor, complaint_id: str, **answers: object) -> tuple[int, dict]:
    address = f"/cases/{complaint_id}/acts/correct-respondent"
    visitor.get(address)
    headers = {"X-CSRF-Token": visitor.token, "Accept": "application/json"}
    answer = visitor.client.post(address, json={"answers": answers}, headers=headers)
    return answer.status_code, answer.json()


def test_a_correction_opens_the_file_to_the_wrong_one_and_closes_it_to_the_right_one_at_once(
    served_office: ServedOffice,
) -> None:
    """ST-2, UX-6, R24: with the complainant's words beside it, and the earlier one with who and why."""
    case = file_about(served_office, **WORDS)
    people = (CLERK, SUPERVISOR, WRONG, RIGHT)
    clerk, supervisor, wrong, right = (served_office.visitor(login) for login in people)
    page = read_file(supervisor, case).text
    assert "系统识别，尚无人确认" in page
    assert all(words in page for words in WORDS.values())
    assert wrong.get(f"/cases/{case}").status_code == 404
    assert right.get(f"/cases/{case}").status_code == 200
    entry = entry_of(served_office, case)
    said = {"step": "correct", "entry": entry, "unit": "YH-DC", "staff": RIGHT, "reason": "监控显示是都到底"}
    assert send(supervisor, case, **said)[0] == 200
    assert wrong.get(f"/cases/{case}").status_code == 200
    assert right.get(f"/cases/{case}").status_code == 404
    page = read_file(clerk, case).text
    assert "系统识别，尚无人确认" not in page
    assert page.count("监控显示是都到底") >= 2
    assert "先前的被投诉方" in page
    assert all(words in page for words in WORDS.values())
    status, problem = send(clerk, case, **said)
    assert (status, problem["code"]) == (409, "RESPONDENT_CORRECTED")


def test_who_decides_on_acceptance_sees_whom_the_case_is_about_and_where_to_correct_it(
    served_office: ServedOffice,
) -> None:
    """R24: the words, the suggestion as one, and the link."""
    case = file_about(served_office, **WORDS)
    key = add_task(served_office.office, case, "decide-acceptance", secrets.token_hex(8))
    page = served_office.visitor(SUPERVISOR).get(f"/tasks/{key}").text
    assert "系统识别，尚无人确认" in page
    assert "那位姓查的同志" in page
    assert f'href="/cases/{case}/acts/correct-respondent"' in page


def test_a_person_corrects_with_the_keyboard_alone(served_office: ServedOffice, browser: Browser) -> None:
    """ST-2, R24: radio, list, reason and button, without a mouse."""
    case = file_about(served_office)
    with served_office.page(browser, 1280, SUPERVISOR) as page:
        page.goto(f"/cases/{case}/acts/correct-respondent")
        step = page.get_by_role("radio", name="移除一条")
        step.focus()
        page.keyboard.press("Space")
        page.get_by_role("combobox", name="哪一条").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.get_by_label("理由").focus()
        page.keyboard.type("来件表扬查分明")
        page.get_by_role("button", name="提交").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("目前没有被投诉方")).to_be_visible()
    assert served_office.office.rows(Respondent, complaint_id=case, superseded_at=None) == []
