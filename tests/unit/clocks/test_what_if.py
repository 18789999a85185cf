"""规则试算: what an office answers about another rule equals what the same cases come to where that rule holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, DayKind, Rung
from models.case.lifecycle import Outcome as Ended
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from models.clock.time_limit_policy import TimeLimitPolicy
from models.clock.work_calendar import WorkCalendarDay, WorkCalendarYear
from models.ground.codes import Complexity, Role
from models.ground.errors import InvalidInput, NotPermitted
from models.ground.what_if_codes import NotReplayed, WhatIfGroup, WhatIfNumber, WhatIfState
from models.ledger.trail_event import TrailEvent
from models.office.what_if import WhatIf
from models.store.database import Database
from services.clocks.office_ladder import load_ladder, rungs_now
from services.what_if.ask_calendar import AskCalendar, ask_calendar
from services.what_if.ask_limit import AskLimit, ask_limit
from services.what_if.candidate import CalendarCandidate, Candidate, LimitCandidate
from services.what_if.judge import Bench, Judged, judge
from services.what_if.list_lines import AskedLines, list_lines
from services.what_if.read_ran import Question, Span, read_cases
from services.what_if.read_what_ifs import Answer, get_what_if
from services.what_if.what_if_step import what_if_step
from tests.office import Office, staff
from tests.unit.clocks.lived_limits import Lived, list_lived, live_all

ADMINISTRATOR, CLERK = staff("guan.xitong", Role.ADMINISTRATOR), staff("wen.rusheng", Role.INTAKE)
NOW = "2026-11-30T10:00"
SPAN = Span(parse_moment("2025-12-01T00:00"), parse_moment(NOW))
CHANGES = (
    ("resolve", Complexity.SIMPLE, 30, "cd"),
    ("resolve", Complexity.NORMAL, 7, "wd"),
    ("acceptance", None, 2, "wd"),
    ("return_visit", None, 9, "cd"),
)
# A week of rest in spring, three Saturdays of work in summer, and the days of rest of a holiday worked.
DAYS = (
    *((date(2026, 3, day), DayKind.HOLIDAY, "试算") for day in range(9, 14)),
    *((date(2026, 7, day), DayKind.MAKEUP, "试算") for day in (4, 11, 18)),
    *((date(2026, 5, day), DayKind.MAKEUP, "试算") for day in (4, 5)),
)
Outcome = tuple[datetime, bool]


def policy_of(office: Office, key: str, complexity: Complexity | None = None) -> TimeLimitPolicy:
    with office.unit_of_work().reading() as unit:
        rows = unit.session.scalars(select(TimeLimitPolicy).where(TimeLimitPolicy.key == key)).all()
    return next(row for row in rows if row.complaint_class == complexity)


def limit_candidates(office: Office) -> list[Candidate]:
    rows = [(policy_of(office, key, complexity), amount, unit) for key, complexity, amount, unit in CHANGES]
    return [LimitCandidate(row.id, row.key, row.complaint_class or "", n, unit) for row, n, unit in rows]


def enter_limits(office: Office) -> None:
    with office.unit_of_work() as unit:
        for key, complexity, amount, counted_in in CHANGES:
            row = unit.session.get_one(TimeLimitPolicy, policy_of(office, key, complexity).id)
            row.amount, row.unit = amount, counted_in


def enter_days(office: Office) -> None:
    with office.unit_of_work() as unit:
        unit.session.get_one(WorkCalendarYear, 2026).version += 1
        for day, kind, name in DAYS:
            row = WorkCalendarDay(
                day=day, kind=kind, name=name, source="试算", version=1, is_provisional=False
            )
            unit.session.merge(row)


def judge_all(office: Office, candidate: Candidate) -> dict[str, Judged]:
    """By the id of the limit; every one must be computed."""
    judged: dict[str, Judged] = {}
    with office.unit_of_work().reading() as unit:
        today = load_ladder(unit.session)
        bench, after = Bench(candidate, today, candidate.over(today), parse_moment(NOW)), ""
        while cases := read_cases(Question(candidate, SPAN), after, unit):
            after = cases[-1].id
            for clock in (clock for case in cases for clock in case.clocks):
                one = judge(clock, bench)
                assert isinstance(one, Judged), one
                judged[clock.id] = one
    return judged


def outcomes(office: Office, clock_ids: list[str]) -> list[Outcome]:
    """As the office itself has them: late when it ended, or by the rung on which it stands now."""
    with office.unit_of_work().reading() as unit:
        rows = [unit.session.get_one(Clock, clock_id) for clock_id in clock_ids]
        rungs = rungs_now(rows, parse_moment(NOW), load_ladder(unit.session), unit.session)
        over = (Rung.OVER, Rung.SUPERVISED)
        return [
            (row.due_at, row.stopped_at > row.due_at if row.stopped_at else rungs[row.id] in over)
            for row in rows
        ]


def live_until_now(office: Office, lived: list[Lived]) -> list[str]:
    ids = live_all(office, lived)
    office.clock.set(NOW)
    return ids


def answer(office: Office, what_if_id: str) -> Answer:
    while what_if_step(office.unit_of_work):
        pass
    return get_what_if(what_if_id, office.unit_of_work(), ADMINISTRATOR)


def compare(office: Office, number: int, enter: Callable[[Office], None], calendar: bool) -> int:
    """Ask, enter the candidate, live the same once more; how many dates are others."""
    lived = list_lived(20261130, number)
    first = live_until_now(office, lived)
    candidates = [CalendarCandidate(DAYS)] if calendar else limit_candidates(office)
    told = {key: one for candidate in candidates for key, one in judge_all(office, candidate).items()}
    before = outcomes(office, first)
    enter(office)
    second = outcomes(office, live_until_now(office, lived))
    for place, clock_id in enumerate(first):
        if clock_id in told:
            one = told[clock_id]
            assert (one.clock.due_at, one.was_late) == before[place]
            assert (one.due_after, one.is_late) == second[place], lived[place]
        else:
            assert before[place] == second[place]
    assert len(told) > number // 2
    return sum(was != then for was, then in zip(before, second, strict=True))


def test_a_what_if_of_a_limit_equals_a_run_under_that_limit_case_by_case(office: Office) -> None:
    """N10: with real pauses, extensions, dates of channels and days that a decision granted."""
    assert compare(office, 25, enter_limits, calendar=False) > 8


def test_a_what_if_of_a_calendar_equals_a_run_under_that_calendar(office: Office) -> None:
    """Days of rest and of work that are others from the beginning."""
    assert compare(office, 25, enter_days, calendar=True) > 4


@pytest.mark.check(sister="tests/unit/clocks/test_what_if.py")
def test_two_hundred_cases_come_to_the_same(sqlite_office: Database) -> None:
    assert compare(Office(sqlite_office), 200, enter_limits, calendar=False) > 40


def test_the_workers_answer_with_numbers_that_open_their_cases(office: Office) -> None:
    """How many late, where, whom it hits; each number is as many lines as it says, and the answer stays."""
    live_until_now(office, list_lived(7, 30))
    row = policy_of(office, "resolve", Complexity.SIMPLE)
    asked = ask_limit(AskLimit(row.id, "3", "wd"), office.unit_of_work(), ADMINISTRATOR)
    assert ask_limit(AskLimit(row.id, "3", "wd"), office.unit_of_work(), ADMINISTRATOR) == asked
    told = answer(office, asked)
    judged = judge_all(office, LimitCandidate(row.id, "resolve", "simple", 3, "wd"))
    assert told.row.state is WhatIfState.DONE and told.tally.limits == told.tally.cases == len(judged)
    assert told.tally.numbers["late_after"] == sum(one.is_late for one in judged.values()) > 0
    assert told.tally.numbers["newly_late"] > 0
    for number in WhatIfNumber:
        lines = list_lines(AskedLines(asked, number), office.unit_of_work(), ADMINISTRATOR).lines
        assert len(lines) == told.tally.numbers[number.value]
        for line in told.by[WhatIfGroup.UNIT]:
            of_unit = AskedLines(asked, number, WhatIfGroup.UNIT, line.code)
            found = list_lines(of_unit, office.unit_of_work(), ADMINISTRATOR).lines
            assert len(found) == line.numbers[number.value]
    for counted in (told.tally.slack_before, told.tally.slack_after):
        assert counted.total() == sum(one.clock.stopped_at is not None for one in judged.values())
    with office.unit_of_work().reading() as unit:
        kinds = [event.kind for event in unit.session.scalars(select(TrailEvent))]
    assert [kind for kind in kinds if kind.startswith("what-if")] == ["what-if.asked", "what-if.answered"]


def test_what_was_withdrawn_or_merged_is_late_by_no_rule(office: Office) -> None:
    """As the ledger counts lateness: nobody was to end it in time. Its return visit is no limit that he is told of."""
    opened = parse_moment("2026-03-02T09:00")
    told = [Lived(ClockKind.ACCEPTANCE, opened), Lived(ClockKind.RETURN_VISIT, opened)]
    ids = live_until_now(office, told * 3)
    with office.unit_of_work() as unit:
        for place, outcome in ((0, Ended.WITHDRAWN), (1, Ended.WITHDRAWN), (2, Ended.MERGED)):
            case = unit.session.get_one(Clock, ids[place]).complaint_id
            unit.session.get_one(Complaint, case).outcome = outcome
    acceptance, visit = (
        LimitCandidate(policy_of(office, key).id, key, "", 2, "wd") for key in ("acceptance", "return_visit")
    )
    assert judge_all(office, acceptance).keys() == {ids[4]}
    assert judge_all(office, visit).keys() == {ids[place] for place in (1, 3, 5)}


def test_what_was_told_otherwise_is_counted_apart(office: Office) -> None:
    """A date that today's rules do not give is in no number, and the answer says so."""
    (clock_id, *_) = live_until_now(office, list_lived(3, 12))
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Clock, clock_id)
        row.due_at = parse_moment("2027-03-01T17:00")
    days = "2026-03-09;休;试算\n2026-03-10;休;试算"
    told = answer(office, ask_calendar(AskCalendar(days), office.unit_of_work(), ADMINISTRATOR))
    assert told.tally.apart == {NotReplayed.TOLD_OTHERWISE.value: 1}
    assert told.tally.limits == 11


def test_a_limit_that_nobody_foresaw_stops_neither_its_question_nor_the_next(office: Office) -> None:
    """It is counted apart: a record that cannot be read, and one that cannot be computed with."""
    unreadable, uncomputable, *_ = live_until_now(office, list_lived(3, 12))
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Clock, unreadable)
        row.explanation = {**row.explanation, "not_after": "明天"}
        row = unit.session.get_one(Clock, uncomputable)
        row.explanation = {**row.explanation, "limit": {**row.explanation["limit"], "amount": "三"}}
    days = "2026-03-09;休;试算\n2026-03-10;休;试算"
    first = ask_calendar(AskCalendar(days), office.unit_of_work(), ADMINISTRATOR)
    row_of_limit = policy_of(office, "acceptance")
    second = ask_limit(AskLimit(row_of_limit.id, "2", "wd"), office.unit_of_work(), ADMINISTRATOR)
    told = answer(office, first)
    assert told.is_done and told.tally.apart == {NotReplayed.NOT_COMPUTABLE.value: 2}
    assert told.tally.limits == 10
    assert answer(office, second).is_done


def test_days_of_which_nothing_is_on_record_are_counted_apart(office: Office) -> None:
    """Limits of before the release whose days a decision may have named, and no others."""
    lived = list_lived(11, 16)
    ids = live_until_now(office, lived)
    with office.unit_of_work() as unit:
        for clock_id in ids:
            row = unit.session.get_one(Clock, clock_id)
            limit = {name: told for name, told in row.explanation["limit"].items() if name != "is_granted"}
            row.explanation = {**row.explanation, "limit": limit}
    days = "2026-03-09;休;试算\n2026-03-10;休;试算"
    told = answer(office, ask_calendar(AskCalendar(days), office.unit_of_work(), ADMINISTRATOR))
    unknown = sum(one.kind == "return_visit" for one in lived)
    assert told.tally.apart == {NotReplayed.AMOUNT_UNKNOWN.value: unknown}
    assert told.tally.limits == len(lived) - unknown > 0


def test_few_people_are_not_told_apart(office: Office) -> None:
    """Of fewer than five cases who they are could be guessed."""
    lived = [one for one in list_lived(5, 100) if one.kind == "return_visit"]
    live_until_now(
        office, [one for one in lived if one.amount][:4] + [one for one in lived if not one.amount][:6]
    )
    row = policy_of(office, "return_visit")
    told = answer(office, ask_limit(AskLimit(row.id, "1", "wd"), office.unit_of_work(), ADMINISTRATOR))
    assert told.tally.cases == 10 and told.by[WhatIfGroup.PEOPLE] == []
    assert told.by[WhatIfGroup.CHANNEL]


NO_LIMITS = (
    (AskLimit("", "", "wd"), {"amount": "REQUIRED"}),
    (AskLimit("", "两", "wd"), {"amount": "NOT_A_NUMBER"}),
    (AskLimit("", "9999", "wd"), {"amount": "OUT_OF_RANGE"}),
    (AskLimit("", "3", "wd"), {"amount": "SAME_AS_BEFORE"}),
    (AskLimit("", "2", "x"), {"unit": "NOT_AN_OPTION"}),
    (AskLimit("", "2", "wd", "去年"), {"since": "NOT_A_DATE"}),
    (AskLimit("", "2", "wd", "2027-01-01"), {"since": "NOT_A_SPAN"}),
    (AskLimit("", "2", "wd", "0001-01-01", "9999-12-31"), {"since": "NOT_A_DATE", "until": "NOT_A_DATE"}),
)
NO_DAYS = {
    " ": "REQUIRED",
    "五一放假": "NOT_A_DAY_LINE: 1",
    "2026-03-09;休;试算\n2026-03-09;休;试算": "DAY_TWICE",
    "2050-03-09;休;试算": "YEAR_UNKNOWN",
    "2026-03-09;班;试算": "NOTHING_CHANGES",
}


def test_what_is_no_limit_and_no_day_is_not_asked(office: Office) -> None:
    row = policy_of(office, "acceptance")
    for command, fault in NO_LIMITS:
        with pytest.raises(InvalidInput) as refused:
            ask_limit(replace(command, replaces=row.id), office.unit_of_work(), ADMINISTRATOR)
        assert refused.value.errors == fault
    for lines, code in NO_DAYS.items():
        with pytest.raises(InvalidInput) as refused:
            ask_calendar(AskCalendar(lines), office.unit_of_work(), ADMINISTRATOR)
        assert refused.value.errors == {"lines": code}


def test_others_neither_ask_nor_read(office: Office) -> None:
    row = policy_of(office, "acceptance")
    asked = ask_limit(AskLimit(row.id, "2", "wd"), office.unit_of_work(), ADMINISTRATOR)
    with pytest.raises(NotPermitted):
        ask_limit(AskLimit(row.id, "2", "wd"), office.unit_of_work(), CLERK)
    with pytest.raises(NotPermitted):
        get_what_if(asked, office.unit_of_work(), CLERK)
    with pytest.raises(NotPermitted):
        list_lines(AskedLines(asked, WhatIfNumber.LATE_AFTER), office.unit_of_work(), CLERK)


def test_a_batch_that_two_computed_is_written_once(office: Office) -> None:
    """At least once: the second finds the place moved on."""
    live_until_now(office, list_lived(9, 5))
    row = policy_of(office, "acceptance")
    asked = ask_limit(AskLimit(row.id, "2", "wd"), office.unit_of_work(), ADMINISTRATOR)
    others: list[int] = []

    def other_is_quicker() -> bool:
        if not others:
            others.append(what_if_step(office.unit_of_work, lambda: False))
        return False

    assert what_if_step(office.unit_of_work, other_is_quicker) == 0
    with office.unit_of_work().reading() as unit:
        stored = unit.session.get_one(WhatIf, asked)
        assert stored.done == stored.total == stored.figures["cases"] > 0
    assert what_if_step(office.unit_of_work, lambda: True) == 0
