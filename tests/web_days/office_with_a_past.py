"""A demo office with two years behind it: closed complaints, released summaries, rules of scores; and looks of its workers.

What workers look at each hour or minute is looked at when a test says so: nobody waits for the next round.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from shutil import copytree

from sqlalchemy import select

from deploy.history.make_history import Wanted, make_history
from deploy.settings import load_settings
from deploy.wiring import unit_factory
from models.clock.legal_time import ZONE
from models.ground.codes import Role
from models.ground.performance_codes import RuleSetState
from models.ground.summary_codes import PeriodKind, SummaryDecision, SummaryState
from models.office.performance_rules import PerformanceRule, PerformanceRuleSet
from models.office.periodic_summary import PeriodicSummary
from models.office.staff import Staff
from services.actor import Actor, ActorKind
from services.figures.append_step import append_figures_step
from services.openness.publish_step import publish_step
from services.performance.draft_rules import FIRST_VALUES
from services.performance.indicators import DEFINITIONS
from services.signals.signals_step import LookedAtSignals, signals_step
from services.studies.studies_step import LookedForRecurrence, studies_step
from services.summaries.decide_summary import DecideSummary, decide_summary
from services.summaries.figures import digest_of
from services.summaries.summaries_step import Looked, summaries_step
from services.unit_of_work import UnitFactory
from services.waves.waves_step import WatchedPast, waves_step
from tests.office_process import OfficeProcess, running_office

SUPERVISOR, DIRECTOR = "jian.rujing", "zong.lanyun"
PAST = Wanted(years=2, cases=300, seed=5, make="usual", until=date(2026, 8, 30))
FIRST_MONTH = date(2025, 1, 1)


@contextmanager
def office_with_a_past(folder: Path, template: Path) -> Iterator[OfficeProcess]:
    """Served from Monday 2026-08-31 09:00 on; all summaries since 2025 are released, the year 2025 is public."""
    data = folder / "past"
    copytree(template, data)
    make_unit = unit_factory(load_settings({"JIEBAN_DATA": str(data)}))
    make_history(PAST, data, make_unit, lambda _done, _of: None)
    _publish_rules(make_unit)
    _release_summaries(make_unit)
    with running_office(folder / "office", template=data) as office:
        yield office


def look(make_unit: UnitFactory) -> None:
    """What the workers look at each hour: the days against their past, what comes again, records that do not go together."""
    waves_step(make_unit, WatchedPast())
    studies_step(make_unit, LookedForRecurrence())
    signals_step(make_unit, LookedAtSignals())
    bring_figures_up(make_unit)


def bring_figures_up(make_unit: UnitFactory) -> None:
    """The store that the pages of figures read knows what was done."""
    while append_figures_step(make_unit):
        pass


def summarise(make_unit: UnitFactory) -> None:
    """The summaries of what has ended are proposed, and changes since a release seen."""
    summaries_step(make_unit, Looked())


def go_to(office: OfficeProcess, moment: str) -> None:
    """On to a moment in Beijing, with all that falls due on the way."""
    office.clock.move_to(datetime.fromisoformat(moment).replace(tzinfo=ZONE))
    office.settle()


def actor_of(login: str, make_unit: UnitFactory) -> Actor:
    """A member of staff with the own roles."""
    with make_unit().reading() as unit:
        roles = unit.session.get_one(Staff, login).roles
    return Actor(ActorKind.STAFF, login, frozenset(map(Role, roles)), "127.0.0.1")


def _publish_rules(make_unit: UnitFactory) -> None:
    """Those that an office begins with, as they were drafted and published at the end of 2025."""
    at = datetime(2025, 12, 20, 10, tzinfo=ZONE)
    with make_unit() as unit:
        row = PerformanceRuleSet(no=1, state=RuleSetState.PUBLISHED, in_force_from=date(2026, 1, 1))
        row.least_people, row.objection_workdays = 3, 10
        row.drafted_by, row.drafted_at, row.published_by, row.published_at = SUPERVISOR, at, DIRECTOR, at
        unit.session.add(row)
        unit.session.flush()
        for indicator, (points, cap, least) in FIRST_VALUES.items():
            unit.session.add(
                PerformanceRule(
                    rule_set_no=1,
                    indicator=indicator,
                    points=points,
                    direction=DEFINITIONS[indicator].direction,
                    cap=cap,
                    least_cases=least,
                )
            )


def _release_summaries(make_unit: UnitFactory) -> None:
    """An office has summaries since its first; one that was sent back is computed with all that ended after it."""
    with make_unit() as unit:
        first = PeriodicSummary(id=f"{FIRST_MONTH:%Y-%m}", kind=PeriodKind.MONTH, begins_on=FIRST_MONTH)
        first.state, first.figures, first.computed_at = SummaryState.RETURNED, {}, unit.clock.now()
        unit.session.add(first)
    summarise(make_unit)
    director = actor_of(DIRECTOR, make_unit)
    with make_unit().reading() as unit:
        rows = unit.session.execute(select(PeriodicSummary.id, PeriodicSummary.figures)).all()
    for period, figures in rows:
        told = DecideSummary(period, SummaryDecision.RELEASE, "", digest_of(figures))
        decide_summary(told, make_unit(), director)
    publish_step(make_unit)
