"""谁看过: the complainant reads offices, work and time, an auditor persons too, and nobody else anything (N6)."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from models.ground.look_codes import LookKind
from models.ledger.look_record import NewLook, append_looks
from models.office.staff import Staff
from services.looks.list_looks import PAGE
from tests.served_office import ServedOffice
from tests.unit.side_requests.side_case import side_case
from tests.web.own_part import prove
from tests.web.pages import text_of
from tests.web.told_scenes import part_of, progress_of
from tests.web_staff.people import BY_ROLE

AUDITOR, CLERK = BY_ROLE["auditor"], "wen.rusheng"
ROW = re.compile(r'<td data-label="序号" class="number">(\d+)</td>')


def test_the_complainant_reads_office_work_and_time_of_each_look_and_never_a_person(
    served_office: ServedOffice,
) -> None:
    """After one more proof; two looks of one office on one day for one work are one line."""
    case = side_case(served_office.office, address=secrets.token_hex(4))
    visitor = served_office.visitor()
    before = part_of(prove(visitor, case).text, "readings")
    assert "没有人查看过" in before
    clerk, supervisor = served_office.visitor(CLERK), served_office.visitor("jian.rujing")
    for place in ("", "/history"):
        assert clerk.get(f"/cases/{case.complaint_id}{place}").status_code == 200
    assert supervisor.get(f"/api/v1/cases/{case.complaint_id}").status_code == 200
    told = part_of(progress_of(visitor, case), "readings")
    assert "起，工作人员每次查看都有记录；此前的查看没有记录" in told
    assert (told.count("登记受理"), told.count("监督")) == (1, 1)
    assert "2026-09-0" in told
    people = served_office.office.rows(Staff)
    assert not [one.name for one in people if one.name in told or one.login in told]
    assert "readings" not in progress_of(served_office.visitor(), case), "nothing of it without the proof"


def test_refusals_are_not_told_to_the_complainant(served_office: ServedOffice) -> None:
    """Who was kept out saw nothing; that he tried is for the auditor."""
    case = side_case(served_office.office, address=secrets.token_hex(4))
    assert served_office.visitor("ying.xiaoyu").get(f"/cases/{case.complaint_id}").status_code in (403, 404)
    visitor = served_office.visitor()
    assert "没有人查看过" in part_of(prove(visitor, case).text, "readings")


def test_an_auditor_finds_who_looked_by_number_person_and_kind(served_office: ServedOffice) -> None:
    case = side_case(served_office.office, address=secrets.token_hex(4))
    other = side_case(served_office.office, address=secrets.token_hex(4))
    clerk = served_office.visitor(CLERK)
    for one in (case, other):
        assert clerk.get(f"/cases/{one.complaint_id}").status_code == 200
    assert served_office.visitor("ying.xiaoyu").get(f"/cases/{case.complaint_id}").status_code in (403, 404)
    auditor = served_office.visitor(AUDITOR)
    page = text_of(auditor.get(f"/audit/looks?number={case.number.lower()}"))
    clerks_name = served_office.office.rows(Staff, login=CLERK)[0].name
    assert case.number in page
    assert other.number not in page
    assert clerks_name in page
    refused = auditor.get(f"/audit/looks?number={case.number}&kind=refused&viewer=ying.xiaoyu")
    assert len(ROW.findall(refused.text)) == 1
    assert "没有符合条件的记录" in text_of(auditor.get("/audit/looks?number=YH-2026-999999"))
    assert 'id="since-error"' in auditor.get("/audit/looks?since=2026-02-31").text


def test_nobody_but_an_auditor_reads_who_looked(served_office: ServedOffice) -> None:
    for role, login in BY_ROLE.items():
        if role != "auditor":
            assert served_office.visitor(login).get("/audit/looks").status_code == 403, role


def test_pages_of_looks_follow_each_other_without_a_gap(served_office: ServedOffice) -> None:
    """By row, so that looks taken meanwhile shift nothing."""
    viewer = "wei.zhuzheng"
    with served_office.office.database.write_transaction() as session:
        looks = [NewLook(viewer, "intake", LookKind.EXPORT, f"page{number}") for number in range(PAGE + 5)]
        append_looks(looks, served_office.office.clock.now() - timedelta(days=3), session)
    auditor = served_office.visitor(AUDITOR)
    first = auditor.get(f"/audit/looks?viewer={viewer}")
    older = re.search(r'href="(/audit/looks\?[^"]*before=\d+)"', first.text)
    assert older is not None
    second = auditor.get(older[1].replace("&amp;", "&"))
    shown = [int(seq) for seq in ROW.findall(first.text) + ROW.findall(second.text)]
    assert len(shown) == PAGE + 5
    assert shown == sorted(shown, reverse=True)
