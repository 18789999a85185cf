"""What recurs: every group against a scan of the tables, each number against the ledger, and what is proposed for a study."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import delete, func, select

from api.staff.ledger_form import read_ledger_filter
from api.staff.recurrence import ledger_of
from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.matter import Matter
from models.case.matter_cause import MatterCause
from models.case.respondent import Respondent
from models.clock.legal_time import beijing_date, parse_moment
from models.ground.codes import Category, Finding, RespondentMatch, Role
from models.ground.errors import InvalidInput, NotPermitted
from models.ground.ids import new_id
from models.ledger.trail_event import TrailEvent
from models.office.recurrence_rule import RecurrenceRule
from models.office.staff import Staff
from services.ledger.list_ledger import list_row_conditions
from services.recurrence.change_rule import ChangeRule, change_rule, read_rule
from services.recurrence.find_recurring import RecurringGroup, find_group, find_recurring
from services.recurrence.occurrences import GroupKey, Occurrence, RecursBy
from services.recurrence.read_recurring import AskedRecurrence, read_recurring
from services.recurrence.recurrence_rule import Rule
from tests.full_office import FullOffice
from tests.office import staff
from tests.unit.services.planted_figures import FIRST, plant

SUPERVISOR, CLERK = "jian.rujing", "wen.rusheng"
OWNER = staff("guan.li", Role.ADMINISTRATOR)
TRUE = (Finding.SUBSTANTIATED, Finding.PARTLY_SUBSTANTIATED)
TODAY = date(2026, 9, 7)
KEY = GroupKey("RS", "RS-001", Category.BAD_ATTITUDE)
RULE = Rule(2, 90)


def plant_again_and_again(office: FullOffice) -> None:
    """Few problems and causes of two units, some told of a matter and some of the whole complaint, and three mass complaints."""
    plant(office, 70)
    dice = Random(5)  # noqa: S311 - a repeatable test
    with office.unit_of_work() as unit:
        for table in (MatterCause, Matter, Respondent):
            unit.session.execute(delete(table))
        cases = list(unit.session.scalars(select(Complaint).order_by(Complaint.received_at)))
        for case in cases:
            case.category = dice.choice((Category.BAD_ATTITUDE, Category.BUCK_PASSING, None))
            for no in range(1, dice.randrange(1, 4)):
                unit.session.add(_matter(case.id, no, dice))
                unit.session.add(_about(case.id, no, dice))
                for place, code in enumerate(dice.sample(("people-1", "process-2"), dice.randrange(3))):
                    of = {"complaint_id": case.id, "matter_no": no, "turn": 1, "code": code, "by": CLERK}
                    row = MatterCause(id=new_id(), **of, is_main=place == 0, said_at=unit.clock.now())
                    row.ended_at = unit.clock.now() if dice.random() < 0.1 else None
                    unit.session.add(row)
        for place in (5, 20, 40):
            group_files(unit, cases[place].id, [case.id for case in cases[place + 1 : place + 5]])


def _matter(case: str, no: int, dice: Random) -> Matter:
    row = Matter(id=new_id(), complaint_id=case, no=no, text="态度生硬")
    kinds = (Category.BAD_ATTITUDE, Category.REPEATED_MATERIALS, None, None)
    row.category = dice.choice(kinds)
    row.category_found = dice.choice((row.category, row.category, *kinds))
    row.finding = dice.choice((*TRUE, Finding.NOT_SUBSTANTIATED, None))
    return row


def _about(case: str, no: int, dice: Random) -> Respondent:
    """A unit or one of its people; not confirmed, or corrected, once in a while."""
    row = Respondent(id=new_id(), complaint_id=case, no=no, match=RespondentMatch.EXACT)
    row.unit = dice.choice(("unit-a", "unit-a", "unit-b", None))
    row.staff_id = CLERK if row.unit is None and dice.random() < 0.7 else None
    row.item, row.matter_no = dice.choice(("item-1", None)), dice.choice((None, 1, 2))
    row.confirmed_at = None if dice.random() < 0.2 else FIRST
    row.superseded_at = FIRST if dice.random() < 0.1 else None
    return row


def group_files(unit: Any, leading: str, members: list[str]) -> None:
    """One of them has left, and one has a matter of its own."""
    now = unit.clock.now()
    group = ComplaintGroup(leading_id=leading, name=f"集体{leading[:8]}", closing_share=60)
    group.opened_by, group.opened_at = CLERK, now
    unit.session.add(group)
    unit.session.flush()
    for no, case in enumerate(members):
        member = GroupMember(id=new_id(), leading_id=leading, complaint_id=case, joined_by=CLERK)
        member.joined_at, member.own_matters = now, [1] if no == 1 else []
        member.left_at = now if no == 2 else None
        unit.session.add(member)


def scan(office: FullOffice, since: date) -> dict[GroupKey, dict[str, Occurrence]]:
    """By group each complaint of it, read row by row."""
    found: dict[GroupKey, dict[str, Occurrence]] = defaultdict(dict)
    with office.unit_of_work().reading() as unit:
        members = {
            row.complaint_id
            for row in unit.session.scalars(select(GroupMember))
            if row.left_at is None and not row.own_matters
        }
        for case in unit.session.scalars(select(Complaint)):
            day = beijing_date(case.received_at)
            if day < since or case.id in members:
                continue
            for codes, named, (is_true, is_told) in _told(case, unit):
                for unit_code, item in named:
                    key = GroupKey(unit_code, item, **codes)
                    before = found[key].get(case.id, Occurrence(day, is_true=False, is_told=False))
                    flags = {"is_true": is_true or before.is_true, "is_told": is_told or before.is_told}
                    found[key][case.id] = Occurrence(day, **flags)
    return found


Said = tuple[dict[str, str], set[tuple[str, str]], tuple[bool, bool]]


def _told(case: Complaint, unit: Any) -> list[Said]:
    """What is said of a complaint: the code, about whom, and whether it is true and told."""
    matters = list(unit.session.scalars(select(Matter).where(Matter.complaint_id == case.id)))
    own = unit.session.scalars(select(Staff.unit).where(Staff.login == CLERK)).one()
    rows = [
        (row.matter_no, (row.unit or own, row.item or ""))
        for row in unit.session.scalars(select(Respondent).where(Respondent.complaint_id == case.id))
        if (row.unit or row.staff_id) and row.superseded_at is None and (row.confirmed_at or row.named_by)
    ]
    named = {place for _, place in rows}
    told: list[Said] = []
    for matter in matters:
        of_matter = {place for no, place in rows if no in (None, matter.no)}
        if matter.category:
            told.append(({"problem": matter.category}, of_matter, (False, True)))
        if matter.category_found and matter.finding in TRUE:
            told.append(({"problem": matter.category_found}, of_matter, (True, False)))
        causes = select(MatterCause).where(
            MatterCause.complaint_id == case.id, MatterCause.matter_no == matter.no
        )
        for cause in unit.session.scalars(causes):
            if cause.is_main and cause.ended_at is None and matter.finding in TRUE:
                told.append(({"cause": cause.code}, of_matter, (True, True)))
    if case.category and case.category not in {matter.category for matter in matters}:
        is_other = case.category not in {matter.category_found for matter in matters}
        is_true = is_other and any(matter.finding in TRUE for matter in matters)
        told.append(({"problem": case.category}, named, (is_true, True)))
    return told


def most_within(days: list[date], within: int) -> int:
    return max((sum(0 <= (day - first).days < within for day in days) for first in days), default=0)


def opened(address: str, office: FullOffice) -> int:
    """How many rows the ledger has at that address."""
    asked = read_ledger_filter(dict(parse_qsl(urlsplit(address).query)))
    with office.unit_of_work().reading() as unit:
        conditions = list_row_conditions(asked, unit, office.actor(SUPERVISOR))
        return unit.session.scalars(select(func.count()).select_from(Complaint).where(*conditions)).one()


def test_every_group_is_what_a_scan_of_the_tables_gives_and_each_number_opens_as_many_rows(
    office: FullOffice,
) -> None:
    plant_again_and_again(office)
    office.clock.moment = parse_moment("2026-05-20T10:00")
    since = beijing_date(office.clock.now()) - timedelta(days=364)
    with office.unit_of_work().reading() as unit:
        groups = {group.key: group for by in RecursBy for group in find_recurring(RULE, by, (), unit)}
    found = scan(office, since)
    enough = {
        key: most
        for key, told in found.items()
        if (most := most_within([row.day for row in told.values() if row.is_true], RULE.within_days)) >= 2
    }
    assert {key: group.most for key, group in groups.items()} == enough
    assert {bool(key.cause) for key in enough} == {True, False} and any(key.item == "" for key in enough)
    for key, group in groups.items():
        days = [row.day for row in found[key].values() if row.is_true]
        assert (group.true, group.told, group.newest) == (
            len(days),
            sum(row.is_told for row in found[key].values()),
            max(days),
        ), key
        assert sum(group.first <= day <= group.last for day in days) == group.most
        assert (group.last - group.first).days < RULE.within_days
        assert opened(ledger_of(key, group.first, group.last), office) == group.most, key
        assert opened(ledger_of(key, since), office) == group.true, key
        if key.problem:
            assert opened(ledger_of(key, since, told=True), office) == group.told, key
    pages = [
        read_recurring(AskedRecurrence(by), office.unit_of_work(), office.actor(SUPERVISOR))
        for by in RecursBy
    ]
    assert all(page.rule == Rule() and not page.groups for page in pages)
    with pytest.raises(NotPermitted):
        read_recurring(AskedRecurrence(), office.unit_of_work(), office.actor(CLERK))


@pytest.mark.parametrize(
    ("back", "told"),
    [
        # Five, the last day too many.
        ([0, 10, 20, 30, 89], (5, 0, 89)),
        ([0, 10, 20, 30, 90], None),
        # Of two times with as many the later one; what is quiet between them counts in the year.
        ([0, 1, 2, 3, 4, 200, 201, 202, 203, 204], (5, 200, 204)),
        # An earlier time with more.
        ([0, 0, 1, 2, 3, 4, 200, 201, 202, 203, 204], (6, 0, 4)),
    ],
)
def test_the_time_with_the_most_is_told_and_the_latest_of_as_many(
    back: list[int], told: tuple[int, int, int] | None
) -> None:
    first = date(2026, 1, 1)
    days = [first + timedelta(days=day) for day in back]
    rows = [Occurrence(day, is_true=True) for day in days] + [Occurrence(days[-1], is_true=False)]
    group = find_group(KEY, rows, Rule())
    if told is None:
        assert group is None
        return
    most, begin, end = told
    window = (first + timedelta(days=begin), first + timedelta(days=end))
    assert group == RecurringGroup(KEY, most, *window, len(days), len(rows), days[-1])


def test_the_rule_is_changed_by_its_owner_by_version(office: FullOffice) -> None:
    told = ChangeRule("3", "30", "主任办公会2026年第9次会议", "0")
    change_rule(told, office.unit_of_work(), OWNER)
    page = read_rule(office.unit_of_work(), OWNER)
    assert (page.rule.least_complaints, page.rule.within_days) == (3, 30)
    assert [event.payload for event in office.rows(TrailEvent, kind="recurrence.rule_entered")] == [
        {"least_complaints": [5, 3], "within_days": [90, 30]}
    ]
    now = str(page.rule.no)
    for other, errors in (
        (told, {"basis": "CHANGED_MEANWHILE"}),
        (replace(told, replaces=now), {"least_complaints": "SAME_AS_BEFORE"}),
        (replace(told, least_complaints="1", within_days="366"), None),
        (replace(told, least_complaints="", within_days="三十", basis=" "), None),
    ):
        with pytest.raises(InvalidInput) as refused:
            change_rule(other, office.unit_of_work(), OWNER)
        if errors is not None:
            assert refused.value.errors == errors
        else:
            assert {"least_complaints", "within_days"} <= refused.value.errors.keys()
    assert len(office.rows(RecurrenceRule)) == 1
    with pytest.raises(NotPermitted):
        change_rule(told, office.unit_of_work(), office.actor(SUPERVISOR))
