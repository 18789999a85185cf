"""More rows of a case, for what must not depend on how many there are."""

from __future__ import annotations

from models.case.evidence_item import EvidenceItem
from models.case.investigation_act import InvestigationAct
from models.case.matter import Matter
from models.ground.codes import MatterDecision, Method
from models.ground.ids import new_id
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task


def add_rows_of_case(office: FullOffice, complaint_id: str, number: int) -> None:
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
