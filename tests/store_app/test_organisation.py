"""The organisation: loaded once however often, refused with its faults, rosters, deputies and relations."""

from __future__ import annotations

import copy
import json
from datetime import date

import pytest
from sqlalchemy import func, select

from models.case.lifecycle import ClockKind, DayKind
from models.clock.legal_time import parse_moment
from models.clock.work_calendar import WorkCalendarDay, WorkCalendarYear
from models.ground.codes import RelationEffect, RespondentMatch, Role
from models.ground.errors import InvalidInput, NotPermitted
from models.office.centre import Centre
from models.office.complaint_route import ComplaintRoute
from models.office.declared_relation import DeclaredRelation
from models.office.roster import RosterEntry
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import SYSTEM
from services.clocks.open_clock import OpenClock, open_clock
from services.office.deputies import find_acting
from services.office.load_calendar import load_calendar
from services.office.load_organisation import load_organisation, read_organisation
from services.office.match_respondent import RespondentMatchResult, RespondentWords, match_respondent
from services.office.organisation_document import parse_organisation
from services.office.override_day import OverrideDay, override_day
from services.office.relations import list_relations
from services.office.seed_calendar import seed_calendar
from tests.office import ORGANISATION, Office, staff

DOCUMENT = json.loads(ORGANISATION.read_text(encoding="utf-8"))


def test_loading_twice_is_loading_once(office: Office) -> None:
    load_organisation(read_organisation(ORGANISATION), office.unit_of_work(), SYSTEM)
    with office.database.read() as session:
        counts = [
            session.scalar(select(func.count()).select_from(table))
            for table in (Centre, OrganisationUnit, Staff, RosterEntry, DeclaredRelation, ComplaintRoute)
        ]
        centre = session.scalars(select(Centre)).one()
    rosters = sum(len(person["roster"]) for person in DOCUMENT["staff"])
    assert counts == [1, 18 + 15, 55, rosters, 8, 5]
    assert (centre.opens, centre.lunch_from, centre.lunch_to, centre.closes) == (
        "09:00",
        "12:00",
        "13:30",
        "17:00",
    )


def test_a_faulty_document_is_refused_with_every_fault_by_path() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["staff"][0]["unit"] = "NOWHERE"
    document["staff"][1]["deputy"] = "nobody"
    document["service_items"][2]["unit"] = "NOWHERE"
    document["complaint_routes"][0]["handled_by"] = "NOWHERE"
    document["complaint_routes"][3]["superior"] = None
    with pytest.raises(InvalidInput) as caught:
        parse_organisation(document)
    assert set(caught.value.errors) == {
        "staff.0.unit",
        "staff.1.deputy",
        "service_items.2.unit",
        "complaint_routes.0.handled_by",
        "complaint_routes.3",
    }
    with pytest.raises(InvalidInput) as caught:
        parse_organisation({"units": [{"code": "A"}]})
    assert set(caught.value.errors) == {"centre", "units.0"}


def ask(office: Office, day: str, **words: str) -> RespondentMatchResult:
    fields = {"unit": "", "window": "", "staff": "", "item": "", "text": ""} | words
    with office.unit_of_work().reading() as unit:
        return match_respondent(RespondentWords(**fields, day=date.fromisoformat(day)), unit)


@pytest.mark.parametrize(
    ("day", "login"), [("2026-09-30", "jiang.tuotuo"), ("2026-10-08", "man.youran"), ("2027-02-01", None)]
)
def test_a_window_leads_to_the_person_of_that_days_roster(
    office: Office, day: str, login: str | None
) -> None:
    found = ask(office, day, window="E03", text="工作人员不理人")
    assert (found.unit, found.window, found.staff_id) == ("BD", "E03", login)
    assert found.match is (RespondentMatch.EXACT if login else RespondentMatch.WINDOW)
    assert found.roster_day == date.fromisoformat(day)


def test_a_name_that_two_people_bear_is_ambiguous_until_the_office_is_known(office: Office) -> None:
    found = ask(office, "2026-09-07", staff="冷如冰")
    assert found.match is RespondentMatch.AMBIGUOUS
    assert set(found.candidates) == {"leng.rubing", "leng.rubing2"}
    told = ask(office, "2026-09-07", staff="冷如冰", unit="人社局")
    assert (told.staff_id, told.window, told.match) == ("leng.rubing", "C01", RespondentMatch.EXACT)


def test_a_matter_about_the_window_alone_names_nobody(office: Office) -> None:
    found = ask(office, "2026-09-07", window="B02", text="排队两小时，窗口太少")
    assert (found.window, found.staff_id, found.match) == ("B02", None, RespondentMatch.WINDOW)


@pytest.mark.parametrize(
    ("words", "unit", "match"),
    [
        ({"unit": "医保局"}, "YB", RespondentMatch.UNIT),
        ({"unit": "市场监管"}, "SJ", RespondentMatch.UNIT),
        ({"unit": "医保局", "item": DOCUMENT["service_items"][13]["name"]}, "YB", None),
        ({"text": "什么都没有说"}, None, RespondentMatch.NONE),
    ],
)
def test_short_names_of_offices_are_understood(
    office: Office, words: dict[str, str], unit: str | None, match: RespondentMatch | None
) -> None:
    found = ask(office, "2026-09-07", **words)
    assert found.unit == unit
    assert match is None or found.match is match


def test_a_surname_that_nobody_at_the_window_bears_names_nobody(office: Office) -> None:
    assert ask(office, "2026-09-07", window="A02", staff="姓毛").staff_id == "mao.jizao"
    assert ask(office, "2026-09-07", window="A02", staff="姓赵").staff_id is None


def test_declared_relations_block_or_ask_and_expired_ones_are_told(office: Office) -> None:
    day = date(2026, 9, 7)
    with office.database.read() as session:
        spouse, seconded, expired = (
            list_relations(session, login, day) for login in ("cha.fenming", "xun.wenshi", "tan.genyuan")
        )
    assert [relation.subject for relation in spouse] == ["leng.rubing"], "not her namesake leng.rubing2"
    assert [relation.blocks for relation in spouse] == [True]
    assert [(r.blocks, r.effect) for r in seconded] == [(False, RelationEffect.DECIDE)]
    assert [(r.blocks, r.is_expired) for r in expired] == [(False, True)]


def test_a_deputy_acts_for_somebody_who_is_away(office: Office) -> None:
    """AB角."""
    with office.unit_of_work() as unit:
        assert find_acting(unit.session, "ji.luqing") == "ji.luqing"
        unit.session.get_one(Staff, "ji.luqing").active = False
        unit.session.flush()
        assert find_acting(unit.session, "ji.luqing") == "wen.rusheng"
        unit.session.get_one(Staff, "wen.rusheng").active = False
        unit.session.flush()
        assert find_acting(unit.session, "ji.luqing") is None
        assert find_acting(unit.session, "nobody") is None


def test_a_local_closure_moves_later_limits_and_needs_a_reason(office: Office) -> None:
    admin = staff("guan.xitong", Role.ADMINISTRATOR)
    day = date(2026, 9, 9)
    with pytest.raises(InvalidInput):
        override_day(OverrideDay(day, DayKind.LOCAL_CLOSURE, " "), office.unit_of_work(), admin)
    with pytest.raises(InvalidInput):
        override_day(OverrideDay(day, DayKind.HOLIDAY, "x"), office.unit_of_work(), admin)
    with pytest.raises(NotPermitted):
        override_day(
            OverrideDay(day, DayKind.LOCAL_CLOSURE, "x"), office.unit_of_work(), staff("x", Role.INTAKE)
        )
    override_day(OverrideDay(day, DayKind.LOCAL_CLOSURE, "台风停办"), office.unit_of_work(), admin)
    complaint_id = office.add_complaint()
    with office.unit_of_work() as unit:
        opened = OpenClock(complaint_id, ClockKind.ACCEPTANCE, 1, parse_moment("2026-09-07T10:00"))
        clock = open_clock(opened, unit)
    assert clock.explanation["deadline"]["due_date"] == "2026-09-11"
    assert {"date": "2026-09-09", "reason": "台风停办"} in clock.explanation["deadline"]["skipped"]


def test_the_calendar_is_seeded_once_and_kept_in_the_tables(office: Office) -> None:
    with office.unit_of_work() as unit:
        assert seed_calendar(unit.session) == 0
        calendar = load_calendar(unit.session)
    assert calendar.is_workday(date(2026, 10, 10))
    assert not calendar.is_workday(date(2004, 5, 3))
    assert calendar.is_provisional(date(2027, 3, 1))


def test_a_new_version_of_a_year_is_seen_by_whoever_read_the_old_one(office: Office) -> None:
    day = date(2026, 10, 12)
    with office.unit_of_work().reading() as unit:
        assert load_calendar(unit.session).is_workday(day)
    with office.unit_of_work() as unit:
        unit.session.add(
            WorkCalendarDay(
                day=day, kind=DayKind.HOLIDAY, name="调休", source="通知", version=2, is_provisional=False
            )
        )
        unit.session.get_one(WorkCalendarYear, 2026).version += 1
    with office.unit_of_work().reading() as unit:
        assert not load_calendar(unit.session).is_workday(day)
