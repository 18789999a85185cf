"""Trends with control limits: what stands out, what is only chance, what cannot be judged yet."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

from models.case.complaint import Complaint
from models.clock.legal_time import to_beijing
from services.figures.control_limits import FEWEST_PERIODS, Measured, Rule, find_limits
from services.figures.definitions import NUMBER, ON_TIME_RATE
from services.figures.period import FigurePeriod
from services.figures.read_figures import AskedFigures
from services.figures.read_heat import list_shut
from services.figures.read_pareto import rank
from services.figures.read_trend import AskedTrend, Step, read_trend
from tests.full_office import FullOffice
from tests.unit.services.planted_figures import plant
from tests.unit.services.test_figures import append

SUPERVISOR = "jian.rujing"


def rules(numbers: list[int], whole: int = 7) -> list[set[Rule]]:
    found = find_limits([Measured(number, whole) for number in numbers], is_share=False)
    assert found is not None
    return [set(limits.rules) for limits in found]


def test_one_period_far_above_the_others_is_outside_and_no_other_is() -> None:
    """R68: trends whose limits tell a wave from chance."""
    numbers = [20, 23, 19, 22, 25, 18, 21, 24, 20, 22, 19, 23, 60, 21]
    assert [no for no, found in enumerate(rules(numbers)) if Rule.OUTSIDE in found] == [12]


def test_nine_on_one_side_and_six_that_rise_are_told_and_eight_and_five_are_not() -> None:
    nine = [30, 10, 31, 9, 29, 11, *[26, 22, 27, 23, 26, 22, 27, 23, 26], 8, 12, 9]
    assert [no for no, found in enumerate(rules(nine)) if Rule.SAME_SIDE in found] == list(range(6, 15))
    eight = [*nine[:14], 8, 12, 9]
    assert not any(Rule.SAME_SIDE in found for found in rules(eight))
    six = [20, 30, 10, 25, 12, 14, 16, 18, 20, 22, 11, 30, 9]
    assert [no for no, found in enumerate(rules(six)) if Rule.STEADY in found] == list(range(4, 10))
    five = [20, 30, 10, 25, 12, 14, 16, 18, 20, 11, 30, 9]
    assert not any(Rule.STEADY in found for found in rules(five))


def test_waves_of_every_week_do_not_make_every_other_week_unusual() -> None:
    """What chance alone would call outside is usual where successive weeks differ as much each time."""
    random, outside, by_chance_alone = Random(3), 0, 0  # noqa: S311 - a repeatable test
    for _ in range(30):
        numbers = [max(0, round(random.gauss(100, 30))) for _ in range(52)]
        outside += sum(Rule.OUTSIDE in found for found in rules(numbers))
        # As if every complaint came by itself: three times the root of a hundred.
        by_chance_alone += sum(abs(number - 100) > 30 for number in numbers)
    assert outside < 15
    assert by_chance_alone > 300


def test_a_rate_has_wider_limits_where_it_is_of_fewer_and_none_beyond_all() -> None:
    sizes = [10, 100] * 8
    found = find_limits([Measured(round(0.9 * size), size) for size in sizes], is_share=True)
    assert found is not None
    assert not any(limits.rules for limits in found)
    few, many = (
        find_limits(
            [Measured(number, size) for number, size in zip((8, 93, 10, 88) * 4, sizes, strict=True)],
            is_share=True,
        )
        or []
    )[:2]
    assert few.low < many.low < many.centre < many.high <= few.high == 1.0


def test_with_too_few_periods_there_are_no_limits_and_what_never_changes_stands_out_nowhere() -> None:
    measured = [Measured(5, 7)] * FEWEST_PERIODS
    assert find_limits(measured[1:], is_share=False) is None
    for is_share in (True, False):
        same = find_limits([Measured(7, 7)] * FEWEST_PERIODS, is_share=is_share)
        assert same is not None
        assert all(limits.low == limits.centre == limits.high for limits in same)
        assert not any(limits.rules for limits in same)


def trend_of(office: FullOffice, asked: AskedTrend) -> list[tuple[date, date, int]]:
    points = read_trend(asked, office.unit_of_work(), office.actor(SUPERVISOR)).points
    return [(one.period.begins, one.period.ends, asked.figure.number(one.parts)) for one in points]


def test_weeks_and_months_have_all_complaints_of_their_days_from_where_records_begin(
    office: FullOffice,
) -> None:
    """The period that has not ended and the one in which records begin are not judged; before them there is none."""
    plant(office, 60)
    append(office)
    supervisor = office.actor(SUPERVISOR)
    numbers = set[int]()
    for step in Step:
        asked = AskedTrend(AskedFigures(FigurePeriod(date(2025, 9, 3), date(2026, 12, 31))), NUMBER, step)
        told = trend_of(office, asked)
        assert told[0][0] == date(2025, 9, 3)
        assert all(after[0] - before[1] == timedelta(days=1) for before, after in pairwise(told))
        firsts = {begins.day if step is Step.MONTH else begins.isoweekday() for begins, _, _ in told[1:]}
        assert firsts == {1}
        numbers.add(sum(number for _, _, number in told))
        points = read_trend(asked, office.unit_of_work(), supervisor).points
        assert points[-1].period.begins <= date(2026, 9, 7) <= points[-1].period.ends
        assert points[-1].is_open
        assert points[-1].limits is None
        # Of the months one is cut, so that too few are left to judge the others.
        assert (points[-2].limits is not None) is (step is Step.WEEK)
        if step is Step.WEEK:
            cut = AskedTrend(AskedFigures(FigurePeriod(date(2026, 2, 1), date(2026, 8, 25))), NUMBER, step)
            points = read_trend(cut, office.unit_of_work(), supervisor).points
            # A Sunday alone, and a week that ends on a Tuesday: by complaints a day they would stand out.
            assert [no for no, one in enumerate(points) if one.is_cut] == [0, len(points) - 1]
            assert points[0].limits is None and points[-1].limits is None and points[1].limits is not None
    assert len(numbers) == 1
    assert numbers.pop() > 25
    since = AskedFigures(FigurePeriod(date(2024, 1, 1), date(2026, 9, 30)), narrowed={"channel": "phone"})
    trend = read_trend(AskedTrend(since, ON_TIME_RATE, Step.MONTH), office.unit_of_work(), supervisor)
    oldest = min(to_beijing(row.received_at).date() for row in office.rows(Complaint))
    assert trend.points[0].period.begins == oldest.replace(day=1)
    assert trend.points[0].is_first
    assert trend.points[0].limits is None
    # It is no more of a whole one where it is the first that is asked for.
    just = AskedFigures(FigurePeriod(oldest.replace(day=1), date(2026, 9, 30)))
    trend = read_trend(AskedTrend(just, NUMBER, Step.MONTH), office.unit_of_work(), supervisor)
    assert [point.is_first for point in trend.points][:2] == [True, False]


def test_the_vital_few_are_the_fewest_that_make_four_fifths() -> None:
    lines = rank({"a": 5, "b": 50, "c": 30, "d": 15})
    assert [(line.value, line.is_vital) for line in lines] == [
        ("b", True),
        ("c", True),
        ("d", False),
        ("a", False),
    ]
    assert lines[1].cumulative == 80
    assert [line.is_vital for line in rank({"a": 79, "b": 2, "c": 19})] == [True, True, False]


def test_an_hour_is_shut_when_no_minute_of_it_is_open() -> None:
    shut = list_shut((("09:00", "12:00"), ("13:30", "17:00")))
    assert [hour for hour in range(24) if (0, hour) not in shut] == [9, 10, 11, 13, 14, 15, 16]
    assert {(5, hour) for hour in range(24)} <= shut
    assert len(list_shut(())) == 48
