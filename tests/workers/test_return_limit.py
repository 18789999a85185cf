"""The limit after a return in the engine: its watch begins by itself, long after the archive, and ends when it is sent again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.lifecycle import ClockKind, Rung, Stage
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from tests.full_office import FullOffice
from tests.workers.engine_office import EngineOffice, engine_office
from tests.workers.moments import calm, go_to
from tests.workers.stage_case import CLERK, LETTER, StageCase, case_in

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")


@pytest.fixture
def running(office: FullOffice, tmp_path: Path) -> Iterator[EngineOffice]:
    """An engine whose searches show the last commit."""
    with engine_office(office, tmp_path, search_lag_ms=0) as running:
        running.start_workers()
        yield running


def thrown(case: StageCase) -> dict[Rung, bool]:
    """The rungs of the limit, and whether the watch in the engine has thrown each."""
    (limit,) = limits(case)
    rows = case.running.office.rows(ClockRung, clock_id=limit.id)
    return {row.rung: row.thrown_at is not None for row in rows}


def limits(case: StageCase) -> list[Clock]:
    return case.running.office.rows(Clock, complaint_id=case.id, kind=ClockKind.SEND_AGAIN)


def test_an_archived_case_is_watched_until_what_came_back_is_sent_again(running: EngineOffice) -> None:
    """A letter of a refusal comes back weeks after the archive; its two days are watched as any others are."""
    case = case_in(running, Stage.FEEDBACK)
    registered = {**LETTER, "ways": ["registered_letter"], "mail_no": "XA00000000613"}
    case.do(("give-answer", CLERK, registered))
    case.wait_for_stage(Stage.ARCHIVED)
    go_to(running, "2026-10-12T10:00")
    assert case.active_instances() == []
    case.take("record-answer-return", CLERK, day="2026-10-12", reason="查无此人")
    calm(running)
    assert (case.active_instances(), case.active_elements()) == (
        ["deadline-watch"],
        {"SubProcess_WaitForClock", "Wait_WithinLimit"},
    )
    go_to(running, "2026-10-14T16:59")
    assert thrown(case) == {Rung.NEAR: True}
    go_to(running, "2026-10-14T17:01")
    assert thrown(case) == {Rung.NEAR: True, Rung.OVER: True}
    assert case.active_elements() == {"SubProcess_WaitForClock", "Wait_OverLimit"}
    case.take("send-answer-again", CLERK, ways=["phone"])
    calm(running)
    assert (case.active_instances(), limits(case)[0].stop_reason) == ([], "sent")
