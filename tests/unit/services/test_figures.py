"""The store of figures is equal to a scan of the tables, whatever is asked, comes or turns; and it is never in anybody's way."""

from __future__ import annotations

import fcntl
import os
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import duckdb
import pytest
from sqlalchemy import delete, select, update

from adapters.duck_figures import DuckFigures
from adapters.figure_file import FigureFile
from api.i18n import _catalogue
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, DayKind, Rung
from models.case.respondent import Respondent
from models.case.return_visit import ReturnVisit
from models.case.survey import Survey
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from models.clock.work_calendar import WorkCalendarOverride
from models.ground.codes import Channel, Role
from models.ground.errors import FiguresAway, NotPermitted
from models.ground.ids import new_id
from models.ground.ways import ContactOutcome, Way
from models.ledger.trail_event import TrailEvent
from models.office.staff import Staff
from services.actor import SYSTEM
from services.case.record_contact import Contact, record_contact
from services.clocks.open_clock import OpenClock, open_clock
from services.figures.append_step import append_figures_step
from services.figures.check import check_figures
from services.figures.columns import DAYS, GROUPS, SHAPE
from services.figures.count_case import Part, SpreadOf
from services.figures.definitions import FIGURES, NOT_EVALUATED, SATISFIED_RATE
from services.figures.period import FigurePeriod
from services.figures.read_figures import AskedFigures, read_figures
from services.figures.rebuild import rebuild_figures
from services.keeping.empty_file import empty_file
from services.ledger.ledger_filter import EvaluationAsked, LatenessAsked, LedgerFilter
from services.ledger.limits import Lateness
from services.ledger.list_ledger import ListLedger, list_ledger
from services.ports.figures import BY_MONTH, BY_WEEK, BY_WEEKDAY_HOUR, Line, Question
from tests.full_office import FullOffice
from tests.office import staff
from tests.unit.services.planted_figures import Scanned, count, plant, scan
from tests.unit.services.projected_task import accept, submit, walk_to
from tests.web_staff.cases import complain_about, restrict_to

SUPERVISOR = staff("liu.zhang", Role.SUPERVISOR)
YEAR = FigurePeriod(date(2026, 1, 1), date(2026, 12, 31))


# The parts that are not 0, and number, sum, median and ninth decile of each spread.
Told = tuple[dict[str, int], dict[str, tuple[int, ...]]]


def as_scanned(lines: Iterable[Line]) -> dict[str, Told]:
    told: dict[str, Told] = {}
    for line in lines:
        spreads = {
            of: (days.cases, days.total, days.median, days.p90) for of, days in line.spreads.items() if days
        }
        told[line.value] = {part: number for part, number in line.parts.items() if number}, spreads
    return told


def as_told(question: Question, cases: list[Scanned]) -> dict[str, Told]:
    told: dict[str, Told] = {}
    for value, (parts, days, workdays) in count(question, cases).items():
        spreads = {SpreadOf.DAYS.value: days, SpreadOf.WORKDAYS.value: workdays}
        told[value] = (
            dict(parts),
            {of: spread(spreads[of]) for of in question.spreads if spreads[of]},
        )
    return told


def spread(days: list[int]) -> tuple[int, ...]:
    middle, most = (days[-(-len(days) * tenths // 10) - 1] for tenths in (5, 9))
    return len(days), sum(days), middle, most


def random_questions(number: int, office: FullOffice, seed: int, ids: Sequence[str] = ()) -> list[Question]:
    """Every third leaves out some of these complaints."""
    random, now = Random(seed), office.clock.now()  # noqa: S311 - a repeatable test
    questions = []
    for _ in range(number):
        begins = date(2025, 6, 1) + timedelta(days=random.randrange(420))
        period = (
            FigurePeriod.of_months(begins.year, begins.month, random.choice((1, 3, 12)))
            if random.random() < 0.4
            else FigurePeriod(begins, begins + timedelta(days=random.randrange(200)))
        )
        groups = random.sample(GROUPS, random.choice((0, 0, 1, 2)))
        known = {
            "channel": ("phone", "portal"),
            "handling_unit": ("unit-a", ""),
            "respondent_units": ("unit-b", ""),
            "windows": ("C01", ""),
            "items": ("item-1", ""),
            "outcome": ("accepted", "merged", ""),
            "received_hour": ("9", "14"),
            "received_weekday": ("0", "6"),
            "category": ("irregular_operation", ""),
            "finding": ("", "substantiated"),
            "cause_coding": ("", "not_coded", "partly_coded", "coded"),
            "cause_roots": ("", "people"),
            "main_causes": ("people-1",),
            "causes": ("process-2", ""),
        }
        asked = AskedFigures(
            period,
            random.choice(DAYS),
            random.choice((None, BY_MONTH, BY_WEEK, BY_WEEKDAY_HOUR, *GROUPS)),
            {group: random.choice(known[group]) for group in groups},
            random.choice((None, None, *Lateness)),
        )
        without = random.sample(ids, min(len(ids), 25)) if random.random() < 0.3 else ()
        questions.append(asked.question(period, now, without))
    return questions


def assert_equal(office: FullOffice, questions: list[Question]) -> None:
    cases = scan(office)
    told = office.unit_of_work().ports.figures.ask(questions).lines
    for question, lines in zip(questions, told, strict=True):
        assert as_scanned(lines) == as_told(question, cases), question


def with_days(questions: list[Question]) -> list[Question]:
    return [replace(question, spreads=SHAPE.spreads) for question in questions]


def append(office: FullOffice) -> None:
    while append_figures_step(office.unit_of_work):
        pass


@pytest.mark.timeout(600)
def test_two_hundred_random_filters_give_what_a_full_scan_gives(office: FullOffice) -> None:
    """By number, kind, source, unit, result and time; after a filling, an appending, and when limits have passed."""
    ids = plant(office, 120)
    assert rebuild_figures(office.unit_of_work, lambda _done, _of: None) == 120
    assert_equal(office, with_days(random_questions(80, office, 1, ids)))
    plant(office, 40, seed=2)
    with office.unit_of_work() as unit:
        for case in ids[:30]:
            complaint = unit.session.get_one(Complaint, case)
            complaint.channel, complaint.handling_unit = Channel.LETTER, None
            complaint.closed_at = office.clock.now()
            unit.session.execute(delete(ReturnVisit).where(ReturnVisit.complaint_id == case))
            unit.trail.add(case, "case.closed", {}, SYSTEM)
    append(office)
    assert_equal(office, with_days(random_questions(80, office, 2, ids)))
    assert list(check_figures(office.unit_of_work)) == []
    # Nobody does anything: limits pass.
    office.clock.moment += timedelta(days=20)
    assert_equal(office, with_days(random_questions(40, office, 3, ids)))
    assert list(check_figures(office.unit_of_work)) == []


def test_a_change_that_the_trail_does_not_tell_is_named_by_the_check_and_mended_by_a_rebuild(
    office: FullOffice,
) -> None:
    ids = plant(office, 10)
    append(office)
    with office.unit_of_work() as unit:
        unit.session.execute(update(Complaint).where(Complaint.id == ids[3]).values(channel=Channel.CHAT))
    assert [line.split(":")[0] for line in check_figures(office.unit_of_work)] == [f"{ids[3]} channel"]
    rebuild_figures(office.unit_of_work, lambda _done, _of: None)
    assert list(check_figures(office.unit_of_work)) == []


def test_what_was_counted_of_a_file_that_is_destroyed_stays(office: FullOffice) -> None:
    """Its decisions are empty then; neither what was new before it nor the destruction itself takes anything back."""
    ids = plant(office, 40)
    append(office)
    store = office.unit_of_work().ports.figures
    counted = store.read_rows(ids)
    case = next(case for case in ids if counted[case][Part.REDONE])
    with office.unit_of_work() as unit:
        unit.trail.add(case, "case.closed", {}, SYSTEM)
        empty_file(unit.session.get_one(Complaint, case), "XH-1", unit)
    append(office)
    assert store.read_rows(ids) == counted
    assert list(check_figures(office.unit_of_work)) == []


def test_the_check_names_what_is_in_the_store_alone_wherever_it_stands(office: FullOffice) -> None:
    plant(office, 3)
    append(office)
    store = office.unit_of_work().ports.figures
    mark, ids = store.find_mark(), store.list_ids()
    assert mark is not None
    row = store.read_rows(ids)[ids[0]]
    strange = ["0", ids[1] + "0", "z"]
    with store.hold_writing():
        store.replace(strange, [{**row, "complaint_id": one} for one in strange], mark)
    alone = [line.split(":")[0] for line in check_figures(office.unit_of_work) if "alone" in line]
    assert alone == strange


def test_a_calendar_and_a_person_who_moves_change_what_no_event_of_a_complaint_names(
    office: FullOffice,
) -> None:
    ids = plant(office, 30)
    with office.unit_of_work() as unit:
        [about, *_] = unit.session.scalars(select(Respondent).where(Respondent.confirmed_at.is_not(None)))
        about.staff_id, about.unit = "xun.wenshi", None
        unit.trail.add(about.complaint_id, "respondent.corrected", {}, SYSTEM)
    append(office)
    assert list(check_figures(office.unit_of_work)) == []
    with office.unit_of_work() as unit:
        person = unit.session.get_one(Staff, "xun.wenshi")
        elsewhere = select(Staff.unit).where(Staff.unit != person.unit).limit(1)
        person.unit = another = unit.session.scalars(elsewhere).one()
        unit.trail.add(None, "organisation.staff_changed", {"staff_id": "xun.wenshi"}, SYSTEM)
    append(office)
    told = office.unit_of_work().ports.figures.read_rows(ids)[about.complaint_id]
    assert another in str(told["respondent_units"])
    with office.unit_of_work() as unit:
        for day in (date(2026, 1, 5) + timedelta(days=7 * week) for week in range(30)):
            closed = WorkCalendarOverride(
                day=day, kind=DayKind.LOCAL_CLOSURE, reason="停电", decided_by="liu.zhang"
            )
            closed.decided_at = office.clock.now()
            unit.session.add(closed)
        unit.trail.add(None, "calendar.day-overridden", {}, SYSTEM)
    assert list(check_figures(office.unit_of_work)) != []
    append(office)
    assert list(check_figures(office.unit_of_work)) == []


def test_a_database_that_was_put_back_is_noticed_and_counted_anew(office: FullOffice) -> None:
    plant(office, 10)
    append(office)
    store = office.unit_of_work().ports.figures
    mark = store.find_mark()
    assert mark is not None
    with store.hold_writing():
        # As if the trail had gone on to here before its copy was put back.
        store.replace([], [], replace(mark, seq=mark.seq + 5, hash="a" * 64))
    plant(office, 5, seed=3)
    append(office)
    assert len(store.list_ids()) == 15
    assert list(check_figures(office.unit_of_work)) == []


@pytest.mark.parametrize("content", [b"", b"nobody's file " * 2_000, None])
def test_a_missing_empty_or_foreign_file_is_put_aside_and_made_anew(
    office: FullOffice, content: bytes | None
) -> None:
    plant(office, 5)
    file = office.folder / "figures.duckdb"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(FiguresAway):
        read_figures(AskedFigures(YEAR), office.unit_of_work(), SUPERVISOR)
    append(office)
    assert file.stat().st_mode & 0o777 == 0o600
    assert (office.folder / "figures.spoilt").exists() is (content is not None)
    assert read_figures(AskedFigures(YEAR), office.unit_of_work(), SUPERVISOR).total.now.parts[Part.CASES] > 0


def test_a_folder_in_which_nothing_can_be_locked_or_put_aside_is_away_and_no_error(
    office: FullOffice,
) -> None:
    plant(office, 3)
    store = DuckFigures(office.folder / "figures", SHAPE)
    (office.folder / "figures").write_text("no folder")
    for act in (store.hold_writing, store.fill):
        with pytest.raises(FiguresAway), act():
            pass
    with pytest.raises(FiguresAway):
        store.list_ids()
    # A folder in the place of the file: it can neither be opened nor replaced by a file.
    (office.folder / "figures.duckdb" / "held").mkdir(parents=True)
    with pytest.raises(FiguresAway):
        append_figures_step(office.unit_of_work)


def test_a_question_that_trips_the_store_throws_no_good_file_away(office: FullOffice) -> None:
    plant(office, 5)
    append(office)
    file = FigureFile(office.folder / "figures.duckdb", office.folder / "run")
    with pytest.raises(FiguresAway), file.read():
        raise duckdb.InternalException("INTERNAL Error: of this one question")
    assert not (office.folder / "figures.spoilt").exists()
    assert len(office.unit_of_work().ports.figures.list_ids()) == 5
    with pytest.raises(FiguresAway), file.write():
        raise duckdb.InternalException("INTERNAL Error: of what was written")
    assert (office.folder / "figures.spoilt").exists(), "who writes makes it anew"


def test_a_spoilt_block_puts_the_file_aside_and_the_next_round_makes_it_anew(office: FullOffice) -> None:
    plant(office, 60)
    append(office)
    file = office.folder / "figures.duckdb"
    with file.open("r+b") as opened:
        opened.seek(12_288)
        opened.write(os.urandom(file.stat().st_size - 12_288))
    with pytest.raises(FiguresAway):
        read_figures(AskedFigures(YEAR), office.unit_of_work(), SUPERVISOR)
    append(office)
    assert list(check_figures(office.unit_of_work)) == []


def test_a_page_waits_a_second_for_a_writer_and_the_workers_leave_out_a_round(office: FullOffice) -> None:
    plant(office, 5)
    append(office)
    lock = os.open(office.folder / "run" / "figures.lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    began = time.monotonic()
    with pytest.raises(FiguresAway):
        read_figures(AskedFigures(YEAR), office.unit_of_work(), SUPERVISOR)
    assert 1.0 <= time.monotonic() - began < 5.0
    os.close(lock)
    with office.unit_of_work().ports.figures.hold_writing():
        assert append_figures_step(office.unit_of_work) == 0
        # Who only compares is in nobody's way, and nobody in his.
        assert list(check_figures(office.unit_of_work)) == []
    assert read_figures(AskedFigures(YEAR), office.unit_of_work(), SUPERVISOR).total.now.parts[Part.CASES] > 0


def test_a_store_that_is_being_made_is_given_up_when_the_process_ends(office: FullOffice) -> None:
    plant(office, 5)
    with pytest.raises(FiguresAway):
        append_figures_step(office.unit_of_work, lambda: True)
    assert [file.name for file in office.folder.glob("figures.*")] == []
    append(office)
    assert len(office.unit_of_work().ports.figures.list_ids()) == 5


def test_another_shape_is_another_store(office: FullOffice) -> None:
    plant(office, 3)
    append(office)
    assert DuckFigures(office.folder, replace(SHAPE, groups=GROUPS[:-1])).find_mark() is None
    assert DuckFigures(office.folder, SHAPE).find_mark() is not None


def test_who_said_nothing_is_never_satisfied(office: FullOffice) -> None:
    plant(office, 40)
    with office.unit_of_work() as unit:
        for visit in unit.session.scalars(select(ReturnVisit)):
            visit.satisfaction, visit.is_solved = None, None
    append(office)
    parts = read_figures(AskedFigures(YEAR), office.unit_of_work(), SUPERVISOR).total.now.parts
    cases = [case for case in scan(office) if case.answer and case.row.received_at.year == 2026]
    silent = [case for case in cases if not any(survey.rating for survey in case.surveys)]
    assert NOT_EVALUATED.number(parts) == len(silent) > 0
    assert SATISFIED_RATE.whole(parts) == len(cases) - len(silent)


def test_a_pause_holds_up_what_would_be_overdue_and_its_end_is_told_by_the_trail(office: FullOffice) -> None:
    plant(office, 60)
    with office.unit_of_work() as unit:
        # All that runs stands still, and would be overdue before the clock stops below.
        for clock in unit.session.scalars(select(Clock).where(Clock.stopped_at.is_(None))):
            clock.rung, clock.due_at = Rung.PAUSED, office.clock.now() + timedelta(days=1)
    append(office)
    questions = with_days(random_questions(20, office, 4))
    before = overdue(office)
    office.clock.moment += timedelta(days=30)
    assert overdue(office) == before, "what stands still is not passed"
    assert_equal(office, questions)
    with office.unit_of_work() as unit:
        for clock in unit.session.scalars(select(Clock).where(Clock.rung == Rung.PAUSED)):
            clock.rung, clock.due_at = Rung.WITHIN, office.clock.now() + timedelta(days=2)
            unit.trail.add(clock.complaint_id, "clock.moved", {}, SYSTEM)
    append(office)
    assert overdue(office) == before, "it runs on"
    office.clock.moment += timedelta(days=3)
    assert overdue(office) > before
    assert_equal(office, questions)
    assert list(check_figures(office.unit_of_work)) == []


def overdue(office: FullOffice) -> int:
    everything = FigurePeriod(date(2025, 1, 1), date(2027, 12, 31))
    parts = read_figures(AskedFigures(everything), office.unit_of_work(), SUPERVISOR).total.now.parts
    return parts[Part.OVERDUE]


def total(office: FullOffice) -> dict[str, int]:
    """The parts of all complaints of the year that there are, for a director."""
    append(office)
    found = read_figures(AskedFigures(YEAR), office.unit_of_work(), SUPERVISOR)
    return {part: number for part, number in found.total.now.parts.items() if number}


def test_a_call_that_nobody_answered_is_no_response_and_keeps_nobody_out_of_the_rate(
    office: FullOffice,
) -> None:
    """The limit is met by the attempt; the rate is of who was reached."""
    case = office.file().complaint_id
    with office.unit_of_work() as unit:
        open_clock(OpenClock(case, ClockKind.FIRST_CONTACT, 1, unit.clock.now()), unit)

    def call(outcome: ContactOutcome) -> None:
        with office.unit_of_work() as unit:
            complaint = unit.session.get_one(Complaint, case)
            record_contact(
                Contact("电话", (Way.PHONE,), outcome), complaint, unit, office.actor("wen.rusheng")
            )

    call(ContactOutcome.NOT_REACHED)
    assert not {Part.CONTACTED_IN_TIME, Part.CONTACT_MISSED} & total(office).keys()
    moment = office.clock.moment
    office.clock.moment += timedelta(days=20)
    assert total(office)[Part.CONTACT_MISSED] == 1
    office.clock.moment = moment + timedelta(hours=1)
    call(ContactOutcome.REACHED)
    told = total(office)
    assert told[Part.CONTACTED_IN_TIME] == 1 and Part.CONTACT_MISSED not in told
    office.clock.moment += timedelta(days=20)
    assert total(office)[Part.CONTACTED_IN_TIME] == 1


def test_a_rating_stands_until_there_is_another_and_being_asked_again_takes_nothing_back(
    office: FullOffice,
) -> None:
    case = office.file().complaint_id
    walk_to(office, case, "record-return-visit")
    told = {"reached": "yes", "way": "phone", "satisfaction": "1", "is_solved": "no"}
    assert total(office)[Part.NOT_EVALUATED] == 1
    submit(office, case, "record-return-visit", "fang.huiyin", **told)
    rated = total(office)
    assert rated[Part.EVALUATED] == rated[Part.ASKED_SOLVED] == 1
    with office.unit_of_work() as unit:
        asked = Survey(id=new_id(), complaint_id=case, round=2, opened_at=unit.clock.now())
        unit.session.add(asked)
        unit.trail.add(case, "answer.published", {}, SYSTEM)
    assert total(office) == rated
    director = office.actor("zong.lanyun")
    for evaluation in ("dissatisfied", "not_evaluated"):
        asked_for = LedgerFilter(evaluation=EvaluationAsked(evaluation))
        ledger = list_ledger(ListLedger(asked_for), office.unit_of_work(), director)
        assert len(ledger.rows) == (evaluation == "dissatisfied")
    with office.unit_of_work() as unit:
        unit.session.get_one(Survey, asked.id).rating = 5
        unit.trail.add(case, "survey.answered", {}, SYSTEM)
    told_later = total(office)
    assert told_later[Part.SATISFIED] == 1 and Part.NOT_EVALUATED not in told_later


def test_a_guess_from_the_words_is_about_nobody_until_it_is_confirmed(office: FullOffice) -> None:
    case = office.file().complaint_id
    append(office)
    by_window = AskedFigures(YEAR, group="windows")
    [line] = read_figures(by_window, office.unit_of_work(), SUPERVISOR).lines
    assert line.value == ""
    accept(office, case)
    append(office)
    [line] = read_figures(by_window, office.unit_of_work(), SUPERVISOR).lines
    assert line.value == "C03"


def test_merged_and_withdrawn_files_are_neither_on_time_nor_late_wherever_it_is_asked(
    office: FullOffice,
) -> None:
    """Of each lateness the ledger lists, totals and calls by its column what figures count."""
    plant(office, 60, seed=7)
    office.file()
    append(office)
    director = office.actor("zong.lanyun")
    totals = list_ledger(ListLedger(), office.unit_of_work(), director).totals
    assert totals is not None
    by_word = {Lateness.ON_TIME: totals.on_time, Lateness.LATE: totals.late, Lateness.OVERDUE: totals.overdue}
    whole = FigurePeriod(date(2025, 1, 1), date(2026, 12, 31))
    left_out = [case.row.outcome for case in scan(office) if case.row.outcome in ("merged", "withdrawn")]
    for word in Lateness:
        asked = AskedFigures(whole, lateness=word)
        found = read_figures(asked, office.unit_of_work(), director).total.now
        listed = list_ledger(
            ListLedger(LedgerFilter(lateness=LatenessAsked(word))), office.unit_of_work(), director
        )
        assert {row["lateness"] for row in listed.rows} == {word}
        assert listed.rows.total == found.parts[Part.CASES] == by_word.pop(word, listed.rows.total) > 0
    ended = read_figures(AskedFigures(whole), office.unit_of_work(), director).total.now
    days = ended.spreads[SpreadOf.DAYS]
    assert (totals.done, totals.average_days) == (days.cases, round(days.mean, 1))
    assert len(left_out) > 5


def test_no_figure_counts_what_its_reader_is_not_told_of(office: FullOffice) -> None:
    """Restricted to others, and about the reader himself: as many are counted as the ledger opens."""
    closed, about = office.file().complaint_id, office.file(address="203.0.113.8").complaint_id
    plain = office.file(address="203.0.113.9").complaint_id
    supervisor, other = "jian.rujing", "zong.lanyun"
    restrict_to(office, closed, other)
    complain_about(office, about, supervisor)
    append(office)
    for period in (YEAR, FigurePeriod(date(2026, 9, 7), date(2026, 9, 7))):
        for group in (None, "channel", "finding", BY_MONTH):
            asked = AskedFigures(period, group=group)
            for login, expected in ((supervisor, 1), (other, 3)):
                table = read_figures(asked, office.unit_of_work(), office.actor(login))
                numbers = [line.now.parts[Part.CASES] for line in (table.total, *table.lines)]
                assert set(numbers) == {expected}, (asked, login)
    ledger = list_ledger(ListLedger(), office.unit_of_work(), office.actor(supervisor))
    assert [row.complaint_id for row in ledger.rows] == [plain]


def test_figures_are_for_supervisors_and_directors(office: FullOffice) -> None:
    with pytest.raises(NotPermitted):
        read_figures(AskedFigures(YEAR), office.unit_of_work(), staff("xun.wenshi", Role.INVESTIGATOR))


def test_a_period_is_compared_with_the_one_before_and_the_year_before() -> None:
    quarter = FigurePeriod.of_months(2026, 1, 3)
    assert quarter.previous == FigurePeriod(date(2025, 10, 1), date(2025, 12, 31))
    assert quarter.year_ago == FigurePeriod(date(2025, 1, 1), date(2025, 3, 31))
    february = FigurePeriod.of_months(2025, 2, 1)
    assert FigurePeriod.of_months(2024, 2, 1).year_ago == FigurePeriod(date(2023, 2, 1), date(2023, 2, 28))
    assert february.year_ago == FigurePeriod(date(2024, 2, 1), date(2024, 2, 29))
    week = FigurePeriod(date(2026, 9, 7), date(2026, 9, 13))
    assert week.previous == FigurePeriod(date(2026, 8, 31), date(2026, 9, 6))
    assert week.year_ago == FigurePeriod(date(2025, 9, 7), date(2025, 9, 13))


def test_a_period_that_runs_is_compared_with_as_many_days_of_the_earlier_one(office: FullOffice) -> None:
    """At the same pace as in August the first week of September is no fall."""
    for day in range(1, 31):
        office.add_complaint(f"2026-08-{day:02}T09:00")
    for day in range(1, 8):
        office.add_complaint(f"2026-09-{day:02}T09:00")
    append(office)
    september = FigurePeriod.of_months(2026, 9, 1)
    table = read_figures(AskedFigures(september), office.unit_of_work(), SUPERVISOR)
    assert (table.days, table.total.now.parts[Part.CASES], table.total.previous.parts[Part.CASES]) == (
        7,
        7,
        7,
    )
    august = read_figures(AskedFigures(september.previous), office.unit_of_work(), SUPERVISOR)
    assert (august.days, august.total.now.parts[Part.CASES]) == (None, 30)
    assert FigurePeriod.of_months(2026, 3, 1).previous.first_days(30) == FigurePeriod.of_months(2026, 2, 1)


def test_each_figure_is_told_in_words_of_both_languages() -> None:
    for language in ("zh", "en"):
        words = _catalogue(language)
        told = {
            f"{kind}.{figure.code}"
            for figure in FIGURES
            for kind in ("figure", "figure_means", "figure_omits")
        }
        told |= {f"{kind}.{spread}" for spread in SpreadOf for kind in ("spread", "spread_means")}
        assert {key for key in told if not words.get(key)} == set()


def test_the_store_holds_codes_numbers_and_dates_alone(office: FullOffice) -> None:
    """No words of people, no names, no logins: every text in every table is a code or the id of a complaint."""
    ids = set(plant(office, 40))
    append(office)
    texts = set[str]()
    with FigureFile(office.folder / "figures.duckdb", office.folder / "run").read() as store:
        tables = store.execute("SELECT table_name FROM information_schema.tables").fetchall()
        for (table,) in tables:
            for row in store.execute(f"FROM {table}").fetchall():
                for value in row:
                    texts |= {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
    assert ids <= texts, "the rows were read"
    odd = {text for text in texts if not re.fullmatch(r"[A-Za-z0-9_.:+ -]*", text)}
    assert odd == set()
    assert not texts & {"fang.huiyin", "liu.zhang"}
    assert not [text for text in texts if text.startswith("YH-")]


def test_events_of_the_office_alone_move_the_mark(office: FullOffice) -> None:
    plant(office, 2)
    append(office)
    with office.unit_of_work() as unit:
        unit.trail.add(None, "office.changed", {}, SYSTEM)
    append(office)
    mark = office.unit_of_work().ports.figures.find_mark()
    with office.unit_of_work().reading() as unit:
        assert mark is not None
        assert mark.seq == max(unit.session.scalars(select(TrailEvent.seq)))
    assert mark.read_at == parse_moment("2026-09-07T10:00")
