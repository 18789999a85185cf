"""Supervision: opened by a person or by a late clock, explained by the handler, closed by another supervisor."""

from __future__ import annotations

from datetime import date

import pytest

from models.beside.supervision import Supervision
from models.case.lifecycle import RequestState
from models.clock.clock import Clock
from models.clock.legal_time import as_iso, word_moment
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from services.actor import SYSTEM
from services.beside.supervision.open_supervision import OpenSupervision, open_supervision
from services.requests.start_own_process import StartOwnProcess, start_own_process
from services.views.task_page import get_task
from tests.full_office import TOLD
from tests.unit.side_requests.referring import reword
from tests.unit.side_requests.side_case import SideCase

INSTANCE = "81"


def supervise(case: SideCase, reason: str = "说明超时原因") -> str:
    command = OpenSupervision(case.complaint_id, reason)
    row_id = str(case.do("du.daodi", lambda _, u, a: open_supervision(command, u, a)))
    start = StartOwnProcess(row_id, INSTANCE, case.job())
    started = start_own_process(Supervision, start, case.office.unit_of_work())
    assert (started.is_duplicate, started.handler_id) == (False, "xun.wenshi")
    return row_id


def explain(case: SideCase, login: str = "xun.wenshi") -> None:
    case.submit(
        "explain-delay",
        login,
        INSTANCE,
        reason="集体件占用人手",
        measures="增派一人",
        planned_on="2026-09-11",
    )


def test_delay_is_explained_and_the_supervision_closed(case: SideCase) -> None:
    """S030: the explanation meets the limit of three working days; the supervisor closes with an opinion."""
    supervise(case)
    assert as_iso(case.clock("supervision").due_at) == "2026-09-10T17:00:00+08:00"
    explain(case)
    row = case.one(Supervision)
    assert (row.explained_by, row.planned_on) == ("xun.wenshi", date(2026, 9, 11))
    assert case.clock("supervision").stop_reason == "explained"
    case.submit("close-supervision", "jian.rujing", INSTANCE, opinion="计入月度通报", is_in_bulletin=True)
    row = case.one(Supervision)
    assert (row.state, row.closed_by, row.is_in_bulletin) == (
        RequestState.ANSWERED,
        "jian.rujing",
        True,
    )


def test_who_explained_does_not_close(case: SideCase) -> None:
    """A supervisor who handles the case himself is closed upon by another."""
    supervise(case)
    with case.unit() as (_, complaint):
        complaint.handler_id = "du.daodi"
    explain(case, "du.daodi")
    with pytest.raises(NotPermitted) as refused:
        case.submit("close-supervision", "du.daodi", INSTANCE, opinion="同意")
    assert refused.value.code == "EXPLAINED_BY_SELF"


def test_act_without_reason_is_refused(case: SideCase) -> None:
    """People say why; a late clock needs no words."""
    with pytest.raises(InvalidInput) as refused:
        supervise(case, " ")
    assert refused.value.errors == {"reason": "REQUIRED"}


def test_late_clock_opens_one_supervision(case: SideCase) -> None:
    """The clock's own check may run twice; the case is supervised once for it."""
    clock = case.clock("resolve")
    command = OpenSupervision(case.complaint_id, clock_id=clock.id, is_automatic=True)
    for _ in range(2):
        with case.unit() as (unit, _complaint):
            open_supervision(command, unit, SYSTEM)
    row = case.one(Supervision)
    assert (row.is_automatic, row.late_clock_id, row.reason) == (True, clock.id, None)
    assert len(case.messages("complaint.supervision-opened")) == 1
    assert len(case.office.rows(Clock, kind="supervision")) == 1


def test_closed_supervision_takes_no_explanation(case: SideCase) -> None:
    """A late click finds it ended."""
    supervise(case)
    explain(case)
    case.submit("close-supervision", "jian.rujing", INSTANCE, opinion="同意")
    with pytest.raises(Conflict):
        explain(case)


def test_an_automatic_supervision_tells_which_limit_was_missed_and_the_matters(case: SideCase) -> None:
    """UX-13: whoever explains a lateness reads what is late; DM-2: and what the case is about."""
    clock = case.clock("resolve")
    with case.unit() as (unit, complaint):
        row = open_supervision(
            OpenSupervision(complaint.id, clock_id=clock.id, is_automatic=True), unit, SYSTEM
        )
        row_id = row.id
    start_own_process(Supervision, StartOwnProcess(row_id, INSTANCE, case.job()), case.office.unit_of_work())
    reword(case)
    key = case.open_task("explain-delay", INSTANCE)
    shown = get_task(key, case.office.unit_of_work(), case.office.actor("xun.wenshi")).data
    due = word_moment(clock.due_at)
    assert f"时限已于{due}届满，尚未办结。该时限的依据：" in str(shown["supervision_reason"])
    assert f"\n1. 第1项：{TOLD[0].rstrip('。')}\n" in str(shown["facts"])
    assert "说明期限：2026年" in str(shown["facts"])
