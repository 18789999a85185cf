"""The rung that the database computes for lists is the one of the ladder, whatever the day."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from models.beside.supervision import Supervision
from models.case.lifecycle import ClockKind, ClockPauseReason, RequestState, Rung
from models.clock.clock import Clock
from models.clock.clock_pause import ClockPause
from models.clock.legal_time import parse_moment
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity
from models.ground.ids import ComplaintId, new_id
from services.clocks.office_ladder import load_ladder, rungs_now
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.rung_column import rung_column
from tests.office import Office

BEGINS = parse_moment("2026-09-17T09:00")
KINDS = (ClockKind.FIRST_CONTACT, ClockKind.ACCEPTANCE, ClockKind.RESOLVE, ClockKind.SUPERVISION)
# Around a long holiday, a weekend worked in exchange, opening, closing and the minute after them.
MOMENTS = (
    "2026-09-17T10:00",
    "2026-09-18T08:59",
    "2026-09-18T09:00",
    "2026-09-18T13:12",
    "2026-09-20T12:00",
    "2026-09-24T17:00",
    "2026-09-24T17:01",
    "2026-09-30T17:02",
    "2026-10-05T09:00",
    "2026-10-08T17:01",
    "2026-10-10T09:00",
    "2026-11-20T23:59",
)


def add_clocks(office: Office) -> None:
    """Limits of four kinds begun at odd hours of three weeks, some held, some supervised, each as it may come about."""
    dice = random.Random(11)  # noqa: S311 - any spread will do, the same each time
    complaint = ComplaintId(office.add_complaint(BEGINS.isoformat()))
    with office.unit_of_work() as unit:
        unit.session.add_all(
            TimeLimitPolicy(
                id=new_id(), key="supervise_after", amount=amount, unit="wd", effective_from=since,
                basis="本中心规定", certainty="office", approved_by="zong.lanyun", complaint_class=None,
            )
            for since, amount in ((date(2026, 9, 25), 1), (date(2026, 10, 9), 0))
        )  # fmt: skip
        unit.session.flush()
        for no in range(48):
            opened = BEGINS + timedelta(minutes=dice.randrange(21 * 24 * 60))
            kind = KINDS[no % len(KINDS)]
            clock = open_clock(OpenClock(complaint, kind, 1, opened, Complexity.NORMAL), unit)
            if no % 10 == 3:
                unit.session.add(
                    ClockPause(clock_id=clock.id, reason_code=ClockPauseReason.SUPPLEMENT, started_at=opened)
                )
            if no % 9 == 4:
                state = RequestState.OPEN if no % 2 else RequestState.ANSWERED
                asked = clock.due_at + timedelta(days=dice.choice((-2, 3)))
                unit.session.add(_supervision(complaint, clock.id, state, asked))


def _supervision(complaint: str, clock_id: str | None, state: RequestState, asked: datetime) -> Supervision:
    return Supervision(
        id=new_id(), complaint_id=complaint, no=1, round=1, state=state, requested_by="zong.lanyun",
        requested_at=asked, late_clock_id=clock_id, is_automatic=clock_id is not None, reason="请说明",
    )  # fmt: skip


def compare(office: Office, moment: str) -> set[Rung]:
    """The rungs that occur; every clock has the same by both ways."""
    office.clock.set(moment)
    with office.unit_of_work().reading() as unit:
        clocks = unit.session.scalars(select(Clock)).all()
        ladder, now = load_ladder(unit.session), unit.clock.now()
        expected = {key: rung.value for key, rung in rungs_now(clocks, now, ladder, unit.session).items()}
        column = rung_column(ladder, now, unit.session)
        found = {key: rung for key, rung in unit.session.execute(select(Clock.id, column))}
    assert found == expected
    return {Rung(rung) for rung in found.values()}


def test_the_column_says_what_the_ladder_says_at_every_moment(office: Office) -> None:
    """UX-33: what a list counts in the database stands where its rows say it stands."""
    add_clocks(office)
    seen = set().union(*(compare(office, moment) for moment in MOMENTS))
    assert seen == set(Rung) - {Rung.STOPPED}


@pytest.mark.parametrize("state", [RequestState.OPEN, RequestState.ANSWERED])
def test_a_supervision_of_the_whole_case_holds_for_its_legal_limits_while_it_is_open(
    office: Office, state: RequestState
) -> None:
    add_clocks(office)
    with office.unit_of_work() as unit:
        case = unit.session.scalars(select(Clock.complaint_id)).first()
        assert case is not None
        unit.session.add(_supervision(case, None, state, unit.clock.now()))
    for moment in MOMENTS[::4]:
        compare(office, moment)
