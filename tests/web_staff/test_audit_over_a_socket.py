"""An auditor (审计员) reads records and nothing else, over a socket."""

from __future__ import annotations

import re

import pytest

from models.case.complaint import Complaint
from services.actor import SYSTEM
from tests.served_office import ServedOffice, SocketVisitor
from tests.web.pages import text_of
from tests.web_staff.cases import CANARIES, file_case
from tests.web_staff.people import BY_ROLE
from tests.web_staff.test_staff_changes_over_a_socket import NEW

AUDITOR, ADMINISTRATOR, CLERK = BY_ROLE["auditor"], BY_ROLE["administrator"], BY_ROLE["intake"]
ROW = re.compile(r"<tr>\s*<td data-label=\"序号\" class=\"number\">(\d+)</td>")


@pytest.fixture
def auditor(served_office: ServedOffice) -> SocketVisitor:
    return served_office.visitor(AUDITOR)


def rows_of(page: str) -> list[int]:
    return [int(number) for number in ROW.findall(page)]


def number_of(served: ServedOffice, complaint_id: str) -> str:
    with served.office.unit_of_work().reading() as unit:
        return str(unit.session.get_one(Complaint, complaint_id).number)


def test_an_auditor_begins_with_the_state_of_the_records_and_opens_no_page_of_work(
    served_office: ServedOffice, auditor: SocketVisitor
) -> None:
    """SE-35, 三员: an auditor sees records, no complaint, no identity, no evidence and no task."""
    case = file_case(served_office.office)
    first = auditor.get("/audit")
    assert first.status_code == 200 and "记录是否完整" in text_of(first)
    for closed in (
        "/tasks", "/cases", f"/cases/{case.complaint_id}", "/ledger", "/accounts", "/administration", "/monitor/deployments",
        "/board", "/concerning-me", "/absences", "/bulletins", "/mandates", "/letters",
    ):  # fmt: skip
        assert auditor.get(closed).status_code in (403, 404), closed
    assert auditor.post(f"/accounts/{CLERK}/lock", {}).status_code == 403
    for other in (ADMINISTRATOR, CLERK, BY_ROLE["director"]):
        assert served_office.visitor(other).get("/audit/trail").status_code == 403, other


def test_the_records_say_who_did_what_of_which_complaint_and_no_word_of_it(
    served_office: ServedOffice, auditor: SocketVisitor
) -> None:
    case = file_case(served_office.office)
    number = number_of(served_office, case.complaint_id)
    page = auditor.get(f"/audit/trail?number={number.lower()}")
    said = text_of(page)
    assert "登记投诉" in said or "提交投诉" in said, said
    assert number in said and rows_of(page.text)
    assert [value for value in CANARIES.values() if value in page.text] == []
    assert "没有符合条件的记录" in text_of(auditor.get("/audit/trail?number=YH-1999-9"))
    marked = auditor.get("/audit/trail?since=昨天")
    assert (
        marked.status_code == 200 and 'aria-invalid="true"' in marked.text and "日期格式不对" in marked.text
    )


def test_changes_of_roles_are_read_with_before_and_after(
    served_office: ServedOffice, auditor: SocketVisitor
) -> None:
    with served_office.office.unit_of_work() as unit:
        told = {"staff_id": CLERK, "changes": {"roles": ["intake", "intake,return_visit"]}}
        unit.trail.add(None, "organisation.staff_changed", told, SYSTEM)
    said = text_of(auditor.get("/audit/trail?group=accounts"))
    assert "修改人员或角色" in said and "受理人员" in said and "回访人员" in said
    people = auditor.get("/audit/accounts?role=auditor")
    assert people.status_code == 200 and "申记正" in people.text and "/accounts/shen" not in people.text


def test_pages_of_records_follow_each_other_without_a_gap(
    served_office: ServedOffice, auditor: SocketVisitor
) -> None:
    with served_office.office.unit_of_work() as unit:
        for _ in range(230):
            unit.trail.add(None, "account.signed_in", {"staff_id": CLERK}, SYSTEM)
    read: list[int] = []
    address: str | None = "/audit/trail?kind=account.signed_in&actor=system"
    while address:
        page = auditor.get(address).text
        read += rows_of(page)
        older = re.search(r'href="(/audit/trail\?[^"]*before=\d+)"', page)
        address = older.group(1).replace("&amp;", "&") if older else None
    assert len(read) >= 230 and read == sorted(set(read), reverse=True)


def test_nobody_is_auditor_and_administrator_or_auditor_and_at_work_at_once(
    served_office: ServedOffice,
) -> None:
    """SE-35, 三员: refused at the form with the field marked."""
    administrator = served_office.visitor(ADMINISTRATOR)
    administrator.get("/accounts/new")
    for other in ("administrator", "intake", "window_staff"):
        fields = {
            **NEW,
            "login": "xin.shenji",
            "name": "辛审计",
            "badge": "",
            "roles": ["auditor", other],
        }
        sent = administrator.post("/accounts/new", fields)
        assert sent.status_code == 422, other
        assert 'id="roles-error"' in sent.text and "审计员只读记录，不能兼任其他角色" in sent.text
        assert "辛审计" in sent.text, "nothing that was typed is lost"
