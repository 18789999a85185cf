"""An administrator adds a limit of the centre's own; what runs keeps the date that was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from deploy.cli.refused_input import as_click_fault
from models.ground.codes import Complexity, Role
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.ledger.trail_event import TrailEvent
from models.store.seeds import read_seed
from services.actor import Actor, ActorKind
from services.clocks.add_time_limit import AddTimeLimit, add_time_limit
from services.clocks.list_time_limits import list_time_limits
from services.clocks.time_limits import find_policy
from tests.office import Office

ADMINISTRATOR = Actor(ActorKind.STAFF, "guan.xitong", frozenset({Role.ADMINISTRATOR}))
TODAY = date(2026, 9, 7)
LIMIT = AddTimeLimit("site_visit", 2, "wd", "业务科规定：两个工作日内回访现场", TODAY)


def test_a_new_limit_is_in_force_from_its_day_and_on_the_trail(office: Office) -> None:
    add_time_limit(LIMIT, office.unit_of_work(), ADMINISTRATOR)
    with office.unit_of_work().reading() as unit:
        before = find_policy(unit.session, "site_visit", None, TODAY - timedelta(days=1))
        policy = find_policy(unit.session, "site_visit", Complexity.SIMPLE, TODAY)
        event = unit.session.scalars(select(TrailEvent).order_by(TrailEvent.seq.desc())).first()
        assert before is None
        assert policy is not None
        assert (policy.amount, policy.unit, policy.certainty) == (2, "wd", "本机构规定")
        assert policy.approved_by == "guan.xitong"
        assert event is not None
        assert (event.kind, event.actor) == ("time-limit.added", "guan.xitong")
        assert "业务科" not in str(event.payload), "the trail holds codes, numbers and dates"
    listed = [row for row in list_time_limits(office.unit_of_work()) if row.key == "site_visit"]
    assert [(row.complexity, row.amount, row.approved_by) for row in listed] == [("", 2, "guan.xitong")]


def test_a_limit_called_by_its_earlier_word_is_the_one_of_today(office: Office) -> None:
    """HS-12."""
    renamed = replace(LIMIT, key="investigate", complexity=Complexity.SIMPLE)
    add_time_limit(renamed, office.unit_of_work(), ADMINISTRATOR)
    with office.unit_of_work().reading() as unit:
        policy = find_policy(unit.session, "investigation", Complexity.SIMPLE, TODAY)
        assert policy is not None and policy.amount == 2
    with pytest.raises(Conflict):
        add_time_limit(replace(renamed, key="investigation"), office.unit_of_work(), ADMINISTRATOR)


def test_a_later_row_replaces_an_earlier_one_and_a_class_wins(office: Office) -> None:
    """R56: each class of complaints has its own amount; a clock counts by the row in force on its day."""
    later = TODAY + timedelta(days=7)
    add_time_limit(LIMIT, office.unit_of_work(), ADMINISTRATOR)
    add_time_limit(replace(LIMIT, amount=3, effective_from=later), office.unit_of_work(), ADMINISTRATOR)
    complex_one = replace(LIMIT, amount=5, complexity=Complexity.COMPLEX)
    add_time_limit(complex_one, office.unit_of_work(), ADMINISTRATOR)
    with office.unit_of_work().reading() as unit:
        found = {
            (day, complexity): policy.amount
            for day in (TODAY, later)
            for complexity in (Complexity.SIMPLE, Complexity.COMPLEX)
            if (policy := find_policy(unit.session, "site_visit", complexity, day)) is not None
        }
    assert found == {
        (TODAY, Complexity.SIMPLE): 2,
        (TODAY, Complexity.COMPLEX): 5,
        (later, Complexity.SIMPLE): 3,
        (later, Complexity.COMPLEX): 5,
    }


def test_the_same_key_class_and_day_is_refused_a_second_time(office: Office) -> None:
    add_time_limit(LIMIT, office.unit_of_work(), ADMINISTRATOR)
    with pytest.raises(Conflict):
        add_time_limit(replace(LIMIT, amount=9), office.unit_of_work(), ADMINISTRATOR)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "site.visit"),
        ("key", "现场"),
        ("amount", 0),
        ("amount", 366),
        ("unit", "hours"),
        ("basis", " "),
        ("effective_from", TODAY - timedelta(days=1)),
    ],
)
def test_what_is_no_limit_is_refused_by_field(office: Office, field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as refusal:
        add_time_limit(replace(LIMIT, **{field: value}), office.unit_of_work(), ADMINISTRATOR)
    assert list(refusal.value.errors) == [field]


def test_a_limit_of_the_same_day_is_no_number_of_days_and_another_is_one_at_least(office: Office) -> None:
    """OW-11: settled on the spot is settled today, or tomorrow where the centre says so."""
    for amount in (0, 1):
        day = TODAY + timedelta(days=amount)
        same_day = replace(LIMIT, key="on_spot", amount=amount, effective_from=day)
        add_time_limit(same_day, office.unit_of_work(), ADMINISTRATOR)
    with pytest.raises(InvalidInput) as refusal:
        add_time_limit(replace(LIMIT, key="refer", amount=0), office.unit_of_work(), ADMINISTRATOR)
    assert refusal.value.errors == {"amount": "OUT_OF_RANGE"}


def test_only_an_administrator_adds_a_limit(office: Office) -> None:
    clerk = Actor(ActorKind.STAFF, "wen.rusheng", frozenset({Role.INTAKE}))
    with pytest.raises(NotPermitted):
        add_time_limit(LIMIT, office.unit_of_work(), clerk)


@pytest.mark.parametrize(
    ("limit", "source"),
    [
        (("acceptance_decision", 300, "wd"), "15日，《信访工作条例》第二十三条"),
        (("acceptance", 11, "wd"), "15日，《信访工作条例》第二十三条"),
        (("acceptance", 16, "cd"), "15日，《信访工作条例》第二十三条"),
        (("review", 31, "cd"), "30日，参照《信访工作条例》第三十五条"),
        (("refer", 11, "wd"), "15日，参照《信访工作条例》第二十二条"),
        (("on_spot", 2, "wd"), "1个工作日，现场办结至迟不过次一工作日"),
        (("on_spot", 2, "cd"), "1个工作日，现场办结至迟不过次一工作日"),
        (
            ("referral_arbitration", 8, "wd"),
            "7个工作日，参照《市场监督管理投诉举报处理暂行办法》第三十条的协商期",
        ),
    ],
)
def test_a_limit_beyond_the_law_is_refused_with_its_source(
    office: Office, limit: tuple[str, int, str], source: str
) -> None:
    """OW-11: the centre's own rule stays within what the law allows, by whatever word the limit is called."""
    key, amount, unit = limit
    beyond = replace(LIMIT, key=key, amount=amount, unit=unit)
    with pytest.raises(InvalidInput) as refusal:
        add_time_limit(beyond, office.unit_of_work(), ADMINISTRATOR)
    assert refusal.value.errors == {"amount": f"BEYOND_LAW: {source}"}
    line = str(as_click_fault(refusal.value))
    assert line == f"amount: beyond the cap of the law / 超出法定上限: {source}"


@pytest.mark.parametrize(("key", "amount", "unit"), [("acceptance", 10, "wd"), ("acceptance", 15, "cd")])
def test_a_limit_within_the_law_is_taken(office: Office, key: str, amount: int, unit: str) -> None:
    """OW-11: ten working days are at most fourteen days in weeks without a holiday."""
    add_time_limit(replace(LIMIT, key=key, amount=amount, unit=unit), office.unit_of_work(), ADMINISTRATOR)
    listed = [row for row in list_time_limits(office.unit_of_work()) if row.key == key]
    assert amount in {row.amount for row in listed}
    assert {row.cap.days for row in listed if row.cap} == {15}


def test_the_limits_that_every_office_begins_with_are_within_the_law(office: Office) -> None:
    """OW-11: each cap is that of a shipped limit, and no shipped limit passes its own."""
    listed = [row for row in list_time_limits(office.unit_of_work()) if row.cap is not None]
    assert {row.key for row in listed} == {cap["key"] for cap in read_seed("legal_caps")["caps"]}
    assert [row.key for row in listed if row.cap and row.cap.is_passed_by(row.amount, row.unit)] == []


def test_days_of_an_order_of_a_review_are_counted_in_working_days_alone(office: Office) -> None:
    """They are told so where it is given."""
    order = AddTimeLimit("file_defect", 8, "cd", "评查制度第九条", TODAY)
    with pytest.raises(InvalidInput) as refused:
        add_time_limit(order, office.unit_of_work(), ADMINISTRATOR)
    assert refused.value.errors == {"unit": "NOT_AN_OPTION"}
    add_time_limit(replace(order, unit="wd"), office.unit_of_work(), ADMINISTRATOR)
