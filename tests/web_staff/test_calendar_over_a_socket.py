"""The work calendar as administrators keep it, through the real web server: a year, and days of the centre's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.legal_time import as_iso
from models.clock.work_calendar import WorkCalendarOverride
from models.ledger.trail_event import TrailEvent
from models.vault.keyring import Keyring
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.web_staff.cases import complain_about

ADMINISTRATOR, OTHER = "guan.xitong", "xian.lutong"
PLACE = "/administration/calendar"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own, since its calendar changes; its clock stands near the end of a published year."""
    with serve_office(tmp_path_factory.mktemp("calendar"), sqlite_office_template) as served:
        served.office.clock.set("2026-12-29T10:00")
        yield served


def edition_of(page: str) -> str:
    found = re.search(r'name="edition" value="([^"]+)"', page)
    assert found
    return found[1]


def set_day(visitor: SocketVisitor, day: str, kind: str, reason: str) -> object:
    """Preview and confirm."""
    shown = visitor.get(f"{PLACE}/day?day={day}&kind={kind}").text
    return visitor.post(
        f"{PLACE}/day", {"day": day, "kind": kind, "reason": reason, "edition": edition_of(shown)}
    ).headers["location"]


def due_days(served: ServedOffice, complaint_id: str) -> list[str]:
    clocks = served.office.rows(Clock, complaint_id=complaint_id)
    return sorted(as_iso(clock.due_at)[:10] for clock in clocks if clock.kind is ClockKind.ACCEPTANCE)


def test_a_closed_day_is_previewed_set_counted_and_taken_back(served: ServedOffice) -> None:
    """DM-40: what runs keeps its date, what begins afterwards is counted by it; each step has a reason on the trail."""
    running = served.office.file(address="203.0.113.7")
    hidden = served.office.file(address="203.0.113.8")
    complain_about(served.office, hidden.complaint_id, ADMINISTRATOR)
    visitor = served.visitor(ADMINISTRATOR)
    assert due_days(served, running.complaint_id) == ["2027-01-04"]
    preview = visitor.get(f"{PLACE}/day?day=2026-12-31&kind=local_closure").text
    assert "工作日 → 中心停办" in preview and running.number in preview
    assert hidden.number not in preview, "he is complained about there"
    bare = {"day": "2026-12-31", "kind": "local_closure", "reason": " ", "edition": edition_of(preview)}
    refused = visitor.post(f"{PLACE}/day", bare)
    assert refused.status_code == 422 and 'id="reason-error"' in refused.text
    done = set_day(visitor, "2026-12-31", "local_closure", "暴雪停电")
    assert done == f"{PLACE}?year=2026&done=set"
    page = visitor.get(PLACE).text
    for words in ("工作日历 2026 年", "已公布", "国庆节", "暴雪停电", "中心停办", "管系统"):
        assert words in page, words
    later = served.office.file(address="203.0.113.9")
    assert due_days(served, running.complaint_id) == ["2027-01-04"], "the date that was told"
    assert due_days(served, later.complaint_id) == ["2027-01-05"]
    stale = {"day": "2026-12-31", "kind": "", "reason": "已恢复", "edition": edition_of(preview)}
    overtaken = visitor.post(f"{PLACE}/day", stale)
    assert overtaken.status_code == 409 and "日历已有变化" in overtaken.text
    assert set_day(visitor, "2026-12-31", "", "电力提前恢复") == f"{PLACE}?year=2026&done=taken"
    assert served.office.rows(WorkCalendarOverride) == []
    assert due_days(served, later.complaint_id) == ["2027-01-05"]
    told = [row for row in served.office.rows(TrailEvent) if row.kind.startswith("calendar.")]
    assert [(row.kind, row.payload["reason"]) for row in told] == [
        ("calendar.day-overridden", "暴雪停电"),
        ("calendar.override-removed", "电力提前恢复"),
    ]


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("day=&kind=local_closure", "day-error"),
        ("day=2026-13-01&kind=local_closure", "day-error"),
        ("day=2055-01-03&kind=local_closure", "工作日历没有这一年"),
        ("day=2026-12-31&kind=holiday", 'href="#kind"'),
    ],
)
def test_what_is_no_day_is_refused_at_its_field(served: ServedOffice, asked: str, fault: str) -> None:
    answer = served.visitor(ADMINISTRATOR).get(f"{PLACE}/day?{asked}")
    assert answer.status_code == 422
    assert fault in answer.text


def test_the_year_speaks_english_and_is_for_administrators_alone(served: ServedOffice) -> None:
    page = served.visitor(ADMINISTRATOR).get(f"{PLACE}?year=2027&lang=en").text
    for words in ("Work calendar 2027", "provisional", "October", "The centre has set no day"):
        assert words in page, words
    assert served.visitor(ADMINISTRATOR).get(f"{PLACE}?year=1990").status_code == 404
    assert served.visitor("wen.rusheng").get(PLACE).status_code == 403


LINES = "2027-01-01;休;元旦\n2027-01-02,放假,元旦\n2027-01-03；休；元旦\n2027-01-04\t休\t元旦\n2027-01-09;班;元旦\n"
NOTICE = {"text": LINES, "source": "国务院办公厅关于2027年部分节假日安排的通知", "published_on": "2026-11-10"}


def test_a_notice_shows_what_it_moves_and_moves_exactly_that(served: ServedOffice) -> None:
    """DM-40, N2: days and limits with both dates before anybody confirms; then exactly these hold, with a reason on the trail."""
    case = served.office.file(address="203.0.113.21")
    hidden = served.office.file(address="203.0.113.22")
    complain_about(served.office, hidden.complaint_id, ADMINISTRATOR)
    (before,) = due_days(served, case.complaint_id)
    visitor = served.visitor(ADMINISTRATOR)
    place = f"{PLACE}/import"
    assert "换一个文件" not in visitor.get(place).text
    for changes, fault in (
        ({"text": ""}, "必填"),
        ({"text": "2027-01-01;休"}, "（1）"),
        ({"source": ""}, 'id="source-error"'),
        ({"published_on": "去年"}, 'id="published_on-error"'),
        ({"text": LINES + "2026-02-01;休;元旦"}, "2026"),
    ):
        refused = visitor.post(place, {**NOTICE, **changes, "go": "preview"})
        assert refused.status_code == 422, changes
        assert fault in refused.text, changes
    shown = visitor.post(place, {**NOTICE, "go": "preview"}).text
    for words in ("2027-01-04", "节假日（元旦）", "调休上班（元旦）", case.number, before, "2027-01-05"):
        assert words in shown, words
    assert hidden.number not in shown
    assert due_days(served, case.complaint_id) == [before], "a look changes nothing"
    bare = visitor.post(place, {**NOTICE, "go": "enter", "edition": edition_of(shown), "reason": ""})
    assert bare.status_code == 422 and 'id="reason-error"' in bare.text
    stale = visitor.post(place, {**NOTICE, "go": "enter", "edition": "0", "reason": "国办通知"})
    assert stale.status_code == 409 and "日历已有变化" in stale.text
    total = re.search(r"期限调整：(\d+) 个", shown)
    assert total
    done = visitor.post(place, {**NOTICE, "go": "enter", "edition": edition_of(shown), "reason": "国办通知"})
    assert done.headers["location"] == f"{PLACE}?year=2027&done=entered&moved={total[1]}"
    assert due_days(served, case.complaint_id) == ["2027-01-05"]
    page = visitor.get(f"{PLACE}?year=2027").text
    assert "已公布" in page and "1-9" in page
    (told,) = [row for row in served.office.rows(TrailEvent) if row.kind == "calendar.imported"]
    assert (told.actor, told.payload["years"], told.payload["reason"]) == (ADMINISTRATOR, [2027], "国办通知")
    moved = served.office.rows(TrailEvent, complaint_id=case.complaint_id, kind="clock.recounted")
    assert [row.payload["to"][:10] for row in moved] == ["2027-01-05"]
    again = visitor.post(place, {**NOTICE, "go": "preview"}).text
    assert "日历已是如此" in again and 'value="enter"' not in again


def test_a_file_is_read_as_the_lines_are(served: ServedOffice) -> None:
    """A JSON document with a mark of its bytes before it; what is no text or too large is refused at the field."""
    visitor = served.visitor(OTHER)
    place = f"{PLACE}/import"
    visitor.get(place)
    document = (
        '\ufeff{"years": [{"year": 2028, "source": "通知", "published_on": "2027-11-10", "makeup": {}, '
    )
    document += '"holidays": {"元旦": ["2028-01-03"]}}]}'
    shown = visitor.post(place, {"go": "preview"}, files={"file": ("2028.json", document.encode())})
    assert shown.status_code == 200
    assert "2028-01-03" in shown.text and "列明 1 天" in shown.text
    for content, fault in ((b"\xff\xfe\x00", "UTF-8"), (b" " * 200_001, "文件过大"), (b"{", "JSON")):
        refused = visitor.post(place, {"go": "preview"}, files={"file": ("x", content)})
        assert refused.status_code == 422
        assert fault in refused.text
