"""The board and the due list of an office with many open limits: right, quick, and as few statements as for one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter

import pytest
from sqlalchemy import insert, select

from models.case.lifecycle import ClockKind, Rung
from models.clock.clock import Clock
from models.ground.ids import ComplaintId, new_id
from services.board.bulk_preview import preview_reassignment, preview_supervision
from services.board.day_figures import read_day_figures
from services.board.due_filter import DueFilter, Urgency
from services.board.list_due import Place, list_due
from services.clocks.office_ladder import load_ladder, rungs_now
from services.clocks.open_clock import OpenClock, open_clock
from tests.both_databases.test_list_queries import add_case, statements
from tests.full_office import FullOffice
from tests.web_staff.test_pages_of_lists import add_cases

READER = "zong.lanyun"
MOMENT = "2026-10-12T08:30"
MANY = 100_000
A_SECOND = 1.0

ASKS: dict[str, Callable[[FullOffice], object]] = {
    "board": lambda office: read_day_figures(office.unit_of_work(), office.actor(READER)),
    "due list": lambda office: list_due(DueFilter(), office.unit_of_work(), office.actor(READER)),
    "late ones": lambda office: list_due(
        DueFilter(urgency=Urgency.LATE), office.unit_of_work(), office.actor(READER)
    ),
    "supervision of all": lambda office: preview_supervision(
        items_of(office), office.unit_of_work(), office.actor(READER)
    ),
    "reassignment of all": lambda office: preview_reassignment(
        items_of(office), office.unit_of_work(), office.actor(READER)
    ),
}


def items_of(office: FullOffice) -> list[str]:
    return [f"clock_kind.{clock.id}" for clock in office.rows(Clock)]


def add_limits(office: FullOffice, number: int) -> None:
    """As many running limits like the one of the first case, each due an hour before the next, every tenth short."""
    cases = add_cases(office, max(2, number // 10))
    with office.unit_of_work() as unit:
        open_clock(OpenClock(ComplaintId(cases[0]), ClockKind.ACCEPTANCE, 1, office.clock.now()), unit)
        model = dict(unit.session.execute(select(Clock.__table__)).mappings().first() or {})
    office.clock.set(MOMENT)
    now = office.clock.now()
    rows = [
        model
        | {
            "id": new_id(),
            "complaint_id": cases[no % len(cases)],
            "due_at": now + timedelta(minutes=60 * (no - number // 2) * 600 / number),
            "is_short": no % 1_000 == 0,
            "watch_key": None,
        }
        for no in range(number)
    ]
    with office.unit_of_work() as unit:
        for start in range(0, number, 10_000):
            unit.session.execute(insert(Clock), rows[start : start + 10_000])


@pytest.mark.parametrize("name", ASKS)
def test_board_and_due_list_ask_as_often_for_many_as_for_one(office: FullOffice, name: str) -> None:
    """UX-32, UX-33: no statement a row, and no more than the pages may have."""
    queries = []
    for more in (1, 4):
        for _ in range(more):
            add_case(office)
        with statements(office) as seen:
            ASKS[name](office)
        queries.append(len(seen))
    assert queries[0] == queries[1] < 32


def check_figures(office: FullOffice, number: int) -> None:
    """The figures are those of the ladder, asked row by row, and the pages of the late ones are walked to the second."""
    figures = read_day_figures(office.unit_of_work(), office.actor(READER))
    with office.unit_of_work().reading() as unit:
        clocks = unit.session.scalars(select(Clock).where(Clock.stopped_at.is_(None))).all()
        assert len(clocks) >= number
        # As many parameters as SQLite takes at once.
        rungs = [
            rung
            for start in range(0, len(clocks), 10_000)
            for rung in rungs_now(
                clocks[start : start + 10_000], unit.clock.now(), load_ladder(unit.session), unit.session
            ).values()
        ]
    assert figures.total == len(clocks)
    for rung in (Rung.NEAR, Rung.OVER, Rung.SUPERVISED, Rung.WITHIN):
        assert figures.counts[Urgency(rung.value)] == rungs.count(rung) > 0, rung
    assert sum(load.total for load in figures.by_stage) == figures.total
    chosen = DueFilter(urgency=Urgency.LATE)
    first = list_due(chosen, office.unit_of_work(), office.actor(READER))
    assert first.total == figures.counts[Urgency.LATE]
    second = list_due(chosen, office.unit_of_work(), office.actor(READER), Place(after=first.after or ""))
    assert (second.first, len(second.rows)) == (51, 50)
    assert second.rows[0].due_at >= first.rows[-1].due_at
    back = list_due(chosen, office.unit_of_work(), office.actor(READER), Place(before=second.before or ""))
    assert [row.key for row in back.rows] == [row.key for row in first.rows]


def test_figures_of_some_hundred_limits_are_those_of_the_ladder(office: FullOffice) -> None:
    add_limits(office, 600)
    check_figures(office, 600)


@pytest.mark.check(sister="tests/web_staff/test_board_over_a_socket.py")
def test_a_hundred_thousand_limits_are_counted_and_paged_within_a_second(office: FullOffice) -> None:
    """UX-32, UX-33, PF-1: at half past eight, on both databases."""
    add_limits(office, MANY)
    check_figures(office, MANY)
    took = {}
    for name in ("board", "due list", "late ones"):
        began = perf_counter()
        ASKS[name](office)
        took[name] = round(perf_counter() - began, 2)
    assert max(took.values()) < A_SECOND, took
