"""The page of a task asks the database as often beside many rows as beside few, and no question twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.case.evidence_item import EvidenceItem
from models.case.investigation_act import InvestigationAct
from models.case.matter import Matter
from models.ground.codes import MatterDecision, Method
from models.ground.ids import new_id
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task
from tests.web.pages import Visitor
from tests.web_staff.furnished_case import furnish_case

# By form who looks, and the most statements: those that decide on all of a file read each of its tables once.
LOGINS = {
    "approve-opinion": ("heng.gongyun", 90),
    "decide-acceptance": ("wen.rusheng", 90),
    "decide-extension": ("heng.gongyun", 90),
    "record-findings": ("jian.rujing", 90),
    "record-return-visit": ("hui.fangyi", 60),
    "sign-referral": ("ren.shebao", 60),
}


def add_rows(office: FullOffice, complaint_id: str, number: int) -> None:
    """More matters, evidence and records of the case, and more tasks in the list."""
    for _ in range(number):
        add_task(office, complaint_id, "decide-acceptance")
        add_task(office, complaint_id, "approve-opinion")
    with office.unit_of_work() as unit:
        now, first = unit.clock.now(), len(office.rows(Matter, complaint_id=complaint_id)) + 1
        for no in range(first, first + number):
            unit.session.add(
                Matter(
                    id=new_id(),
                    complaint_id=complaint_id,
                    no=no,
                    text="再一项",
                    decision=MatterDecision.ACCEPT,
                )
            )
            item = EvidenceItem(id=new_id(), complaint_id=complaint_id, no=100 + no, title=f"材料{no}")
            item.registered_by, item.registered_at = "xun.wenshi", now
            act = InvestigationAct(
                id=new_id(), complaint_id=complaint_id, round=1, method=Method.INTERVIEW, record_text="记录"
            )
            act.done_at, act.by = now, "xun.wenshi"
            unit.session.add_all((item, act))


@pytest.mark.parametrize("form", LOGINS)
def test_a_task_page_asks_as_often_beside_many_rows_as_beside_few(
    office: FullOffice, sign_in: Callable[[str], Visitor], form: str
) -> None:
    case = furnish_case(office, "203.0.113.20")
    login, most = LOGINS[form]
    visitor, asked = sign_in(login), []
    for more in (1, 8):
        add_rows(office, case.complaint_id, more)
        with statements(office) as seen:
            assert visitor.get(f"/tasks/{case.tasks[form]}").status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1] <= most
