"""Each kind of limit is opened by some use case, and whatever opens is looked at, with a watch or without."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import select

from models.case.lifecycle import ClockKind, Rung
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.clock.legal_time import parse_moment
from models.ground.codes import Complexity
from models.ground.ids import ComplaintId
from services.clocks.open_clock import OpenClock, open_clock
from services.requests.kinds import KINDS
from services.watch.sweep import GRACE, Unwatched
from services.watch.sweep_clocks import sweep_clocks_step
from tests.office import Office

SERVICES = Path(__file__).parents[3] / "services"
OPENED, LONG_AFTER = "2026-09-07T10:00", "2026-12-21T10:00"


@cache
def kinds_opened() -> frozenset[str]:
    """The kinds that a use case names where it opens a clock, or has one opened, and those of the requests."""
    found = {str(kind) for request in KINDS.values() for kind in request.clocks.values()}
    for path in SERVICES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and "open" in getattr(node.func, "id", "").lower():
                found |= {
                    ClockKind[part.attr].value
                    for part in ast.walk(node)
                    if isinstance(part, ast.Attribute) and getattr(part.value, "id", "") == "ClockKind"
                }
    return frozenset(found)


def never_opened(kinds: Iterable[str]) -> list[str]:
    return sorted(set(kinds) - kinds_opened())


def test_each_kind_is_opened_by_a_use_case() -> None:
    """C14, OW-26: a kind that nothing opens would be watched for nothing."""
    assert never_opened(ClockKind) == []


def test_a_kind_that_nothing_opens_is_found() -> None:
    """C14 probe: a kind that is new and not named anywhere."""
    assert never_opened([*ClockKind, "toy_limit"]) == ["toy_limit"]


@pytest.mark.parametrize("kind", ClockKind)
def test_a_clock_of_each_kind_is_reached_by_the_sweep(office: Office, kind: ClockKind) -> None:
    """C14, OW-3, OW-26: no limit is without a look, whatever a diagram leaves out; a new kind is asked by itself."""
    complaint_id = office.add_complaint(OPENED)
    office.clock.set(OPENED)
    # An owner's limit names the policy that it takes; here that of the acceptance.
    key = ClockKind.ACCEPTANCE.value if kind is ClockKind.OWNER_LIMIT else None
    command = OpenClock(
        ComplaintId(complaint_id),
        kind,
        1,
        parse_moment(OPENED),
        Complexity.SIMPLE,
        subject_id=key,
        policy_key=key,
    )
    with office.unit_of_work() as unit:
        clock_id = open_clock(command, unit).id
    office.clock.set(LONG_AFTER)
    unwatched = Unwatched()
    sweep_clocks_step(office.unit_of_work, unwatched)
    office.clock.moment += GRACE
    assert sweep_clocks_step(office.unit_of_work, unwatched).looked == 1
    with office.database.read() as session:
        rungs = {row.rung for row in session.scalars(select(ClockRung).where(ClockRung.clock_id == clock_id))}
        assert Rung.OVER in rungs
        assert session.get_one(Clock, clock_id).check_at is not None
