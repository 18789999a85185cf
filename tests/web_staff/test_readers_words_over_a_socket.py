"""Words of a case are whole for who works on it or supervises it; for other readers who complained is cut out of them (ADR 0331).

The complainant tells name, telephone and identity number in the own words, and somebody noted them once more.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from itertools import count

import pytest
from flask import Flask

from models.beside.objection import Objection
from models.beside.told_finding import ToldFinding
from models.case.appraisal import Appraisal, AppraisalLine
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind
from models.case.matter import Matter
from models.case.task import Task
from models.ground.base import Base
from models.ground.codes import Channel
from models.ground.ids import new_id
from services.actor import citizen
from services.filing.file_complaint import FileComplaint, file_complaint
from services.filing.statement import Statement
from tests.full_office import FullOffice
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import add_task
from tests.web.case_file import read_file
from tests.web.pages import Visitor, text_of
from tests.web_staff.cases import get_rules, read

NAME, PHONE, ID_NUMBER, MAIL = "欧阳晓露", "13955501234", "110101199003070134", "ouyang.xl@example.com"
SPACED_PHONE, OTHERS_PHONE = "139 5550 1234", "13700001111"
WORDS = (
    f"我叫{NAME}，身份证{ID_NUMBER}，手机{SPACED_PHONE}，邮箱{MAIL}，欧女士就是我。2026-09-01在C03窗口办理，"
    f"工作人员让我打{OTHERS_PHONE}找王科长，订单20260901007，跑了三次没办成。"
)
CANARIES = (NAME, PHONE, SPACED_PHONE, ID_NUMBER, MAIL, OTHERS_PHONE)
CLERK, HANDLER, SUPERVISOR, DIRECTOR = "wen.rusheng", "xun.wenshi", "jian.rujing", "zong.lanyun"
UNINVOLVED = ("ying.shoudao", "tan.genyuan", "cai.youdu", "hui.fangyi")
LISTS = ("/cases", "/tasks", "/ledger", "/letters", "/api/v1/cases", "/api/v1/tasks")
_addresses = count(1)


def file_own_words(office: FullOffice, name: str = NAME) -> str:
    """A case that a clerk has in hands and an investigator handles."""
    statement = Statement(
        content=WORDS, wanted=f"请给{NAME}答复", name=name, phone=PHONE, email=MAIL, id_number=ID_NUMBER,
        respondent_window="C03", privacy_notice_version="2026-07",
    )  # fmt: skip
    filed = file_complaint(
        FileComplaint(secrets.token_hex(16), Channel.PORTAL, statement, raw=WORDS),
        office.unit_of_work(),
        citizen(f"192.0.2.{next(_addresses)}"),
    )
    key = add_task(office, filed.complaint_id, "decide-acceptance")
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).claimed_by = CLERK
        unit.session.get_one(Complaint, filed.complaint_id).handler_id = HANDLER
        told = f"{NAME}来电，{PHONE}"
        unit.session.add(
            FileEntry(
                id=new_id(), complaint_id=filed.complaint_id, kind=FileEntryKind.NOTE, text=told,
                by=CLERK, at=office.clock.now(), ways=[],
            )
        )  # fmt: skip
    return filed.complaint_id


def found_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


@pytest.fixture(scope="module")
def case(served_office: ServedOffice) -> str:
    return file_own_words(served_office.office)


@pytest.mark.parametrize("login", UNINVOLVED)
def test_who_does_not_work_on_a_case_reads_it_without_who_complained(
    served_office: ServedOffice, case: str, login: str
) -> None:
    """ST-8d: number, state and what happened are there, with marks in the place of name and numbers; by pages and by API."""
    visitor = served_office.visitor(login)
    pages = read_file(visitor, case).text
    assert found_in(pages) == []
    assert "我叫■" in pages and "欧女士" not in pages
    assert "您不办理本件：文字中投诉人的姓名、号码已遮盖（■）" in pages
    assert "2026-09-01在C03窗口办理" in pages and "订单20260901007" in pages, "days, places and orders stay"
    told = visitor.get(f"/api/v1/cases/{case}")
    assert told.status_code == 200 and "打■找王科长" in told.json()["matters"][0]["text"]
    assert found_in(told.text) == []
    for address in LISTS:
        assert found_in(visitor.get(address).text) == [], address


@pytest.mark.parametrize("login", [CLERK, HANDLER, SUPERVISOR, DIRECTOR])
def test_who_works_on_a_case_or_supervises_it_reads_all_of_it(
    served_office: ServedOffice, case: str, login: str
) -> None:
    """Whoever decides must see what he decides on."""
    visitor = served_office.visitor(login)
    pages = read_file(visitor, case).text
    assert "您不办理本件" not in pages
    assert {NAME, SPACED_PHONE, ID_NUMBER, OTHERS_PHONE} <= set(found_in(pages))
    assert OTHERS_PHONE in visitor.get(f"/api/v1/cases/{case}").json()["matters"][0]["text"]


def test_a_task_that_nobody_has_shows_all_to_who_may_claim_it(served_office: ServedOffice) -> None:
    """And no more once a colleague has it; who let it go again has had it in hands."""
    case = file_own_words(served_office.office)
    (task,) = served_office.office.rows(Task, complaint_id=case)
    address = f"/tasks/{task.user_task_key}"
    visitor = served_office.visitor("ying.shoudao")
    assert found_in(visitor.get(address).text) == []
    with served_office.office.unit_of_work() as unit:
        unit.session.get_one(Task, task.user_task_key).claimed_by = None
    assert found_in(visitor.get(address).text)
    assert NAME in visitor.get(f"/cases/{case}/matters").text
    assert found_in(served_office.visitor("hui.fangyi").get(address).text) == [], (
        "another role may not claim it"
    )


def appraise(case: str, at: datetime) -> list[Base]:
    """A file of a batch that nobody has decided."""
    batch = Appraisal(id=new_id(), number=f"JD-{case[:8]}", files=1, opened_by=SUPERVISOR, opened_at=at)
    return [batch, AppraisalLine(appraisal_id=batch.id, complaint_id=case, ended_on=at.date())]


def object_to(case: str, at: datetime) -> list[Base]:
    """An objection to a finding, which nobody has decided."""
    told = ToldFinding(
        id=new_id(), complaint_id=case, no=1, round=1, unit_code="BD", matter_nos=[1], text="窗口多要了材料。",
        made_by=HANDLER, made_at=at,
    )  # fmt: skip
    objection = Objection(
        id=new_id(), complaint_id=case, round=1, party="BD", told_finding_id=told.id, reason="指南写明要收。",
        raised_by="ren.shebao", raised_at=at, decide_by=at,
    )  # fmt: skip
    return [told, objection]


@pytest.mark.parametrize("wait", [appraise, object_to])
def test_what_waits_for_an_approver_shows_him_all_until_it_is_decided(
    served_office: ServedOffice, wait: Callable[[str, datetime], list[Base]]
) -> None:
    """Neither the appraisal of a file nor an objection is a task; whoever judges it reads what it rests on."""
    office, case = served_office.office, file_own_words(served_office.office)
    approver, clerk = served_office.visitor("cai.youdu"), served_office.visitor("ying.shoudao")
    address = f"/cases/{case}/matters"
    assert found_in(approver.get(address).text) == []
    rows = wait(case, office.clock.now())
    with office.unit_of_work() as unit:
        for row in rows:
            unit.session.add(row)
            unit.session.flush()
    assert NAME in approver.get(address).text
    assert found_in(clerk.get(address).text) == [], "another role judges nothing"
    with office.unit_of_work() as unit:
        unit.session.merge(rows[-1]).decided_at = office.clock.now()
    assert found_in(approver.get(address).text) == []


def test_the_identity_opens_for_a_purpose_as_before_and_files_stay_shut(
    served_office: ServedOffice, case: str
) -> None:
    """What can be cut is cut; what cannot is for who works on the case. A purpose opens the identity, on record."""
    visitor = served_office.visitor("ying.shoudao")
    shown = visitor.post(f"/cases/{case}/identity", {"purpose": "核对回访电话"})
    assert {NAME, PHONE, SPACED_PHONE} <= set(found_in(shown.text))
    assert found_in(visitor.get(f"/cases/{case}/matters").text) == []


def test_a_name_that_stands_in_tags_breaks_no_page(served_office: ServedOffice) -> None:
    """What a complainant calls himself is looked for in words, never in the page that was made of them."""
    case = file_own_words(served_office.office, name="Li")
    pages = read_file(served_office.visitor("hui.fangyi"), case).text
    assert "<■" not in pages and "</■" not in pages and "<li>" in pages
    assert found_in(pages) == [NAME], "this name is nobody's that the vault knows"


def test_cut_words_are_not_written_into_the_file(served_office: ServedOffice, case: str) -> None:
    """The form to correct the matters holds marks for him: sent back they would stand in place of what was told."""
    visitor = served_office.visitor("ying.shoudao")
    visitor.get(f"/cases/{case}/matters")
    sent = {"matter_text": "我叫■，跑了三次", "claim_text": "请答复", "claim_matters": "1"}
    refused = visitor.post(f"/cases/{case}/matters", sent)
    assert refused.status_code == 409 and "没有保存" in text_of(refused)
    assert OTHERS_PHONE in served_office.office.rows(Matter, complaint_id=case)[0].text


def test_no_address_of_a_case_tells_the_uninvolved_who_complained(
    app: Flask, office: FullOffice, sign_in: Callable[[str], Visitor]
) -> None:
    """SE-12: every route that is read with the id of a case or of a task of it, a new one too; the handler is told by some."""
    case = file_own_words(office)
    (task,) = office.rows(Task, complaint_id=case)
    known = {"<complaint_id>": case, "<user_task_key>": task.user_task_key}
    rules = [rule for rule in get_rules(app) if any(name in rule for name in known)]
    rules += [
        rule.replace("<act>", act) for rule in rules if "<act>" in rule for act in ("request-withdrawal",)
    ]
    addresses = []
    for rule in rules:
        for name, value in known.items():
            rule = rule.replace(name, value)  # noqa: PLW2901 - the rule becomes the address
        if "<" not in rule:
            addresses.append(rule)
    assert len(addresses) > 20
    visitor, handler = sign_in("ying.shoudao"), sign_in(HANDLER)
    told = {address: found_in(read(visitor, address)[1]) for address in addresses}
    assert {address: found for address, found in told.items() if found} == {}
    assert len([address for address in addresses if found_in(read(handler, address)[1])]) > 5
