"""The list of cases as the real web server sends it: searched, filtered, kept as views, taken as a table."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from models.case.case_text import CasePair, CaseText
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.case.respondent import Respondent
from models.ground.codes import Category
from models.ground.look_codes import LookKind
from models.ledger.look_record import LookRecord
from models.ledger.trail_event import TrailEvent
from models.vault.identity_reveal import IdentityReveal
from models.vault.keyring import Keyring
from services.casefile.take_in_words import take_in_words_step
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.web.pages import text_of
from tests.web_staff.cases import complain_about, restrict_to
from tests.web_staff.used_up import looks_of, looks_used_up

CLERK, SUPERVISOR, INVESTIGATOR = "wen.rusheng", "jian.rujing", "tan.genyuan"
_addresses = count(1)


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("cases"), sqlite_office_template) as served:
        yield served


def add(served: ServedOffice, content: str = "窗口服务态度差，让我跑了三趟", **fields: object) -> Complaint:
    number = next(_addresses)
    filed = served.office.file(address=f"198.51.101.{number}", content=content, **fields)
    return served.office.rows(Complaint, id=filed.complaint_id)[0]


def change(served: ServedOffice, case: Complaint, **columns: object) -> None:
    with served.office.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, case.id)
        for name, value in columns.items():
            setattr(row, name, value)


def find(visitor: SocketVisitor, **fields: str) -> httpx.Response:
    """Send the form of the list as a browser does, and follow where it leads."""
    visitor.get("/cases")
    answer = visitor.post("/cases/find", fields)
    return visitor.get(answer.headers["location"]) if answer.is_redirect else answer


def listed(page: httpx.Response) -> set[str]:
    return set(re.findall(r'class="number" href="/cases/([0-9a-f]+)"', page.text))


def test_two_characters_find_the_words_they_stand_in_and_stand_in_no_address(served: ServedOffice) -> None:
    """UX-3, UX-52: 态度 finds 服务态度差, which an index of three characters does not."""
    case = add(served, "大厅三号柜台服务态度差，拒不解释")
    other = add(served, "排队两个小时，窗口提前下班")
    clerk = served.visitor(CLERK)
    page = find(clerk, words="态度")
    assert case.id in listed(page)
    assert other.id not in listed(page)
    assert "view=" in str(page.url)
    assert "态度" not in str(page.url)
    assert 'value="态度"' in page.text
    assert listed(find(clerk, words="提前下班 两个小时")) == {other.id}
    assert "至少两个相连的字" in text_of(find(clerk, words="差"))
    assert listed(find(clerk, words="彩虹独角兽")) == set()


def test_a_kept_search_is_its_persons_alone(served: ServedOffice) -> None:
    """UX-52: its address shows nothing to a colleague."""
    page = find(served.visitor(CLERK), words="态度")
    assert served.visitor(SUPERVISOR).get(str(page.url.raw_path, "ascii")).status_code == 404


def test_the_index_holds_nobodys_name_and_takes_in_what_was_there_before(served: ServedOffice) -> None:
    """UX-52: the words are cut before they are entered; cases of before are entered by the workers."""
    case = add(served, "我叫简一趟，电话199-0000-0201，材料被退回", name="简一趟", phone="199-0000-0201")
    clerk = served.visitor(CLERK)
    for words in ("简一趟", "0201", "19900000201"):
        assert case.id not in listed(find(clerk, words=words)), words
    with served.office.unit_of_work() as unit:
        row = unit.session.scalars(select(CaseText).where(CaseText.complaint_id == case.id)).one()
        unit.session.query(CasePair).filter_by(no=row.no).delete()
        unit.session.delete(row)
    assert case.id not in listed(find(clerk, words="材料被退回"))
    assert take_in_words_step(served.office.unit_of_work) == 1
    assert take_in_words_step(served.office.unit_of_work) == 0
    assert case.id in listed(find(clerk, words="材料被退回"))


def test_the_number_leads_to_the_case_and_a_part_of_it_to_a_list(served: ServedOffice) -> None:
    """UX-3, UX-52, wish 6: whole, or its last six digits."""
    case = add(served)
    clerk = served.visitor(CLERK)
    for typed in (case.number, case.number.lower(), case.number[-6:]):
        assert find(clerk, number=typed).url.path == f"/cases/{case.id}"
    assert case.id in listed(find(clerk, number=case.number[5:]))


def test_filters_narrow_the_list_and_stand_in_its_address(served: ServedOffice) -> None:
    """UX-3, UX-52: stage, unit, handler, category, channel, days, lateness and respondent."""
    case = add(served)
    change(
        served, case, stage=Stage.DISPOSAL, handling_unit="YB", handler_id=INVESTIGATOR,
        category=Category.SUGGESTION,
        next_due_at=served.office.clock.now().replace(year=2026, month=9, day=1),
    )  # fmt: skip
    with served.office.unit_of_work() as unit:
        for row in unit.session.query(Respondent).filter_by(complaint_id=case.id):
            row.unit, row.window = "RS", "A77"
    clerk = served.visitor(CLERK)
    for fields in (
        {"stage": "disposal"},
        {"unit": "YB"},
        {"handler": INVESTIGATOR},
        {"overdue": "1"},
        {"category": "suggestion"},
        {"respondent": "a77"},
    ):
        assert listed(find(clerk, **fields)) == {case.id}, fields
    page = find(clerk, stage="disposal", order="due")
    assert page.url.params["stage"] == "disposal"
    assert case.id in listed(find(clerk, channel="portal", **{"from": "2026-09-07", "until": "2026-09-30"}))
    assert listed(find(clerk, **{"until": "2026-09-01"})) == set()


def test_a_view_is_kept_under_its_name_and_deleted(served: ServedOffice) -> None:
    """UX-52: per person."""
    clerk = served.visitor(CLERK)
    clerk.get("/cases?stage=disposal")
    kept = clerk.post("/cases/views", {"stage": "disposal", "name": "处理中的"})
    where = kept.headers["location"]
    page = clerk.get(where)
    assert "处理中的" in text_of(page)
    assert "处理中的" in text_of(clerk.get("/cases"))
    assert "处理中的" not in text_of(served.visitor(SUPERVISOR).get("/cases"))
    view = where.partition("view=")[2]
    other = served.visitor(SUPERVISOR)
    assert other.post(f"/cases/views/{view}/delete").status_code == 404
    clerk.post(f"/cases/views/{view}/delete")
    assert "处理中的" not in text_of(clerk.get("/cases"))


def test_who_filed_is_found_by_the_whole_name_for_a_purpose_on_record(served: ServedOffice) -> None:
    """UX-52: exact, by permission and purpose; each case that is found shows that somebody looked."""
    case = add(served, name="甄有其", phone="199-0000-0555")
    secret = add(served, name="甄有其", phone="199-0000-0555", keep_identity_secret=True)
    closed = add(served, name="甄有其", phone="199-0000-0555")
    restrict_to(served.office, closed.id, "cha.fenming")
    visitor = served.visitor(INVESTIGATOR)
    visitor.get("/cases/by-person")
    refused = visitor.post("/cases/by-person", {"name": "甄有其", "purpose": "回"})
    assert refused.status_code == 422
    sent = visitor.post("/cases/by-person", {"phone": "19900000555", "purpose": "来电询问进度"})
    page = visitor.get(sent.headers["location"])
    assert listed(page) == {case.id}
    assert "甄有其" not in sent.headers["location"] + page.text
    assert (
        listed(
            visitor.get(
                visitor.post("/cases/by-person", {"name": "甄有", "purpose": "来电询问进度"}).headers[
                    "location"
                ]
            )
        )
        == set()
    )
    [look] = served.office.rows(IdentityReveal, complaint_id=case.id)
    assert (look.viewer, look.fields, look.purpose) == (INVESTIGATOR, ["phone"], "来电询问进度")
    for hidden in (secret, closed):
        assert served.office.rows(IdentityReveal, complaint_id=hidden.id) == []
    events = served.office.rows(TrailEvent, kind="identity.searched", complaint_id=None)
    assert [event.payload["number"] for event in events[-2:]] == [1, 0]
    supervisor = served.visitor(SUPERVISOR)
    supervisor.get("/cases")
    assert (
        supervisor.post("/cases/by-person", {"name": "甄有其", "purpose": "来电询问进度"}).status_code == 403
    )


def test_a_search_by_person_is_one_of_thirty_looks_an_hour(served: ServedOffice) -> None:
    """SE-12: a name after the other is refused like a case after the other, and tells nothing; each search counts once."""
    case = add(served, name="匡不数", phone="199-0000-0556")
    visitor, asked = served.visitor(INVESTIGATOR), {"name": "匡不数", "purpose": "来电询问进度"}
    visitor.get("/cases/by-person")
    with looks_used_up(served, INVESTIGATOR):
        refused = visitor.post("/cases/by-person", asked)
        assert (refused.status_code, "次数过多" in refused.text) == (429, True)
        assert 0 < int(refused.headers["Retry-After"]) <= 3600
        assert served.office.rows(IdentityReveal, complaint_id=case.id) == []
        rows = served.office.rows(LookRecord, viewer=INVESTIGATOR, kind=LookKind.REFUSED)
        assert {row.thing for row in rows} >= {"staff_case_list.by_person"}
    assert visitor.post("/cases/by-person", {**asked, "purpose": ""}).status_code == 422
    assert visitor.post("/cases/by-person", asked).status_code == 303
    assert looks_of(served, INVESTIGATOR) == 1, "what was asked for wrongly is no search"


def test_no_search_and_no_table_tells_of_a_case_that_is_for_others(served: ServedOffice) -> None:
    """UX-52: restricted, or about the person who looks: neither row nor number."""
    restricted, about = add(served, "独特事由甲：盖章被拒"), add(served, "独特事由乙：盖章被拒")
    restrict_to(served.office, restricted.id, "cha.fenming")
    complain_about(served.office, about.id, INVESTIGATOR)
    for login, found in (
        (CLERK, {about.id}),
        (INVESTIGATOR, set()),
        ("cha.fenming", {restricted.id, about.id}),
    ):
        page = find(served.visitor(login), words="盖章被拒")
        assert listed(page) == found, login
        assert f"共 {len(found)} 条" in text_of(page) or not found
    visitor = served.visitor(INVESTIGATOR)
    visitor.get("/cases/table")
    told = visitor.post("/cases/table", {"format": "csv", "purpose": "月度统计"}).text
    assert restricted.number not in told
    assert about.number not in told


def test_the_list_is_taken_as_a_table_for_a_purpose_on_record(served: ServedOffice) -> None:
    """UX-46, UX-52, wish 3: CSV with the mark of UTF-8 and XLSX of the same filter; cells that begin like a formula are text."""
    case = add(served)
    change(served, case, stage=Stage.FEEDBACK)
    with served.office.unit_of_work() as unit:
        for row in unit.session.query(Respondent).filter_by(complaint_id=case.id):
            row.unit, row.staff_id, row.window = None, None, "=1+1"
    clerk = served.visitor(CLERK)
    assert "最多 100,000 件" in text_of(clerk.get("/cases/table?stage=feedback"))
    fields = {"stage": "feedback", "purpose": "月度统计"}
    assert clerk.post("/cases/table", {**fields, "purpose": "", "format": "csv"}).status_code == 422
    answer = clerk.post("/cases/table", {**fields, "format": "csv"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[0] == "投诉编号"
    [row] = rows
    assert row[0] == case.number
    assert "'=1+1" in row
    sheet = clerk.post("/cases/table", {**fields, "format": "xlsx"})
    assert sheet.headers["content-disposition"].strip('"').endswith(".xlsx")
    with zipfile.ZipFile(io.BytesIO(sheet.content)) as book:
        xml = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert case.number in xml
    events = served.office.rows(TrailEvent, kind="list.exported", actor=CLERK)
    assert [(event.payload["format"], event.payload["number"]) for event in events] == [
        ("csv", 1),
        ("xlsx", 1),
    ]
    assert events[0].payload["filter"] == {"stage": "feedback"}
