"""The list to hang out: numbers of anonymous complaints by box or letter, and nothing by which anybody is guessed."""

from __future__ import annotations

import io
import secrets
from datetime import date, timedelta

import pypdfium2
import pytest

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.clock.legal_time import parse_moment
from models.ground.codes import Channel
from models.ground.errors import InvalidInput, NotPermitted
from models.ledger.trail_event import TrailEvent
from services.filing.register_complaint import RegisterComplaint, register_complaint
from services.filing.statement import Statement
from services.lists import anonymous_list
from services.lists.anonymous_list import FEWEST, AnonymousList, AskedList, ListedState, list_anonymous
from services.lists.print_anonymous_list import NONE, TOO_FEW, print_anonymous_list
from tests.full_office import FullOffice
from tests.web_staff.cases import restrict_to

CLERK, SUPERVISOR = "wen.rusheng", "jian.rujing"
MATTER = "C03窗口要我补一张指南上没有的证明。"


def register(office: FullOffice, day: str, *, channel: Channel = Channel.OPINION_BOX, name: str = "") -> str:
    statement = Statement(content=MATTER, is_anonymous=not name, name=name)
    command = RegisterComplaint(
        secrets.token_hex(16),
        channel,
        parse_moment(f"{day}T09:00"),
        statement,
        "原文",
        opened_by_first=CLERK,
        opened_by_second="jian.dengji",
        place_opened="一楼意见箱",
    )
    filed = register_complaint(command, office.unit_of_work(), office.actor(CLERK))
    return office.rows(Complaint, id=filed.complaint_id)[0].number


def listed(office: FullOffice, since: str = "2026-07-01", until: str = "2026-09-07") -> AnonymousList:
    days = date.fromisoformat(since), date.fromisoformat(until)
    return list_anonymous(AskedList(*days), office.unit_of_work(), office.actor(CLERK))


def words_of(office: FullOffice) -> str:
    days = date(2026, 7, 1), date(2026, 9, 7)
    printed = print_anonymous_list(AskedList(*days), office.unit_of_work(), office.actor(CLERK))
    with pypdfium2.PdfDocument(io.BytesIO(printed.content)) as sheet:
        text = "".join(page.get_textpage().get_text_bounded() for page in sheet)
    return "".join(text.split())


def test_numbers_stand_there_with_month_and_state_and_nothing_else(office: FullOffice) -> None:
    numbers = [
        register(office, "2026-08-12", channel=way) for way in (Channel.LETTER, *[Channel.OPINION_BOX] * 4)
    ]
    early = register(office, "2026-07-03")
    for other in (
        {"name": "柴不撤"},
        {"channel": Channel.HOTLINE_12345},
    ):
        register(office, "2026-08-12", **other)
    register(office, "2026-06-30")
    hidden = register(office, "2026-08-12")
    restrict_to(office, office.rows(Complaint, number=hidden)[0].id, SUPERVISOR)
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, office.rows(Complaint, number=numbers[0])[0].id)
        row.stage = Stage.ARCHIVED
    told = listed(office)
    assert [line.number for line in told.lines] == sorted([*numbers, early])
    by_number = {line.number: line for line in told.lines}
    assert by_number[early].month is None, "alone in its month"
    assert by_number[numbers[1]].month == date(2026, 8, 1)
    assert by_number[numbers[0]].state is ListedState.DONE
    assert by_number[numbers[1]].state is ListedState.RECEIVED
    sheet = words_of(office)
    assert all(number in sheet for number in numbers)
    assert "2026年8月" in sheet
    for untold in (MATTER[:8], "柴不撤", hidden, "意见箱一", "8月12日", "C03"):
        assert untold not in sheet
    (event,) = office.rows(TrailEvent, kind="anonymous_list.printed")
    assert event.payload == {"since": "2026-07-01", "until": "2026-09-07", "lines": 6, "part": 1}


def test_fewer_than_five_are_not_told_one_by_one(office: FullOffice) -> None:
    assert (listed(office).lines, listed(office).too_few) == ((), False)
    assert NONE in words_of(office)
    numbers = [register(office, "2026-08-12") for _ in range(FEWEST - 1)]
    assert (listed(office).lines, listed(office).too_few) == ((), True)
    sheet = words_of(office)
    assert TOO_FEW in sheet
    assert not any(number in sheet for number in numbers)
    register(office, "2026-08-12")
    assert len(listed(office).lines) == FEWEST


def test_a_list_that_is_too_long_for_a_sheet_stands_in_parts_and_misses_nobody(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [register(office, "2026-08-12") for _ in range(FEWEST + 2)]
    assert (listed(office).parts, listed(office).total) == (1, FEWEST + 2)
    monkeypatch.setattr(anonymous_list, "LINES_OF_A_PART", FEWEST)
    days = date(2026, 7, 1), date(2026, 9, 7)
    parts = [
        list_anonymous(AskedList(*days, part), office.unit_of_work(), office.actor(CLERK))
        for part in (0, 2, 99)
    ]
    assert [(told.part, told.parts, told.total) for told in parts] == [
        (1, 2, FEWEST + 2), (2, 2, FEWEST + 2), (2, 2, FEWEST + 2),
    ]  # fmt: skip
    assert [line.number for told in parts[:2] for line in told.lines] == sorted(numbers)
    months = {line.month for told in parts for line in told.lines}
    assert months == {date(2026, 8, 1)}, (
        "of two in the second part the month is told too: there are seven of it"
    )
    printed = print_anonymous_list(AskedList(*days, 2), office.unit_of_work(), office.actor(CLERK))
    assert printed.name.endswith("-2.pdf")
    with pypdfium2.PdfDocument(io.BytesIO(printed.content)) as sheet:
        text = "".join("".join(page.get_textpage().get_text_bounded() for page in sheet).split())
    assert "共7件，分2张表，本表为第2张" in text
    assert sorted(numbers)[-1] in text
    assert sorted(numbers)[0] not in text


def test_a_period_is_checked_and_only_the_office_asks(office: FullOffice) -> None:
    for since, until, code in (
        ("2026-09-08", "2026-09-07", "BEFORE_ITS_FIRST_DAY"),
        ("2025-01-01", "2026-09-07", "MORE_THAN_A_YEAR"),
    ):
        with pytest.raises(InvalidInput) as refused:
            listed(office, since, until)
        assert refused.value.errors == {"until": code}
    usual = list_anonymous(AskedList(), office.unit_of_work(), office.actor(SUPERVISOR)).period
    assert usual.until - usual.since == timedelta(days=90)
    with pytest.raises(NotPermitted):
        list_anonymous(AskedList(), office.unit_of_work(), office.actor("guan.xitong"))
