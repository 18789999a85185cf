"""The board of the day and the due list, as the real web server sends them: each number is the rows behind it (UX-32, UX-33)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import select

from models.beside.rectification import Rectification
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Stage
from models.clock.clock import Clock
from models.ground.codes import Category, Complexity, RectificationKind
from models.ground.ids import ComplaintId
from models.ledger.trail_event import TrailEvent
from models.vault.keyring import Keyring
from services.clocks.open_clock import OpenClock, open_clock
from tests.full_office import TOLD, FullOffice
from tests.names_nobody import assert_names_nobody
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.web.pages import text_of
from tests.web_staff.cases import complain_about
from tests.web_staff.people import BY_ROLE

SUPERVISOR, DIRECTOR = BY_ROLE["supervisor"], BY_ROLE["director"]
CASES = 9
HIDDEN = 2
TILE = re.compile(r'<a class="tile[^"]*" href="([^"]+)"><strong>([\d,]+)\+?</strong>')
CELL = re.compile(r'<td class="amount[^"]*">\s*<a href="([^"]+)">([\d,]+)</a>')
TOTAL = re.compile(r"共 ([\d,]+) 条")


def fill(office: FullOffice) -> list[str]:
    """Cases of three units and handlers whose acceptance is late, due today, soon or later, two of them about the supervisor."""
    cases = []
    for no in range(CASES):
        case = office.file(address=f"203.0.113.{no + 30}").complaint_id
        complain_about(office, case, SUPERVISOR if no < HIDDEN else "leng.rubing2")
        with office.unit_of_work() as unit:
            complaint = unit.session.get_one(Complaint, case)
            complaint.handling_unit = ("RS", "BD", None)[no % 3]
            complaint.handler_id = ("tan.genyuan", None)[no % 2]
            complaint.category = Category.BAD_ATTITUDE if no % 2 else Category.LOW_EFFICIENCY
            complaint.stage = Stage.INVESTIGATION if no == CASES - 1 else Stage.INTAKE
            if no == CASES - 1:
                complaint.closed_at = office.clock.now()
            for kind in (ClockKind.RESOLVE, ClockKind.INVESTIGATION):
                opened = office.clock.now() - timedelta(days=3 * no)
                open_clock(OpenClock(ComplaintId(case), kind, 1, opened, Complexity.NORMAL), unit)
        cases.append(case)
    return cases


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office in its second week, in which something is late."""
    with serve_office(tmp_path_factory.mktemp("board"), sqlite_office_template) as served:
        served.office.clock.set("2026-09-17T10:00")
        fill(served.office)
        yield served


@pytest.fixture
def supervisor(served: ServedOffice) -> SocketVisitor:
    return served.visitor(SUPERVISOR)


def plain(address: str) -> str:
    return address.replace("&amp;", "&")


def rows_behind(visitor: SocketVisitor, address: str) -> int:
    """How many rows the pages of a list show, walked to the end, and that its total says the same."""
    seen, where = 0, address
    while True:
        page = visitor.get(where)
        assert page.status_code == 200, where
        seen += len(re.findall(r"<tr[ >]", page.text.split("<tbody>", 1)[1])) if "<tbody>" in page.text else 0
        found = re.search(r'<a rel="next" href="([^"]+)">', page.text)
        if found is None:
            break
        where = plain(found[1])
    if seen and (total := TOTAL.search(text_of(page))):
        assert int(total[1].replace(",", "")) == seen, address
    return seen


def test_whoever_supervises_begins_with_the_day(served: ServedOffice) -> None:
    """UX-32, UX-56: the director opened on a list of two tasks."""
    for login in (SUPERVISOR, DIRECTOR):
        visitor = served.visitor(login)
        page = visitor.get("/board")
        assert page.status_code == 200
        assert "点任何一个数字" in text_of(page)
        assert visitor.get("/").headers.get("location", "/board") == "/board"
    assert served.visitor(BY_ROLE["intake"]).get("/board").status_code == 403


def test_every_tile_and_every_figure_counts_exactly_the_rows_it_opens(supervisor: SocketVisitor) -> None:
    """UX-32: late, near, new, closed, by unit, stage and handler; the windows of the engine aside, each is walked to its end."""
    page = supervisor.get("/board").text
    tiles, cells = TILE.findall(page), CELL.findall(page)
    assert len(tiles) >= 9
    assert len(cells) > 15
    for address, number in [*tiles, *cells]:
        if address.startswith("/monitor/"):
            continue
        assert rows_behind(supervisor, plain(address)) == int(number.replace(",", "")), address


def test_a_bar_is_as_long_as_the_number_beside_it(supervisor: SocketVisitor) -> None:
    """UX-46: charts, each in the row of its numbers; the longest fills its cell."""
    page = supervisor.get("/board").text
    bar = r'([\d,]+)(?:</a>)?</td><td class="bar-cell"><svg[^>]*><rect class="bar-(?:received|closed)" width="([\d.]+)"'
    bars = [(int(number.replace(",", "")), float(width)) for number, width in re.findall(bar, page)]
    most = max(number for number, _ in bars)
    assert most > 0
    assert all(width == pytest.approx(100 * number / most, abs=0.01) for number, width in bars)


def test_no_figure_counts_what_is_kept_from_whoever_reads_it(served: ServedOffice) -> None:
    """Two cases are about the supervisor: the director counts their four limits more than he does."""
    everything = {}
    for login in (SUPERVISOR, DIRECTOR):
        page = text_of(served.visitor(login).get("/due"))
        everything[login] = int(TOTAL.findall(page)[0].replace(",", ""))
    with served.office.unit_of_work().reading() as unit:
        running = len(unit.session.scalars(select(Clock.id).where(Clock.stopped_at.is_(None))).all())
    assert everything[DIRECTOR] >= running
    each = running // CASES
    assert everything[SUPERVISOR] == everything[DIRECTOR] - HIDDEN * each


def test_one_total_says_how_many_are_late(supervisor: SocketVisitor, served: ServedOffice) -> None:
    """UX-33: what is supervised and what is not were disjoint, and had to be added by hand."""
    counts = {}
    for rung in ("late", "over", "supervised"):
        counts[rung] = rows_behind(supervisor, f"/due?rung={rung}")
    assert counts["late"] == counts["over"] + counts["supervised"] > 0


def test_the_filters_narrow_together_and_stay_while_one_turns_the_page(supervisor: SocketVisitor) -> None:
    """UX-33: unit, handler, stage, kind, category, part of the number."""
    every = rows_behind(supervisor, "/due")
    for query in ("unit=RS", "unit=none", "handler=tan.genyuan", "handler=none", "stage=intake",
                  "kind=clock_kind.resolve", "category=bad_attitude", "q=000004"):  # fmt: skip
        assert 0 < rows_behind(supervisor, f"/due?{query}") < every, query
    both = rows_behind(supervisor, "/due?unit=RS&kind=clock_kind.resolve")
    assert 0 < both < rows_behind(supervisor, "/due?unit=RS")
    assert (
        "没有符合" in text_of(supervisor.get("/due?q=999999"))
        or rows_behind(supervisor, "/due?q=999999") == 0
    )


def test_an_address_that_no_page_made_is_refused_in_words(supervisor: SocketVisitor) -> None:
    assert supervisor.get("/due?after=yesterday~1").status_code == 422
    for far in ("0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:00-14:00", "2026-09-07T10:00"):
        assert supervisor.get(f"/due?after={far}%201").status_code == 422
    assert supervisor.get("/due?rung=nothing&kind=x.y&stage=9").status_code == 200


def test_two_rectifications_of_one_case_are_told_apart(
    served: ServedOffice, supervisor: SocketVisitor
) -> None:
    """UX-33: round, matter and number of the request stand with the limit."""
    office = served.office
    with office.unit_of_work() as unit:
        case = unit.session.scalars(select(Complaint.id).order_by(Complaint.number.desc())).first()
        assert case is not None
        for no in (1, 2):
            clock = open_clock(
                OpenClock(ComplaintId(case), ClockKind.RECTIFICATION, 1, unit.clock.now(), amount=5), unit
            )
            unit.session.add(
                Rectification(
                    id=f"{no:032}", complaint_id=case, no=no, round=1, requested_by="zong.lanyun",
                    requested_at=unit.clock.now(), unit_code="RS", matter_no=no, what="按公布的指南收件",
                    kind=RectificationKind.RECTIFY, own_clock_id=clock.id,
                )
            )  # fmt: skip
    page = text_of(supervisor.get("/due?kind=clock_kind.rectification"))
    for no in (1, 2):
        assert f"第{no}件整改" in page
        assert f"事项{no}" in page


def test_the_export_is_the_filter_on_the_screen(supervisor: SocketVisitor, served: ServedOffice) -> None:
    """Wish 3: CSV with its mark, the rows of the filter and no others, and on record who took it."""
    before = len(served.office.rows(TrailEvent, kind="list.exported"))
    few = supervisor.post("/due/export.csv", {"unit": "RS", "purpose": "看"})
    assert (few.status_code, 'href="#purpose"' in few.text) == (422, True)
    assert 'name="unit" value="RS"' in few.text
    assert len(served.office.rows(TrailEvent, kind="list.exported")) == before
    answer = supervisor.post("/due/export.csv", {"unit": "RS", "purpose": "十月督办例会"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == rows_behind(supervisor, "/due?unit=RS")
    assert len({row["单位"] for row in rows}) == 1
    assert_names_nobody(answer.content, ("简一趟", "199-0000-0201", *TOLD))
    noted = [row.payload for row in served.office.rows(TrailEvent, kind="list.exported")]
    assert {"list": "due", "filter": {"unit": "RS"}, "purpose": "十月督办例会"} in noted
