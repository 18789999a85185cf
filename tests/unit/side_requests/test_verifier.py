"""Who verifies a rectification: nobody of the unit that reported it, by whichever door he comes."""

from __future__ import annotations

import pytest

from models.beside.rectification import Rectification
from models.case.task import Task
from models.ground.codes import RectificationKind
from models.ground.errors import NotFound, NotPermitted
from models.office.staff import Staff
from services.access.task_facts import facts_of_task
from services.beside.rectification.order_rectification import OrderRectification, order_rectification
from services.requests.start_own_process import StartOwnProcess, start_own_process
from services.worklist.claim_task import ClaimTask, claim_task
from services.worklist.task_permission import find_bar, find_bar_of_named
from tests.unit.side_requests.side_case import SideCase

INSTANCE = "91"
OWN = "REPORTED_BY_OWN_UNIT"


def reported(case: SideCase, by: str, unit_code: str = "SJ") -> str:
    """An order to this unit, reported by this person; the key of the task of verification."""
    command = OrderRectification(unit_code, RectificationKind.RECTIFY, "请启用告知单")
    case.do("du.daodi", lambda c, u, a: order_rectification(command, c, u, a))
    start = StartOwnProcess(case.one(Rectification).id, INSTANCE, case.job())
    start_own_process(Rectification, start, case.office.unit_of_work())
    case.submit("report-rectification", by, INSTANCE, report_text="已启用告知单")
    return case.open_task("verify-rectification", INSTANCE)


def bars(case: SideCase, key: str, login: str) -> tuple[str | None, str | None]:
    """What keeps this person from the task: by himself, and where a supervisor names him for it."""
    with case.office.unit_of_work().reading() as unit:
        facts = facts_of_task(unit.session.get_one(Task, key))
        return find_bar(facts, login, unit), find_bar_of_named(facts, login, unit)


def change(case: SideCase, login: str, **values: object) -> None:
    with case.unit() as (unit, _):
        staff = unit.session.get_one(Staff, login)
        for name, value in values.items():
            setattr(staff, name, value)


@pytest.mark.parametrize("reporter", ["zhang.zhaoquan", "zong.heke", "xun.wenshi"])
def test_whoever_reported_does_not_verify(case: SideCase, reporter: str) -> None:
    """DM-6: the unit's representative, one of the centre and the handler, who may report in a unit's place."""
    key = reported(case, reporter)
    assert bars(case, key, reporter) == (OWN, OWN)
    with pytest.raises((NotPermitted, NotFound)):
        claim_task(ClaimTask(key), case.office.unit_of_work(), case.office.actor(reporter))
    with pytest.raises((NotPermitted, NotFound)):
        case.submit("verify-rectification", reporter, INSTANCE, is_verified="yes")
    assert case.one(Rectification).verified_by is None
    case.submit("verify-rectification", "jian.rujing", INSTANCE, is_verified="yes")
    assert case.one(Rectification).verified_by == "jian.rujing"


def test_nobody_of_the_unit_of_who_reported_verifies(case: SideCase) -> None:
    """DM-6: the handler reported in the unit's place, so his office does not verify; the supervision office does."""
    key = reported(case, "xun.wenshi")
    assert bars(case, key, "cha.fenming") == (OWN, OWN)
    assert bars(case, key, "du.daodi") == (None, None)


def test_who_moved_to_another_unit_does_not_verify_what_he_reported(case: SideCase) -> None:
    """DM-6: he took the report with him; who came to the unit since does not verify either."""
    key = reported(case, "zhang.zhaoquan")
    change(case, "zhang.zhaoquan", unit="YH-DC", roles=["supervisor"])
    assert bars(case, key, "zhang.zhaoquan") == (OWN, OWN)
    change(case, "cha.fenming", unit="SJ")
    assert bars(case, key, "cha.fenming") == (OWN, OWN)


def test_a_stand_in_of_the_reporting_unit_does_not_verify(case: SideCase) -> None:
    """DM-6: the roles of the supervisor for whom he stands in lift nothing."""
    key = reported(case, "zhang.zhaoquan")
    change(case, "jian.rujing", stand_in_id="mao.jizao")
    assert bars(case, key, "mao.jizao") == (OWN, OWN)
    change(case, "jian.rujing", stand_in_id="ji.luqing")
    assert bars(case, key, "ji.luqing") == (None, None)


def test_the_handler_of_the_unit_that_owes_it_does_not_verify(case: SideCase) -> None:
    """DM-6, S028: the handling office puts it right itself; a supervisor verifies."""
    key = reported(case, "zong.heke", unit_code="YH-TS")
    assert bars(case, key, "xun.wenshi") == (OWN, OWN)
    assert bars(case, key, "jian.rujing") == (None, None)
