"""人员保障: work, working days, qualifications and what is to be expected of the coming four weeks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event, update

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Outcome, Rung, Stage
from models.clock.clock import Clock
from models.clock.legal_time import at_time, parse_moment
from models.ground.errors import InvalidInput, NotFound, NotPermitted
from models.ground.ids import ComplaintId, new_id
from models.office.absence import Absence
from models.office.qualification import Qualification
from models.office.roster import RosterEntry
from models.office.staff import Staff
from services.capacity.count_work import count_units
from services.capacity.forecast import LEAST_WEEKS, Week, forecast
from services.capacity.read_person import read_person
from services.capacity.read_staffing import PersonStaffing, UnitStaffing, read_staffing, read_unit_people
from services.capacity.record_qualification import RecordQualification, record_qualification
from services.clocks.open_clock import OpenClock, open_clock
from tests.full_office import FullOffice
from tests.unit.services.past_of_an_office import Came, take_in
from tests.web_staff.cases import restrict_to

SUPERVISOR, HEAD, PERSON, WINDOW, OTHER = (
    "jian.rujing",
    "ming.shouli",
    "cha.fenming",
    "leng.rubing",
    "ren.shebao",
)
UNIT = "YH-TS"
# A Wednesday; the weeks before Monday 2026-09-14 are whole.
TODAY = date(2026, 9, 16)


def lived(office: FullOffice, weeks: int, a_week: int) -> list[str]:
    """So many complaints of the unit in each of the whole weeks before TODAY, each ended on its day; their ids."""
    monday = TODAY - timedelta(days=TODAY.weekday())
    came = [
        Came(monday - timedelta(weeks=back) + timedelta(days=day % 5))
        for back in range(weeks, 0, -1)
        for day in range(a_week)
    ]
    ids = take_in(office, came)
    with office.unit_of_work() as unit:
        for case in unit.session.query(Complaint):
            case.handling_unit, case.handler_id = UNIT, PERSON
            case.stage, case.outcome = Stage.ARCHIVED, Outcome.ACCEPTED
            case.closed_at = case.received_at + timedelta(hours=2)
    return ids


def unit_of(office: FullOffice) -> UnitStaffing:
    page = read_staffing(office.unit_of_work(), office.actor(SUPERVISOR))
    return next(one for one in page.units if one.code == UNIT)


def person_of(office: FullOffice, login: str, unit_code: str = UNIT) -> PersonStaffing:
    page = read_unit_people(unit_code, office.unit_of_work(), office.actor(SUPERVISOR))
    return next(one for one in page.people if one.login == login)


def record(office: FullOffice, login: str = HEAD, **other: str) -> str:
    told = {
        "kind": "certificate",
        "name": "投诉处理岗位资格",
        "acquired_on": "2025-09-01",
        "valid_until": "2027-08-31",
        "proof": "云政资字〔2025〕18号",
        "replaces": "",
    }
    command = RecordQualification(PERSON, **(told | other))
    return record_qualification(command, office.unit_of_work(), office.actor(login))


@contextmanager
def statements(office: FullOffice) -> Iterator[list[str]]:
    told: list[str] = []

    def note(*arguments: object) -> None:
        told.append(str(arguments[2]))

    event.listen(office.database.engine, "before_cursor_execute", note)
    yield told
    event.remove(office.database.engine, "before_cursor_execute", note)


def weeks_of(*counts: int) -> list[Week]:
    return [Week(count, 5) for count in counts]


def test_a_forecast_says_how_far_it_was_off() -> None:
    assert forecast(weeks_of(*[5] * (LEAST_WEEKS - 1)), 20) is None
    steady = forecast(weeks_of(*[5] * 52), 20)
    assert steady is not None
    assert (steady.expected, steady.low, steady.high, steady.error) == (20, 20, 20, 0)
    assert steady.looks == 52 - 12 - 4 + 1
    restless = forecast(weeks_of(*[3, 7] * 26), 20)
    assert restless is not None and restless.low < restless.expected < restless.high
    assert 0 < restless.error < 5
    risen = forecast(weeks_of(*[2] * 44, *[10] * 8), 20)
    assert risen is not None and 30 < risen.expected < 40, "the last weeks weigh most"
    assert risen.high > risen.expected
    holiday = forecast(weeks_of(*[5] * 52), 16)
    assert holiday is not None and holiday.expected == 16, "less comes in when nobody works"
    with_closure = forecast([*weeks_of(*[5] * 40), Week(0, 0), *weeks_of(*[5] * 11)], 20)
    assert with_closure is not None and with_closure.expected == 20, "a week off says nothing"


def test_load_beyond_capacity_is_seen_and_a_steady_unit_suffices(office: FullOffice) -> None:
    office.clock.set(f"{TODAY}T09:00")
    lived(office, 30, 5)
    steady = unit_of(office)
    assert steady.forecast is not None and round(steady.forecast.expected) == 16
    assert steady.ended == 20 and steady.capacity is not None
    assert steady.handlers == 11 and steady.days == steady.handlers * 16, "golden week lies ahead"
    with office.unit_of_work() as unit:
        for login in ("ji.luqing", "wen.rusheng", "ying.shoudao", "jian.dengji", "fang.huiyin"):
            unit.session.add(away(login, "2026-09-01", None))
    short = unit_of(office)
    assert short.days is not None and short.days == 6 * 16
    assert short.capacity is not None and short.capacity < steady.capacity
    assert short.is_beyond and not steady.lacks_qualified


def test_weeks_are_those_of_beijing_and_the_database_counts_them(office: FullOffice) -> None:
    """A page reads as many rows for a hundred thousand complaints as for ten."""
    office.clock.set(f"{TODAY}T09:00")
    ids = lived(office, 3, 1)
    moments = ("2026-09-06T23:59", "2026-09-07T00:00", "2026-09-13T23:59")
    # Before them, so that these weeks are whole ones.
    first = office.file().complaint_id
    with office.unit_of_work() as unit:
        for case, moment in zip(ids, moments, strict=True):
            row = unit.session.get_one(Complaint, case)
            row.received_at = row.closed_at = parse_moment(moment)
        unit.session.get_one(Complaint, first).received_at = parse_moment("2026-08-31T08:00")
    with statements(office) as told, office.unit_of_work().reading() as unit:
        work = count_units(unit)
    assert (work.all_came, work.came[UNIT], work.ended[UNIT]) == ([2, 2], [1, 2], [1, 2])
    assert all("count(" in one or "min(" in one for one in told if "FROM complaint" in one), told


def away(login: str, since: str, until: str | None, ended: str | None = None) -> Absence:
    return Absence(
        id=new_id(),
        staff_id=login,
        stand_in_id=HEAD,
        is_departure=until is None,
        from_day=date.fromisoformat(since),
        until_day=until and date.fromisoformat(until),
        recorded_by=HEAD,
        recorded_at=parse_moment("2026-09-01T09:00"),
        ended_at=ended and parse_moment(ended),
    )


def test_too_short_a_past_says_nothing(office: FullOffice) -> None:
    office.clock.set(f"{TODAY}T09:00")
    lived(office, 10, 2)
    one = unit_of(office)
    assert one.forecast is None and not one.is_beyond
    assert read_staffing(office.unit_of_work(), office.actor(SUPERVISOR)).weeks == 10


def test_days_are_those_of_calendar_roster_and_absence(office: FullOffice) -> None:
    office.clock.set(f"{TODAY}T09:00")
    usual = person_of(office, PERSON).days
    assert usual is not None and usual.away == 0
    with office.unit_of_work() as unit:
        unit.session.add(away(PERSON, "2026-09-17", "2026-09-30", "2026-09-18T17:00"))
        unit.session.query(RosterEntry).filter_by(staff_id=WINDOW).delete()
        duty = RosterEntry(
            staff_id=WINDOW, window="C03", weekday=0, valid_from=date(2026, 1, 1), valid_to=None
        )
        unit.session.add(duty)
    shortened = person_of(office, PERSON).days
    assert shortened is not None
    assert (shortened.worked, shortened.away) == (usual.worked - 2, 2), "back earlier than was said"
    on_mondays = person_of(office, WINDOW, "RS").days
    assert on_mondays is not None and on_mondays.worked == 3, "of four Mondays one is a holiday"


def test_a_unit_that_its_last_person_left_stays_with_what_lies_there(office: FullOffice) -> None:
    office.clock.set(f"{TODAY}T09:00")
    ids = lived(office, 3, 2)
    with office.unit_of_work() as unit:
        case = unit.session.get_one(Complaint, ids[0])
        case.stage, case.closed_at = Stage.INVESTIGATION, None
        unit.session.execute(update(Staff).where(Staff.unit == UNIT).values(active=False))
    one = unit_of(office)
    assert (one.people, one.open_cases, one.is_beyond) == (0, 1, True)
    page = read_unit_people(UNIT, office.unit_of_work(), office.actor(SUPERVISOR))
    assert list(page.people) == []
    with pytest.raises(NotFound):
        read_unit_people("NOWHERE", office.unit_of_work(), office.actor(SUPERVISOR))


def test_work_of_people_leaves_out_what_is_for_named_readers(office: FullOffice) -> None:
    office.clock.set(f"{TODAY}T09:00")
    ids = lived(office, 3, 2)
    assert person_of(office, PERSON).ended_cases == 6
    restrict_to(office, ids[-1], SUPERVISOR)
    assert person_of(office, PERSON).ended_cases == 5
    assert unit_of(office).open_cases == 0
    with office.unit_of_work() as unit:
        case = unit.session.get_one(Complaint, ids[0])
        case.stage, case.closed_at, case.outcome = Stage.INVESTIGATION, None, None
        clock = open_clock(OpenClock(ComplaintId(case.id), ClockKind.FEEDBACK, 1, case.received_at), unit)
        clock.due_at = case.next_due_at = at_time(TODAY, "08:00")
    one = unit_of(office)
    assert (one.open_cases, one.overdue, person_of(office, PERSON).open_cases) == (1, 1, 1)
    with office.unit_of_work() as unit:
        unit.session.get_one(Clock, clock.id).rung = Rung.PAUSED
    assert unit_of(office).overdue == 0, "a limit that lawfully stands still is not passed"


def test_a_record_is_corrected_by_a_new_version_and_ends_on_its_day(office: FullOffice) -> None:
    office.clock.set(f"{TODAY}T09:00")
    assert person_of(office, PERSON).is_qualified is None
    with statements(office) as asked:
        first = record(office)
    is_locked = any("FOR UPDATE" in one and "FROM staff" in one for one in asked)
    assert office.database.is_sqlite or is_locked, "two corrections at once would both stand"
    assert record(office) == first, "sent twice it is the same"
    assert person_of(office, PERSON).is_qualified is True
    record(office, SUPERVISOR, valid_until="2026-09-30", replaces=first)
    page = read_person(PERSON, office.unit_of_work(), office.actor(PERSON))
    assert [str(row.valid_until) for row in page.current] == ["2026-09-30"]
    assert [row.id for row in page.earlier] == [first] and not page.may_record
    assert person_of(office, PERSON).is_qualified is False, "it ends within the four weeks"
    office.clock.set("2026-10-01T09:00")
    assert person_of(office, PERSON).expired == 1
    with pytest.raises(InvalidInput) as refused:
        record(office, replaces=first, name="另一证书")
    assert refused.value.errors == {"replaces": "CHANGED_MEANWHILE"}


def test_faults_of_a_record_are_told_at_their_fields(office: FullOffice) -> None:
    office.clock.set(f"{TODAY}T09:00")
    with pytest.raises(InvalidInput) as refused:
        record(office, kind="", name=" ", proof="证" * 301, acquired_on="2026-09-17", valid_until="明年")
    assert refused.value.errors == {
        "kind": "REQUIRED",
        "name": "REQUIRED",
        "proof": "TOO_LONG",
        "acquired_on": "IN_THE_FUTURE",
        "valid_until": "NOT_A_DATE",
    }
    with pytest.raises(InvalidInput) as refused:
        record(office, valid_until="2025-08-31")
    assert refused.value.errors == {"valid_until": "ENDS_BEFORE_IT_BEGINS"}
    with pytest.raises(NotPermitted):
        record(office, PERSON)
    with pytest.raises(NotFound):
        record(office, OTHER)
    assert office.rows(Qualification) == []


def test_people_are_seen_by_who_leads_them(office: FullOffice) -> None:
    office.clock.set(f"{TODAY}T09:00")
    own = read_staffing(office.unit_of_work(), office.actor(HEAD))
    assert [one.code for one in own.units] == [UNIT] and own.office is None
    assert read_staffing(office.unit_of_work(), office.actor(PERSON)).units == []
    for login in (PERSON, OTHER):
        with pytest.raises(NotFound):
            read_unit_people(UNIT, office.unit_of_work(), office.actor(login))
    with pytest.raises(NotFound):
        read_person(PERSON, office.unit_of_work(), office.actor(OTHER))
