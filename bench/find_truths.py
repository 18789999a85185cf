"""What the office's own methods find of the truths that were planted in a past. Nothing here knows how the past was made.

The biased unit alone is looked for by a query of this file: no page of the office names one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Any

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.clock.legal_time import at_time
from models.ground.codes import TRUE_AT_LEAST_IN_PART, Category, Finding, Role
from models.ground.measure_codes import MeasureBasis, MeasureOthers, MeasureSpan, MeasureVerdict
from models.office.measure import Measure
from models.office.staff import Staff
from services.actor import Actor, ActorKind
from services.figures.ask_entries import AskedEntries
from services.figures.count_stages import count_stages
from services.figures.period import FigurePeriod
from services.figures.rebuild import rebuild_figures
from services.measures.count_effect import count_effect
from services.measures.judge_effect import Terms, judge_effect
from services.office.load_calendar import load_calendar
from services.signals.read_signals import AskedSignals, read_signals
from services.signals.signals_step import LookedAtSignals, signals_step
from services.unit_of_work import UnitFactory
from services.waves.find_waves import list_unusual, threshold_of
from services.waves.read_past import MOST_DAYS, Counted, OfficePast, count_days, lay_out
from services.waves.scan import APART, DAYS_A_MONTH

WATCHED, SOON = 364, 2
Truths = Mapping[str, Any]  # Any: JSON
Sign = tuple[date, str, str]


@dataclass(frozen=True, slots=True)
class FoundWaves:
    """`after` is how many days after its first day each wave was told of, None where it was not; false alarms a month."""

    after: Sequence[int | None]
    false_a_month: float


def find_waves(truths: Truths, make_unit: UnitFactory) -> FoundWaves:
    """Looked at the end of each day of the last year, as the workers look; a series within 14 days is one alarm.

    No false alarm is one about the item, a window, the unit or a category of a planted wave while it lasts and four days
    longer; everything else is, on whichever day.
    """
    until = date.fromisoformat(truths["asked"]["until"])
    signs = list(_list_signs(until, make_unit))
    waves = [(one, date.fromisoformat(one["first_day"])) for one in truths["waves"]]
    shows = [_list_series(wave, make_unit) for wave, _ in waves]
    after = [
        min(
            (
                (day - first).days
                for day, dimension, code in signs
                if (dimension, code) == (wave["dimension"], wave["code"]) and 0 <= (day - first).days <= APART
            ),
            default=None,
        )
        for wave, first in waves
    ]
    false, last = 0, dict[tuple[str, str], date]()
    for day, dimension, code in signs:
        is_new = (day - last.get((dimension, code), date.min)).days > APART
        last[dimension, code] = day
        is_planted = any(
            (dimension, code) in series and 0 <= (day - first).days <= len(wave["adds"]) + 4
            for (wave, first), series in zip(waves, shows, strict=True)
        )
        false += is_new and not is_planted
    return FoundWaves(after, false / (WATCHED / DAYS_A_MONTH))


def _list_series(wave: Mapping[str, Any], make_unit: UnitFactory) -> frozenset[tuple[str, str]]:  # Any: JSON
    """In which a wave shows: those with two of its complaints or more."""
    ids = wave["complaints"]
    about = select(Respondent.item, Respondent.window, Respondent.unit).where(Respondent.in_force())
    found: Counter[tuple[str, str]] = Counter({(wave["dimension"], wave["code"]): 2})
    with make_unit().reading() as unit:
        for codes in unit.session.execute(about.where(Respondent.complaint_id.in_(ids))):
            found.update(zip(("item", "window", "unit"), map(str, codes), strict=True))
        kinds = select(Complaint.category).where(Complaint.id.in_(ids), Complaint.category.is_not(None))
        found.update(("category", one.value) for one in unit.session.scalars(kinds) if one is not None)
    return frozenset(series for series, number in found.items() if number > 1)


def _list_signs(until: date, make_unit: UnitFactory) -> Iterator[Sign]:
    first = until - timedelta(days=WATCHED + MOST_DAYS)
    with make_unit().reading() as unit:
        calendar = load_calendar(unit.session)
        counted = count_days(first, until + timedelta(days=1), unit)
    for no in range(WATCHED + 1):
        day = until - timedelta(days=WATCHED - no)
        past: OfficePast | None = lay_out(_cut(counted, day), calendar, at_time(day, "23:59"))
        if past is not None:
            for (dimension, code), _ in list_unusual(past, threshold_of(past)):
                yield day, dimension.value, code


def _cut(counted: Counted, day: date) -> Counted:
    since = day - timedelta(days=MOST_DAYS)

    def within(days: Counter[date]) -> Counter[date]:
        return Counter({one: number for one, number in days.items() if since <= one <= day})

    series = defaultdict(Counter, {name: within(days) for name, days in counted.series.items()})
    return Counted(within(counted.totals), series, counted.hours)


def judge_problems(truths: Truths, make_unit: UnitFactory) -> list[tuple[bool, MeasureVerdict]]:
    """Of each problem whether it was cured, and what the figures say of the measure against it."""
    return [(problem["is_cured"], _judge(problem, make_unit)) for problem in truths["problems"]]


def _judge(problem: Mapping[str, Any], make_unit: UnitFactory) -> MeasureVerdict:  # Any: JSON
    """Against half of the rate of the year before as the target, as a person would set it, by transactions."""
    day = date.fromisoformat(problem["measure_on"]) - timedelta(days=1)
    measure = Measure(category=Category(problem["category"]), unit=problem["unit"], item=problem["item"])
    measure.cause, measure.basis = problem["cause"], MeasureBasis.TRANSACTIONS
    measure.others, measure.opened_at = MeasureOthers.ALL_ELSE, at_time(day, "10:00")
    measure.verified_on, measure.window_days, measure.waits = day, problem["window_days"], 0
    with make_unit().reading() as unit:
        counted = count_effect(measure, unit).counted
    before = counted[MeasureSpan.YEAR]
    return judge_effect(counted, Terms(0.5 * before.found / before.exposure, may_wait=False)).verdict


def rank_of_forger(truths: Truths, make_unit: UnitFactory) -> tuple[int | None, int]:
    """His place in the order of the page of signals, from 1, and how many people have records at all."""
    kept = LookedAtSignals()
    signals_step(make_unit, kept)
    page = read_signals(AskedSignals(), make_unit(), director(make_unit))
    order = [one.person for one in page.ranked]
    place = order.index(truths["forger"]) + 1 if truths["forger"] in order else None
    return place, len(order)


def find_bottleneck(truths: Truths, make_unit: UnitFactory) -> str | None:
    """The stage that the page of stages names for the last year."""
    rebuild_figures(make_unit, lambda _done, _of: None)
    until = date.fromisoformat(truths["asked"]["until"])
    period = FigurePeriod(until - timedelta(days=WATCHED), until)
    line = count_stages(AskedEntries(period), make_unit(), director(make_unit)).bottleneck
    return None if line is None else line.code


def find_biased_unit(make_unit: UnitFactory) -> tuple[str, float]:
    """The unit of which least was found true against all others, and by how many standard errors."""
    query = (
        select(Respondent.unit, Matter.finding, func.count())
        .join(Matter, Matter.complaint_id == Respondent.complaint_id)
        .where(Respondent.in_force(), Matter.finding.is_not(None), Matter.settled.is_(False))
        .group_by(Respondent.unit, Matter.finding)
    )
    found: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    with make_unit().reading() as unit:
        for code, finding, number in unit.session.execute(query):
            if finding is not Finding.UNVERIFIABLE:
                found[str(code)][finding in TRUE_AT_LEAST_IN_PART] += number
    whole = Counter[bool]()
    for one in found.values():
        whole.update(one)
    return min(((code, _distance(one, whole - one)) for code, one in found.items()), key=lambda one: one[1])


def _distance(own: Counter[bool], others: Counter[bool]) -> float:
    """Of two shares, by the score test."""
    many, rest = own.total(), others.total()
    share = (own[True] + others[True]) / (many + rest)
    return (own[True] / many - others[True] / rest) / sqrt(share * (1 - share) * (1 / many + 1 / rest))


def director(make_unit: UnitFactory) -> Actor:
    """Who may read every figure."""
    with make_unit().reading() as unit:
        people = unit.session.scalars(select(Staff).where(Staff.active).order_by(Staff.login))
        login = next(one.login for one in people if Role.DIRECTOR.value in one.roles)
    return Actor(ActorKind.STAFF, login, frozenset({Role.DIRECTOR}), "127.0.0.1")
