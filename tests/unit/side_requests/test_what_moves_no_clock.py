"""Comments, contacts, hand-overs of tasks and a new handler leave every limit where it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from models.case.lifecycle import FileEntryKind
from models.case.task import Task
from models.clock.clock import Clock
from models.clock.clock_pause import ClockPause
from services.absence.record_absence import RecordAbsence, record_absence
from services.case.record_entry import RecordEntry, record_entry
from services.worklist.claim_task import ClaimTask, claim_task
from services.worklist.release_task import ReleaseTask, release_task
from tests.unit.side_requests.side_case import SideCase


def dates(case: SideCase) -> list[tuple[str, datetime, datetime, str]]:
    """Every running limit of the case with what could have moved it."""
    clocks = case.office.rows(Clock, complaint_id=case.complaint_id, stopped_at=None)
    return sorted((row.kind.value, row.opened_at, row.due_at, row.rung.value) for row in clocks)


def write_note(case: SideCase) -> None:
    for kind in (FileEntryKind.NOTE, FileEntryKind.ALERT, FileEntryKind.REMINDER):
        command = RecordEntry(case.complaint_id, kind, "已电话催促，请顺延两日")
        record_entry(command, case.office.unit_of_work(), case.office.actor("wen.rusheng"))


def claim_and_release(case: SideCase) -> None:
    key = case.open_task("record-findings", "1")
    claim_task(ClaimTask(key), case.office.unit_of_work(), case.office.actor("xun.wenshi"))
    release_task(ReleaseTask(key), case.office.unit_of_work(), case.office.actor("xun.wenshi"))
    claim_task(ClaimTask(key), case.office.unit_of_work(), case.office.actor("cha.fenming"))


def go_on_leave(case: SideCase) -> None:
    """What the handler held is handed over to who stands in."""
    key = case.open_task("record-findings", "1")
    claim_task(ClaimTask(key), case.office.unit_of_work(), case.office.actor("xun.wenshi"))
    command = RecordAbsence("xun.wenshi", False, "2026-09-08", "2026-09-10", "cha.fenming")
    record_absence(command, case.office.unit_of_work(), case.office.actor("ming.shouli"))
    assert case.office.rows(Task, user_task_key=key)[0].claimed_by == "cha.fenming"


@pytest.mark.parametrize("do", [write_note, claim_and_release, go_on_leave])
def test_no_comment_and_no_reassignment_moves_a_limit(case: SideCase, do: Callable[[SideCase], None]) -> None:
    """A day later, and whatever the words ask for; nothing stands still by it either."""
    before = dates(case)
    assert {kind for kind, *_ in before} >= {"resolve", "investigation"}
    case.office.clock.set("2026-09-08T09:00")
    do(case)
    assert dates(case) == before
    assert case.office.rows(ClockPause) == []
