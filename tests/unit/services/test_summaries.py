"""定期汇总: of every period that ended, once; released by a person and frozen; what changes later stands beside it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from models.case.complaint import Complaint
from models.case.lifecycle import Outcome, Stage
from models.clock.legal_time import parse_moment
from models.ground.codes import Category, Channel
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ground.summary_codes import PeriodKind, SummaryMeasure, SummaryRate, SummarySection, SummaryState
from models.office.periodic_summary import PeriodicSummary, SummaryEdition
from services.summaries.correct_summary import NOTHING_TO_CORRECT, correct_summary
from services.summaries.count_months import count_months
from services.summaries.decide_summary import SUMMARY_MOVED, DecideSummary, decide_summary
from services.summaries.figures import ALL, Counts, digest_of, from_json, share
from services.summaries.period import Period, list_ended, period_of
from services.summaries.propose_summaries import propose_summaries
from services.summaries.read_summaries import SummaryPage, list_summaries, read_summary
from services.summaries.summaries_step import Looked, summaries_step
from tests.full_office import FullOffice
from tests.unit.services.summarised_cases import ITEM, UNIT, WINDOW, Lived, live, visit
from tests.web_staff.cases import restrict_to

SUPERVISOR, DIRECTOR, CLERK = "jian.rujing", "zong.lanyun", "wen.rusheng"
NOVEMBER = "2026-11"


@pytest.fixture
def lived(office: FullOffice) -> FullOffice:
    """Two cases of October, three of November; on the first of December."""
    live(office, Lived("2026-10-12T09:00", closed="2026-10-20T09:00", contacted="2026-10-12T10:00"))
    case = live(
        office,
        Lived(
            "2026-10-28T09:00",
            closed="2026-11-05T09:00",
            contacted="2026-10-28T10:00",
            decided="2026-10-29T10:00",
            answered="2026-11-03T09:00",
            channel=Channel.LETTER,
        ),
    )
    visit(office, case, "2026-11-04T09:00", 5, is_solved=True)
    live(
        office,
        Lived(
            "2026-11-02T09:00",
            closed="2026-11-30T23:59",
            contacted="2026-11-20T09:00",
            answered="2026-11-30T09:00",
            is_redone=True,
        ),
    )
    live(office, Lived("2026-11-30T23:59", category=Category.BUCK_PASSING, contacted="2026-12-01T09:00"))
    live(office, Lived("2026-12-01T00:00"))
    office.clock.set("2026-12-01T08:00")
    return office


def propose(office: FullOffice) -> int:
    return propose_summaries(office.unit_of_work)


def row_of(office: FullOffice, summary_id: str = NOVEMBER) -> PeriodicSummary:
    (row,) = office.rows(PeriodicSummary, id=summary_id)
    return row


def own(office: FullOffice, summary_id: str = NOVEMBER) -> Counts:
    return from_json(row_of(office, summary_id).figures).own


def decide(
    office: FullOffice, decision: str, words: str = "", *, login: str = SUPERVISOR, seen: str = ""
) -> None:
    command = DecideSummary(NOVEMBER, decision, words, seen or digest_of(row_of(office).figures))
    decide_summary(command, office.unit_of_work(), office.actor(login))


def page_of(office: FullOffice, edition: int | None = None) -> SummaryPage:
    return read_summary(NOVEMBER, edition, office.unit_of_work(), office.actor(SUPERVISOR))


def test_periods_are_whole_months_and_end_when_the_next_day_begins() -> None:
    assert period_of(PeriodKind.QUARTER, date(2026, 11, 30)).months[0] == date(2026, 10, 1)
    assert period_of(PeriodKind.HALF_YEAR, date(2026, 6, 30)).ends_on == date(2026, 6, 30)
    year = Period(PeriodKind.YEAR, date(2026, 1, 1))
    assert (year.previous, year.year_ago.ends_on) == (year.year_ago, date(2025, 12, 31))
    assert not list(list_ended(PeriodKind.MONTH, date(2026, 11, 3), date(2026, 11, 30)))
    ended = list_ended(PeriodKind.MONTH, date(2026, 10, 3), date(2026, 12, 1))
    assert [period.name for period in ended] == ["2026-10", "2026-11"]
    first_day = date(2026, 10, 1)
    assert [Period(kind, date(2026, 7, 1)).name for kind in PeriodKind] == [
        "2026-07",
        "2026-Q3",
        "2026-H2",
        "2026",
    ]
    assert Period(PeriodKind.QUARTER, first_day).next.begins_on == date(2027, 1, 1)


def test_each_case_counts_where_it_came_in_and_where_it_was_closed(lived: FullOffice) -> None:
    propose(lived)
    counts = own(lived)
    total = SummarySection.TOTAL, ALL
    assert [counts[(*total, of)] for of in (SummaryMeasure.RECEIVED, SummaryMeasure.CLOSED)] == [2, 2]
    for section, code, received, closed in (
        (SummarySection.CATEGORY, Category.BAD_ATTITUDE, 1, 2),
        (SummarySection.CATEGORY, Category.BUCK_PASSING, 1, 0),
        (SummarySection.CHANNEL, Channel.PORTAL, 2, 1),
        (SummarySection.CHANNEL, Channel.LETTER, 0, 1),
        (SummarySection.RESPONDENT_UNIT, UNIT, 2, 2),
        (SummarySection.HANDLING_UNIT, UNIT, 2, 2),
        (SummarySection.WINDOW, WINDOW, 2, 2),
        (SummarySection.ITEM, ITEM, 2, 2),
    ):
        assert counts[section, code, SummaryMeasure.RECEIVED] == received, (section, code)
        assert counts[section, code, SummaryMeasure.CLOSED] == closed, (section, code)
    assert counts[SummarySection.OUTCOME, "accepted", SummaryMeasure.CLOSED] == 2
    assert counts[SummarySection.FINDING, "substantiated", SummaryMeasure.CLOSED] == 2
    assert counts[SummarySection.TIME_USED, "up_to_7", SummaryMeasure.CLOSED] == 1
    assert counts[SummarySection.TIME_USED, "up_to_30", SummaryMeasure.CLOSED] == 1


def test_rates_leave_out_whom_nobody_heard_and_tell_him_apart(lived: FullOffice) -> None:
    """Of two closed cases one was rated; the other's acceptance limit was never kept and it was handled twice."""
    propose(lived)
    rates = {rate: share(own(lived), rate) for rate in SummaryRate}
    assert {rate.value: (of.part, of.base) for rate, of in rates.items()} == {
        "response": (1, 2),
        "on_time": (1, 2),
        "solved": (1, 1),
        "satisfied": (1, 1),
        "redone": (1, 2),
        "unrated": (1, 2),
    }
    previous = from_json(row_of(lived).figures)
    assert previous.year_ago is None, "nothing had come in a year ago"
    assert previous.previous is not None
    assert previous.previous[SummarySection.TOTAL, ALL, SummaryMeasure.RECEIVED] == 2


def rate_of(office: FullOffice, rate: SummaryRate, summary_id: str = NOVEMBER) -> tuple[int, int]:
    of = share(own(office, summary_id), rate)
    return of.part, of.base


def test_a_late_file_counts_where_its_limit_passed_whenever_it_is_closed(lived: FullOffice) -> None:
    """Not closing what is late makes no rate better; each file is in one month alone, and stays there."""
    left = [
        live(lived, Lived(received, contacted=received))
        for received in ("2026-11-02T09:00", "2026-10-30T09:00", "2026-10-12T09:00")
    ]
    propose(lived)
    assert rate_of(lived, SummaryRate.ON_TIME) == (1, 4), "one became overdue in October"
    with lived.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, left[0])
        row.stage, row.outcome = Stage.ARCHIVED, Outcome.ACCEPTED
        row.closed_at = parse_moment("2026-12-08T09:00")
    lived.clock.set("2027-01-02T08:00")
    propose(lived)
    assert rate_of(lived, SummaryRate.ON_TIME) == (1, 4), (
        "what was closed in December stays where it was late"
    )
    december = rate_of(lived, SummaryRate.ON_TIME, "2026-12")
    assert december == (0, 2), "the two whose limits passed in it"
    quarter = rate_of(lived, SummaryRate.ON_TIME, "2026-Q4")
    assert quarter == (1, 8), "each once"


def test_who_was_answered_in_time_stays_there_when_he_becomes_late_later(lived: FullOffice) -> None:
    """A limit of the next round that is passed says that he was late, and moves him to no other month."""
    live(
        lived,
        Lived("2026-10-20T09:00", contacted="2026-10-20T10:00", answered="2026-10-22T09:00", closed=None),
    )
    months = [date(2026, 10, 1), date(2026, 11, 1)]
    counted = count_months(months, lived.unit_of_work)
    lived.clock.set("2026-10-23T08:00")
    before = count_months(months, lived.unit_of_work)
    assert before is not None
    assert counted is not None
    bases = [[share(of[month], SummaryRate.ON_TIME) for month in months] for of in (before, counted)]
    assert bases[0][0].base == bases[1][0].base == 2
    assert bases[0][0].part == bases[1][0].part + 1


def test_what_is_answered_counts_as_ended_before_its_file_is_closed(lived: FullOffice) -> None:
    live(
        lived,
        Lived(
            "2026-08-30T09:00",
            contacted="2026-08-30T10:00",
            decided="2026-08-31T09:00",
            answered="2026-11-29T09:00",
        ),
    )
    propose(lived)
    assert rate_of(lived, SummaryRate.ON_TIME) == (2, 3)
    assert rate_of(lived, SummaryRate.UNRATED) == (1, 2), "of closed ones"


def test_a_limit_that_another_reason_ended_was_not_to_be_kept(lived: FullOffice) -> None:
    propose(lived)
    before = own(lived)
    day = {"closed": "2026-11-04T09:00", "left": "2026-11-03T09:00"}
    live(lived, Lived("2026-11-02T09:00", **day))
    for outcome in (Outcome.WITHDRAWN, Outcome.MERGED):
        live(lived, Lived("2026-11-02T09:00", outcome=outcome, **day))
        late = {"closed": "2026-11-29T09:00", "decided": "2026-11-28T09:00"}
        live(lived, Lived("2026-11-02T09:00", outcome=outcome, **late))
    lived.clock.set("2026-12-02T08:00")
    propose(lived)
    after, total = own(lived), (SummarySection.TOTAL, ALL)
    assert after[(*total, SummaryMeasure.CLOSED)] == before[(*total, SummaryMeasure.CLOSED)] + 5
    for section, code, measure in before.keys() | after.keys():
        if section is SummarySection.LIMIT:
            key = section, code, measure
            assert after[key] == before[key], key
    assert after[(*total, SummaryMeasure.LATE)] == before[(*total, SummaryMeasure.LATE)]
    assert before[SummarySection.LIMIT, "first_contact", SummaryMeasure.DONE] == 2
    assert before[SummarySection.LIMIT, "first_contact", SummaryMeasure.LATE] == 1


def test_a_limit_that_had_passed_before_it_was_left_was_not_kept(lived: FullOffice) -> None:
    live(lived, Lived("2026-11-02T09:00", closed="2026-11-29T09:00", left="2026-11-28T09:00"))
    propose(lived)
    assert own(lived)[SummarySection.LIMIT, "first_contact", SummaryMeasure.LATE] == 2


def test_a_period_is_proposed_once_and_none_is_left_out(lived: FullOffice) -> None:
    assert propose(lived) == 1, "an office begins with the last month that ended; no quarter has ended yet"
    assert propose(lived) == 0
    lived.clock.set("2027-01-15T08:00")
    assert propose(lived) == 4, "December, the quarter, the half-year and the year"
    lived.clock.set("2027-04-02T08:00")
    assert propose(lived) == 4, "three months and a quarter, while nothing ran"
    names = sorted(row.id for row in lived.rows(PeriodicSummary))
    assert names == sorted(
        [NOVEMBER, "2026-12", "2026-Q4", "2026-H2", "2026", "2027-01", "2027-02", "2027-03", "2027-Q1"]
    )
    months = count_months([date(2026, month, 1) for month in (10, 11, 12)], lived.unit_of_work)
    assert months is not None
    added = sum((+counts for counts in months.values()), Counts())
    assert +own(lived, "2026-Q4") == added
    assert +own(lived) == +months[date(2026, 11, 1)]
    assert added[SummarySection.TOTAL, ALL, SummaryMeasure.RECEIVED] == 5


def test_the_workers_propose_what_ended_and_look_at_what_was_released_once_a_day(lived: FullOffice) -> None:
    looked = Looked()
    assert summaries_step(lived.unit_of_work, looked) == 1
    decide(lived, "release")
    live(lived, Lived("2026-11-10T09:00"))
    assert summaries_step(lived.unit_of_work, looked) == 0, "today it has looked"
    lived.clock.set("2026-12-02T00:10")
    assert summaries_step(lived.unit_of_work, looked) == 1
    assert row_of(lived).later_since is not None


def test_a_look_ends_between_two_batches_and_another_process_looks(lived: FullOffice) -> None:
    looked = Looked()
    assert summaries_step(lived.unit_of_work, looked, lambda: True) == 0
    assert lived.rows(PeriodicSummary) == []
    assert looked.on is None
    assert summaries_step(lived.unit_of_work, looked, lambda: False) == 1


def test_an_office_without_complaints_proposes_nothing(office: FullOffice) -> None:
    office.clock.set("2027-01-01T08:00")
    assert propose(office) == 0
    assert list_summaries(office.unit_of_work(), office.actor(DIRECTOR)).rows == ()


def test_what_is_released_is_frozen_and_later_changes_stand_beside_it(lived: FullOffice) -> None:
    propose(lived)
    (case,) = lived.rows(Complaint, closed_at=parse_moment("2026-11-30T23:59"))
    decide(lived, "release", login=DIRECTOR)
    decide(lived, "release", login=DIRECTOR)
    (edition,) = lived.rows(SummaryEdition)
    assert (edition.no, edition.released_by) == (1, DIRECTOR)
    visit(lived, case.id, "2026-12-03T09:00", 1, is_solved=False)
    lived.clock.set("2026-12-04T08:00")
    assert propose(lived) == 1
    lived.clock.set("2026-12-05T08:00")
    assert propose(lived) == 0, "the same change is told once"
    page = page_of(lived)
    shown = next(rate for rate in page.rates if rate.rate is SummaryRate.SATISFIED)
    assert (shown.own.part, shown.own.base) == (1, 1), "as it was released"
    changed = {(change.code, change.measure.value): (change.before, change.now) for change in page.changes}
    assert changed == {
        ("solved", "base"): (1, 2),
        ("satisfied", "base"): (1, 2),
        ("unrated", "part"): (1, 0),
    }
    assert row_of(lived).later_since is not None
    assert row_of(lived).later_since.day == 4
    with pytest.raises(DatabaseError), lived.unit_of_work() as unit:
        unit.session.execute(text("UPDATE summary_edition SET digest = 'x'"))


def test_a_correction_is_another_edition(lived: FullOffice) -> None:
    propose(lived)
    decide(lived, "release")
    with pytest.raises(RuleRefused, match=NOTHING_TO_CORRECT):
        correct_summary(NOVEMBER, lived.unit_of_work(), lived.actor(SUPERVISOR))
    for received, look in (
        ("2026-11-10T09:00", "2026-12-04T08:00"),
        ("2026-11-11T09:00", "2026-12-06T08:00"),
    ):
        live(lived, Lived(received))
        lived.clock.set(look)
        propose(lived)
    lived.clock.set("2026-12-07T08:00")
    propose(lived)
    correct_summary(NOVEMBER, lived.unit_of_work(), lived.actor(SUPERVISOR))
    page = page_of(lived)
    assert page.may_decide
    assert page.changes, "what differs from the last edition"
    decide(lived, "release")
    first, second = lived.rows(SummaryEdition)
    assert (first.no, second.no) == (1, 2)
    assert first.digest != second.digest
    received = SummarySection.TOTAL, ALL, SummaryMeasure.RECEIVED
    assert [from_json(edition.figures).own[received] for edition in (first, second)] == [2, 4]
    assert first.computed_at == parse_moment("2026-12-01T08:00")
    assert second.computed_at == parse_moment("2026-12-07T08:00"), "both changes are in it"
    assert page_of(lived, 1).digest == first.digest
    assert page_of(lived).digest == second.digest
    assert not page_of(lived).changes
    with pytest.raises(NotFound):
        page_of(lived, 3)


def test_what_waits_for_a_decision_is_computed_anew_at_each_look(lived: FullOffice) -> None:
    """What was entered late is in the first edition, and nobody releases what did not stand on his page."""
    looked, received = Looked(), (SummarySection.TOTAL, ALL, SummaryMeasure.RECEIVED)
    summaries_step(lived.unit_of_work, looked)
    seen = page_of(lived).digest
    live(lived, Lived("2026-11-10T09:00"))
    lived.clock.set("2026-12-02T00:10")
    assert summaries_step(lived.unit_of_work, looked) == 1
    assert own(lived)[received] == 3
    with pytest.raises(Conflict) as moved:
        decide(lived, "release", seen=seen)
    assert moved.value.code == SUMMARY_MOVED
    lived.clock.set("2026-12-03T00:10")
    assert summaries_step(lived.unit_of_work, looked) == 0, "it comes to the same"
    decide(lived, "release")
    assert propose(lived) == 0, "nothing changed since the release"
    (edition,) = lived.rows(SummaryEdition)
    assert edition.computed_at == parse_moment("2026-12-03T00:10")


def test_what_is_sent_back_is_computed_anew(lived: FullOffice) -> None:
    propose(lived)
    for decision, words, field in (
        ("return", " ", "words"),
        ("", "", "decision"),
        ("return", "字" * 501, "words"),
    ):
        with pytest.raises(InvalidInput) as refused:
            decide(lived, decision, words)
        assert set(refused.value.errors) == {field}
    decide(lived, "return", "十月末的来信还没有登记完。")
    assert row_of(lived).state is SummaryState.RETURNED
    seen = digest_of(row_of(lived).figures)
    live(lived, Lived("2026-11-10T09:00"))
    assert propose(lived) == 1
    assert row_of(lived).state is SummaryState.PROPOSED
    with pytest.raises(Conflict) as moved:
        decide(lived, "release", seen=seen)
    assert moved.value.code == SUMMARY_MOVED, "the figures on the page were others"
    assert own(lived)[SummarySection.TOTAL, ALL, SummaryMeasure.RECEIVED] == 3


def corrected(lived: FullOffice) -> str:
    """November is released, one more came in, and that is proposed as its next edition: the digest of what is proposed."""
    propose(lived)
    decide(lived, "release")
    live(lived, Lived("2026-11-10T09:00"))
    lived.clock.set("2026-12-04T08:00")
    propose(lived)
    correct_summary(NOVEMBER, lived.unit_of_work(), lived.actor(SUPERVISOR))
    return digest_of(row_of(lived).figures)


def test_a_correction_that_is_sent_back_leaves_the_released_edition_and_no_task(lived: FullOffice) -> None:
    proposed = corrected(lived)
    for _ in range(2):
        decide(lived, "return", "十一月的数字以发布的为准。", seen=proposed)
    page = page_of(lived)
    assert (page.edition and page.edition.no, page.may_decide) == (1, False)
    assert page.changes, "what it comes to now stands beside it"
    lived.clock.set("2026-12-05T08:00")
    assert propose(lived) == 0
    assert row_of(lived).state is SummaryState.RELEASED, "nobody is asked again"
    with pytest.raises(Conflict):
        decide(lived, "release", seen=proposed)
    correct_summary(NOVEMBER, lived.unit_of_work(), lived.actor(SUPERVISOR))
    assert digest_of(row_of(lived).figures) == proposed, "whoever changes his mind proposes it again"


def test_a_correction_that_comes_to_what_was_released_again_is_none(lived: FullOffice) -> None:
    propose(lived)
    decide(lived, "release")
    (case,) = lived.rows(Complaint, closed_at=parse_moment("2026-11-30T23:59"))
    for category, day in ((Category.BUCK_PASSING, 4), (case.category, 5)):
        with lived.unit_of_work() as unit:
            unit.session.get_one(Complaint, case.id).category = category
        lived.clock.set(f"2026-12-0{day}T08:00")
        if category is not case.category:
            assert propose(lived) == 1
            correct_summary(NOVEMBER, lived.unit_of_work(), lived.actor(SUPERVISOR))
    assert propose(lived) == 1
    page = page_of(lived)
    assert (page.edition and page.edition.no, page.changes, row_of(lived).later_figures) == (1, (), None)
    assert propose(lived) == 0


def test_only_who_supervises_sees_and_releases(lived: FullOffice) -> None:
    propose(lived)
    clerk = lived.actor(CLERK)
    with pytest.raises(NotPermitted):
        decide(lived, "release", login=CLERK)
    for refused in (
        lambda: list_summaries(lived.unit_of_work(), clerk),
        lambda: read_summary(NOVEMBER, None, lived.unit_of_work(), clerk),
        lambda: correct_summary(NOVEMBER, lived.unit_of_work(), clerk),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_what_is_for_named_readers_alone_is_in_no_number(lived: FullOffice) -> None:
    [month] = [date(2026, 11, 1)]
    before = count_months([month], lived.unit_of_work)[month]
    restricted = live(lived, Lived("2026-11-12T09:00", closed="2026-11-20T09:00"))
    assert count_months([month], lived.unit_of_work)[month] != before
    restrict_to(lived, restricted, DIRECTOR)
    assert count_months([month], lived.unit_of_work)[month] == before
