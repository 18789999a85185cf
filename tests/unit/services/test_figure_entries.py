"""What the store keeps of entries is what a scan of the tables gives, and what the ledger lists by the same codes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import delete, select

from models.beside.referral import Referral
from models.beside.supplement_request import SupplementRequest
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState, Rung, Stage
from models.case.matter import COUNTED_PROBLEMS, Matter
from models.case.matter_cause import MatterCause
from models.case.respondent import Respondent
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date, parse_moment
from models.ground.codes import Category, Finding, MatterDecision, ReferralKind, ReferralRole
from models.ground.errors import NotPermitted
from models.ground.ids import new_id
from services.actor import SYSTEM
from services.figures import count_stages as count_stages_file
from services.figures.append_step import append_figures_step
from services.figures.ask_entries import AskedEntries
from services.figures.check import check_figures
from services.figures.count_lost import count_lost
from services.figures.count_problems import ProblemsBy, count_problems
from services.figures.count_stages import count_stages, list_waited
from services.figures.period import FigurePeriod
from services.figures.rebuild import rebuild_figures
from services.ledger.entry_filter import NOTHING, EntriesAsked, MarkAsked
from services.ledger.filter_by_field import NO_FIELDS, FieldsAsked, WithoutAsked
from services.ledger.ledger_filter import LedgerFilter
from services.ledger.list_ledger import ListLedger, list_ledger
from services.office.load_calendar import load_calendar
from services.ports.figures import Spread
from services.views.case_filter import CaseFilter
from tests.full_office import FullOffice
from tests.unit.services.planted_figures import plant, scan
from tests.unit.services.projected_task import submit, walk_to
from tests.web_staff.cases import restrict_to

SUPERVISOR = "jian.rujing"
KINDS = sorted(COUNTED_PROBLEMS)
TRUE = (Finding.SUBSTANTIATED, Finding.PARTLY_SUBSTANTIATED)
PERIOD = FigurePeriod(date(2025, 9, 1), date(2026, 6, 30))


def plant_problems(office: FullOffice) -> None:
    """Complaints with matters of all kinds, some about one respondent of several."""
    plant(office, 70)
    random = Random(7)  # noqa: S311 - a repeatable test
    with office.unit_of_work() as unit:
        # Instead of those that come with every planted complaint.
        for table in (MatterCause, Matter):
            unit.session.execute(delete(table))
        for complaint in unit.session.scalars(select(Complaint).order_by(Complaint.received_at)):
            complaint.category = random.choice((*KINDS, Category.BAD_ATTITUDE, None))
            for no in range(1, random.randrange(1, 4)):
                unit.session.add(
                    Matter(
                        id=new_id(),
                        complaint_id=complaint.id,
                        no=no,
                        text="反复要材料",
                        category=random.choice((*KINDS, Category.BAD_ATTITUDE, None)),
                        category_found=random.choice((*KINDS, Category.BAD_ATTITUDE, None, None)),
                        times_told=random.choice((None, 1, 2, 3, 7)),
                        times_found=random.choice((None, 1, 4)),
                        finding=random.choice((*Finding, None)),
                    )
                )
        for respondent in unit.session.scalars(select(Respondent)):
            respondent.matter_no = random.choice((None, 1, 2))


# By place and kind: how often told of each matter of each complaint, and how often found of those that are true.
Scanned = dict[tuple[str, str], dict[tuple[str, int], tuple[int | None, int | None]]]


def scan_problems(office: FullOffice, by: ProblemsBy) -> tuple[Scanned, Scanned]:
    told: Scanned = defaultdict(dict)
    true: Scanned = defaultdict(dict)
    with office.unit_of_work().reading() as unit:
        for case in unit.session.scalars(select(Complaint)):
            if not PERIOD.begins <= beijing_date(case.received_at) <= PERIOD.ends:
                continue
            of_case = (Matter.complaint_id == case.id, Respondent.complaint_id == case.id)
            matters = list(unit.session.scalars(select(Matter).where(of_case[0])))
            about = [
                row
                for row in unit.session.scalars(select(Respondent).where(of_case[1]))
                if row.confirmed_at or row.named_by
            ]
            whole = case.category if case.category in KINDS else None
            of_told = [(m.category, m.no, m.times_told, None) for m in matters if m.category in KINDS]
            if whole and whole not in {row[0] for row in of_told}:
                of_told.append((whole, 0, None, None))
            of_true = [
                (
                    m.category_found,
                    m.no,
                    m.times_told if m.category == m.category_found else None,
                    m.times_found,
                )
                for m in matters
                if m.category_found in KINDS and m.finding in TRUE
            ]
            said = {m.category for m in matters} | {m.category_found for m in matters}
            if whole and whole not in said and any(m.finding in TRUE for m in matters):
                of_true.append((whole, 0, None, None))
            for scanned, problems in ((told, of_told), (true, of_true)):
                for kind, no, times, times_found in problems:
                    named = [row for row in about if no == 0 or row.matter_no in (None, no)]
                    places = {
                        ProblemsBy.UNIT: {row.unit or "" for row in named} or {""},
                        ProblemsBy.ITEM: {row.item or "" for row in named} or {""},
                        ProblemsBy.TIMES: {str(times or "")},
                    }[by]
                    for place in places:
                        scanned[place, str(kind)][case.id, no] = times, times_found
    return told, true


OF_PERIOD = CaseFilter(received_from=PERIOD.begins, received_until=PERIOD.ends)


def listed(
    office: FullOffice, asked: EntriesAsked, cases: CaseFilter = OF_PERIOD, fields: FieldsAsked = NO_FIELDS
) -> set[str]:
    command, found = ListLedger(LedgerFilter(cases, entries=asked, fields=fields)), set[str]()
    while True:
        page = list_ledger(command, office.unit_of_work(), office.actor(SUPERVISOR)).rows
        found |= {row.complaint_id for row in page}
        if not page.has_more:
            return found
        command = replace(command, page=command.page + 1)


def test_problems_of_their_own_are_counted_by_unit_item_and_times_and_open_their_cases(
    office: FullOffice,
) -> None:
    """R107: repeated material requests, inconsistent policy answers and passing the buck, each as its own problem type."""
    plant_problems(office)
    rebuild_figures(office.unit_of_work, lambda _done, _of: None)
    for by in ProblemsBy:
        assert_equal(office, by)


def assert_equal(office: FullOffice, by: ProblemsBy) -> None:
    table = count_problems(AskedEntries(PERIOD), by, office.unit_of_work(), office.actor(SUPERVISOR))
    told, true = scan_problems(office, by)
    lines = {(line.told.place, line.told.code): line for line in table.lines}
    assert lines.keys() == told.keys() | true.keys()
    assert {kind for _, kind in lines} == set(KINDS)
    for (place, kind), line in lines.items():
        entries, found = told.get((place, kind), {}), true.get((place, kind), {})
        assert (line.told.cases, line.told.entries) == (len({case for case, _ in entries}), len(entries))
        assert as_told(line.told.spread) == known(times for times, _ in entries.values())
        assert (line.true.entries if line.true else 0) == len(found)
        assert as_told(line.true and line.true.spread) == known(times for _, times in found.values())
        asked = EntriesAsked(problem=Category(kind), **{f"problem_{by}": place or NOTHING})
        assert listed(office, asked) == {case for case, _ in entries}, asked
        assert listed(office, replace(asked, problem_true=True)) == {case for case, _ in found}, asked


def as_told(spread: Spread | None) -> tuple[int, int]:
    return (spread.cases, spread.total) if spread else (0, 0)


def known(numbers: Iterable[int | None]) -> tuple[int, int]:
    told = [number for number in numbers if number is not None]
    return len(told), sum(told)


def test_entries_are_appended_with_their_complaint_and_kept_from_whom_they_are_not_for(
    office: FullOffice,
) -> None:
    plant_problems(office)
    rebuild_figures(office.unit_of_work, lambda _done, _of: None)
    with office.unit_of_work() as unit:
        case = unit.session.scalars(select(Complaint).order_by(Complaint.received_at.desc())).first()
        assert case is not None
        case.category, case.received_at = Category.BUCK_PASSING, parse_moment("2026-03-02T10:00")
        unit.session.execute(delete(Matter).where(Matter.complaint_id == case.id))
        unit.trail.add(case.id, "decision.acceptance", {}, SYSTEM)
        moved = case.id
    before = total(office, SUPERVISOR)
    while append_figures_step(office.unit_of_work):
        pass
    assert list(check_figures(office.unit_of_work)) == []
    assert total(office, SUPERVISOR) == before + 1
    restrict_to(office, moved, "zong.lanyun")
    assert total(office, SUPERVISOR) == before
    with pytest.raises(NotPermitted):
        total(office, "xun.wenshi")


def total(office: FullOffice, login: str) -> int:
    asked = AskedEntries(PERIOD)
    table = count_problems(asked, ProblemsBy.UNIT, office.unit_of_work(), office.actor(login))
    return sum(line.told.entries for line in table.totals if line.told.code == Category.BUCK_PASSING)


def test_lost_limits_are_counted_by_unit_and_kind_and_open_their_cases(office: FullOffice) -> None:
    """Those that ended after their day, with the working days since, and those that run past it; none that stands still."""
    plant(office, 70)
    rebuild_figures(office.unit_of_work, lambda _done, _of: None)
    office.clock.moment += timedelta(days=9)
    table = count_lost(AskedEntries(PERIOD), office.unit_of_work(), office.actor(SUPERVISOR))
    now, lost = office.clock.now(), defaultdict[tuple[str, str], list[Clock]](list)
    for case in scan(office):
        if PERIOD.begins <= beijing_date(case.row.received_at) <= PERIOD.ends:
            for clock in case.clocks:
                stands = clock.stopped_at is None and clock.rung is Rung.PAUSED
                if not stands and (clock.stopped_at or now) > clock.due_at:
                    lost[case.row.handling_unit or "", str(clock.kind)].append(clock)
    assert {(line.place, line.code) for line in table.lines} == lost.keys()
    for line in table.lines:
        clocks = lost[line.place, line.code]
        ended = [clock for clock in clocks if clock.stopped_at]
        assert line.entries == len(clocks)
        assert as_told(line.spread)[0] == len(ended)
        cases = CaseFilter(received_from=PERIOD.begins, received_until=PERIOD.ends, handling_unit=line.place)
        without = FieldsAsked(without=None if line.place else WithoutAsked.HANDLING_UNIT)
        entries = EntriesAsked(lost_limit=clocks[0].kind)
        assert listed(office, entries, cases, without) == {clock.complaint_id for clock in clocks}
        running = {clock.complaint_id for clock in clocks if not clock.stopped_at}
        assert listed(office, replace(entries, lost_runs=True), cases, without) == running
    assert any(not line.place for line in table.lines), "some have no unit on record"
    most = {kind: sum(len(clocks) for (_, of), clocks in lost.items() if of == kind) for _, kind in lost}
    assert [line.entries for line in table.totals] == sorted(most.values(), reverse=True)


def walk_through_stages(office: FullOffice) -> dict[tuple[str, str], list[date]]:
    """On which days each complaint left each stage."""
    random, left = Random(3), defaultdict[tuple[str, str], list[date]](list)  # noqa: S311 - a repeatable test
    stages = list(Stage)
    with office.unit_of_work() as unit:
        for case in unit.session.scalars(select(Complaint)):
            at = case.received_at
            for before, after in pairwise(stages[: random.randrange(1, 8)]):
                at += timedelta(days=random.randrange(12), hours=3)
                office.clock.moment = at
                unit.trail.add(case.id, "stage.entered", {"from": before.value, "to": after.value}, SYSTEM)
                left[case.id, before.value].append(beijing_date(at))
                case.stage = after
    return left


def test_time_in_each_stage_is_counted_in_working_days_without_those_that_stood_still(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids, left = plant(office, 40), walk_through_stages(office)
    office.clock.moment = parse_moment("2026-12-07T10:00")
    rebuild_figures(office.unit_of_work, lambda _done, _of: None)
    asked = AskedEntries(FigurePeriod(date(2025, 6, 1), date(2026, 12, 31)))
    table = count_stages(asked, office.unit_of_work(), office.actor(SUPERVISOR))
    waited, stages = defaultdict[str, list[int]](list), list(Stage)
    with office.unit_of_work().reading() as unit:
        calendar = load_calendar(unit.session)
    for case in scan(office):
        entered = case.row.effective_received
        for stage in stages[:-1]:
            for day in left[case.row.id, stage.value]:
                days = [entered + timedelta(days=no + 1) for no in range((day - entered).days)]
                waited[stage.value].append(
                    sum(calendar.is_workday(day) and day not in case.still for day in days)
                )
                entered = max(entered, day)
    assert {line.code: (line.cases, as_told(line.spread)) for line in table.lines} == {
        stage: (len(days), (len(days), sum(days))) for stage, days in waited.items() if days
    }
    for line in table.lines:
        days = sorted(waited[line.code])
        assert line.spread is not None
        assert (line.spread.median, line.spread.p90) == tuple(
            days[-(-len(days) * tenths // 10) - 1] for tenths in (5, 9)
        )
    worst = max(waited, key=lambda stage: sum(waited[stage]))
    assert table.bottleneck is not None
    assert table.bottleneck.code == worst
    longest = list_waited(asked, Stage(worst), office.unit_of_work(), office.actor(SUPERVISOR))
    assert [row.workdays for row in longest.lines] == sorted(waited[worst], reverse=True)
    assert {row.complaint_id for row in longest.lines} <= {*ids}
    assert longest.number == len(waited[worst])
    monkeypatch.setattr(count_stages_file, "MOST_SHOWN", 2)
    cut = list_waited(asked, Stage(worst), office.unit_of_work(), office.actor(SUPERVISOR))
    assert (len(cut.lines), cut.number) == (2, len(waited[worst])), "a list that is cut says of how many"


def test_what_the_office_sees_in_its_handling_opens_the_cases_that_it_counts(office: FullOffice) -> None:
    """Supplements asked for again, a referral sent back, the same once more, handled once more: each beside one that is not."""
    cases = [office.file(address=f"203.0.113.{no}").complaint_id for no in range(60, 65)]
    plain, asked, returned, repeated, redone = cases
    walk_to(office, redone, "record-return-visit")
    visit = {"reached": "yes", "way": "phone", "satisfaction": "1", "solved": "no", "follow_up": "redo"}
    submit(office, redone, "record-return-visit", "fang.huiyin", **visit)
    redo = {"decision": "redo", "handler_id": "tan.genyuan", "reason": "改派重办"}
    submit(office, redone, "decide-redo", "ming.shouli", **redo)
    now = office.clock.now()
    with office.unit_of_work() as unit:
        of = {"round": 1, "requested_by": "wen.rusheng", "requested_at": now, "state": RequestState.ANSWERED}
        for case, number in ((asked, 2), (plain, 1)):
            for no in range(number):
                request = SupplementRequest(id=new_id(), complaint_id=case, no=no + 1, items="身份证", **of)
                request.window_wd, request.window_ends_at = 5, now
                unit.session.add(request)
        for case, objected_at in ((returned, now), (plain, None)):
            referral = Referral(id=new_id(), complaint_id=case, no=1, unit_code="X-DL", **of)
            referral.kind, referral.role, referral.objected_at = (
                ReferralKind.ASSIGN,
                ReferralRole.CO,
                objected_at,
            )
            unit.session.add(referral)
        matter = unit.session.scalars(select(Matter).where(Matter.complaint_id == repeated)).first()
        assert matter is not None
        matter.decision = MatterDecision.MERGE
    rebuild_figures(office.unit_of_work, lambda _done, _of: None)
    period = FigurePeriod.of_months(2026, 9, 1)
    table = count_lost(AskedEntries(period), office.unit_of_work(), office.actor(SUPERVISOR))
    told = Counter[str]()
    for row in table.units:
        told.update({code: line.cases for code, line in row.marks.items()})
    marks = {"asked_again": asked, "sent_back": returned, "repeat": repeated, "redone": redone}
    assert told == dict.fromkeys(marks, 1)
    for mark, case in marks.items():
        assert listed(office, EntriesAsked(mark=MarkAsked(mark)), CaseFilter()) == {case}, mark
