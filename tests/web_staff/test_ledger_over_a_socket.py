"""The ledger as the real web server sends it: narrowed, totalled, kept with its columns, taken as a table for a purpose."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest

from models.case.complaint import Complaint
from models.ledger.trail_event import TrailEvent
from models.vault.keyring import Keyring
from tests.full_office import TOLD
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.services.projected_task import submit, walk_to
from tests.web.pages import text_of
from tests.web_staff.cases import restrict_to

CLERK, SUPERVISOR, HANDLER, VISITOR = "wen.rusheng", "jian.rujing", "xun.wenshi", "fang.huiyin"
PURPOSE = "第三季度台账核对"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("ledger"), sqlite_office_template) as served:
        yield served


@pytest.fixture(scope="module")
def cases(served: ServedOffice) -> list[Complaint]:
    """One answered and satisfied, one of somebody who wants secrecy, one that reads like a formula, one for others."""
    told = (
        {
            "name": "欧阳晓雨",
            "phone": "138-0000-1234",
            "content": f"{TOLD[0]}办事员态度生硬，一次性告知没有做到。",
        },
        {"name": "司马慎言", "phone": "139-0000-5678", "keep_identity_secret": True},
        {"name": "=HYPERLINK(1)", "phone": "137-0000-9012"},
        {"name": "上官不见", "phone": "136-0000-3456"},
    )
    office = served.office
    filed = [office.file(address=f"198.51.103.{no}", **one).complaint_id for no, one in enumerate(told, 1)]
    walk_to(office, filed[0], "record-return-visit")
    visit = {"reached": "yes", "way": "phone", "satisfaction": "4", "solved": "yes"}
    submit(office, filed[0], "record-return-visit", VISITOR, **visit)
    restrict_to(office, filed[3], "cha.fenming")
    return [office.rows(Complaint, id=case)[0] for case in filed]


def numbers(page: str) -> set[str]:
    return set(re.findall(r'class="number" href="/cases/[0-9a-f]+">([^<]+)<', page))


def take(visitor: SocketVisitor, form: str, **fields: str) -> bytes:
    """Ask for the table that a page leads to, as a browser does."""
    page = visitor.get("/ledger")
    hidden = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', visitor.get("/ledger/table").text)
    )
    assert "/ledger/table" in page.text
    sent = {name: value for name, value in hidden.items() if name != "csrf_token"}
    answer = visitor.post("/ledger/table", {**sent, "purpose": PURPOSE, "format": form, **fields})
    assert answer.status_code == 200
    return answer.content


def test_every_total_opens_the_rows_that_it_counts(served: ServedOffice, cases: list[Complaint]) -> None:
    """DM-36: over all rows that are asked for and that the person may read."""
    supervisor = served.visitor(SUPERVISOR)
    page = supervisor.get("/ledger").text
    mine = {case.number for case in cases[:3]}
    assert numbers(page) == mine
    tiles = re.findall(
        r'<a class="tile[^"]*" href="([^"]*)"><strong>([^<]+)</strong><span>([^<]+)</span>', page
    )
    told = {label: (number, address.replace("&amp;", "&")) for address, number, label in tiles}
    assert {label: number for label, (number, _) in told.items()} == {
        "投诉件": "3",
        "按期答复或办结": "1",
        "平均用时（自然日）": "0.0",
        "满意": "1",
        "作出评价": "1",
    }
    for label, (_, address) in told.items():
        led = numbers(supervisor.get(address).text)
        assert led == (mine if label == "投诉件" else {cases[0].number}), label


def test_columns_say_what_they_mean_in_both_languages(served: ServedOffice, cases: list[Complaint]) -> None:
    supervisor = served.visitor(SUPERVISOR)
    address = "/ledger?column=lateness&column=evaluation&column=respondent_units"
    chinese, english = supervisor.get(address), supervisor.get(f"{address}&lang=en")
    assert "已答复而从未评价的是未取得评价，不算满意" in text_of(chinese) and "未取得评价" not in numbers(
        chinese.text
    )
    assert "never satisfied" in text_of(english) and "On time" in text_of(english)
    assert "人力资源和社会保障局" in text_of(chinese) and "回访结果" not in re.findall(
        r"<abbr[^>]*>([^<]+)<", chinese.text
    )
    supervisor.get("/ledger?lang=zh")


def test_a_view_keeps_words_and_columns_and_they_stand_in_no_address(
    served: ServedOffice, cases: list[Complaint]
) -> None:
    clerk = served.visitor(CLERK)
    clerk.get("/ledger")
    found = clerk.post("/ledger/find", {"words": "一次性告知", "column": "rating"})
    where = found.headers["location"]
    assert "告知" not in where and numbers(clerk.get(where).text) == {cases[0].number}
    view = urlsplit(where).query.removeprefix("view=")
    kept = clerk.post("/ledger/views", {"view": view, "name": "告知不清"}).headers["location"]
    page = clerk.get(kept)
    assert "告知不清" in text_of(page) and numbers(page.text) == {cases[0].number}
    assert re.findall(r"<abbr[^>]*>([^<]+)<", page.text) == ["编号", "评分"]
    assert "告知不清" not in clerk.get("/cases").text
    assert served.visitor(SUPERVISOR).get(kept).status_code == 404
    assert numbers(clerk.get(f"{kept}&lateness=overdue").text) == set()
    clerk.post(f"/ledger/views/{kept.partition('view=')[2]}/delete")
    assert "告知不清" not in clerk.get("/ledger").text
    refused = clerk.post("/ledger/find", {"words": "差"})
    assert refused.status_code == 422 and "至少两个相连的字" in text_of(refused)


def test_a_table_masks_who_complained_and_is_on_record_before_it_leaves(
    served: ServedOffice, cases: list[Complaint]
) -> None:
    """DM-36: nobody's whole name, none of who asked for secrecy, no formula, none of a case for others."""
    taken = take(served.visitor(HANDLER), "csv", with_identity="true").decode("utf-8-sig")
    head, *rows, last = csv.reader(io.StringIO(taken))
    assert re.fullmatch(r"由 .+ 于 \d{4}-\d\d-\d\d \d\d:\d\d 打开", "".join(last)), "C10"
    by_number = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert set(by_number) == {case.number for case in cases[:3]}
    first, secret, formula = (by_number[case.number] for case in cases[:3])
    assert (first["姓名"], first["电话"]) == ("欧***", "138****1234")
    assert (secret["姓名"], secret["电话"]) == ("", "")
    assert formula["姓名"].startswith("'=")
    assert (first["是否逾期"], first["满意度"], secret["满意度"]) == ("按期", "满意", "")
    assert not [name for name in ("欧阳晓雨", "司马", "上官") if name in taken]
    events = served.office.rows(TrailEvent, kind="list.exported")
    payload = events[-1].payload
    assert (payload["what"], payload["number"], payload["purpose"]) == ("ledger", 3, PURPOSE)
    assert payload["with_identity"] is True and "number" in payload["columns"]


def test_who_may_see_no_identity_gets_none_and_a_purpose_is_asked_for(
    served: ServedOffice, cases: list[Complaint]
) -> None:
    supervisor = served.visitor(SUPERVISOR)
    book = take(supervisor, "xlsx", with_identity="true")
    with ZipFile(io.BytesIO(book)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert cases[0].number in sheet and "138****" not in sheet and "欧*" not in sheet
    before = len(served.office.rows(TrailEvent, kind="list.exported"))
    refused = supervisor.post("/ledger/table", {"purpose": "看", "format": "csv"})
    assert refused.status_code == 422 and "aria-invalid" in refused.text
    assert len(served.office.rows(TrailEvent, kind="list.exported")) == before
