"""Who has had a hand in a case hands its lost query code to nobody, and who only registered it may."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.ground.codes import CaseRole, Role
from models.ground.delivery_codes import IdentityDocument
from models.ground.errors import NotPermitted
from models.ground.ids import new_id
from services.post.hall_documents import get_hall_case
from services.post.hand_over_code import HandOverCode, hand_over_code
from tests.full_office import FullOffice
from tests.unit.services.projected_task import walk_to
from tests.unit.services.test_answer_sending import CLERK, HANDLER, give

APPROVER, VISITOR, REPLACED = "heng.gongyun", "hui.fangyi", "zong.heke"


def may(office: FullOffice, case: str, login: str) -> bool:
    """What the page offers a clerk of the desk, which is what is not refused to him."""
    actor = replace(office.actor(login), roles=frozenset({Role.INTAKE}))
    command = HandOverCode(case, IdentityDocument.ID_CARD, is_slip_signed=True, address="https://x.example")
    is_offered = get_hall_case(case, office.unit_of_work(), actor).may_hand_code
    if is_offered:
        hand_over_code(command, office.unit_of_work(), actor)
    else:
        with pytest.raises(NotPermitted) as refused:
            hand_over_code(command, office.unit_of_work(), actor)
        assert refused.value.code == "CODE_BY_ANOTHER"
    return is_offered


def test_who_decided_handled_approved_or_visited_hands_no_code(office: FullOffice) -> None:
    case = office.file().complaint_id
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).registered_by = CLERK
    assert may(office, case, CLERK)
    walk_to(office, case, "give-answer")
    give(office, case)
    assert not may(office, case, CLERK), "decided on acceptance"
    assert not may(office, case, APPROVER), "approved the opinion"
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).handler_id = None
        unit.trail.add(case, "handler.replaced", {"from": HANDLER, "to": REPLACED}, office.actor(CLERK))
    assert not may(office, case, HANDLER), "gave the answer"
    assert not may(office, case, REPLACED), "was its handler for a time"
    assert may(office, case, VISITOR)
    with office.unit_of_work() as unit:
        unit.session.add(
            Designation(
                id=new_id(),
                complaint_id=case,
                staff_id=VISITOR,
                role_in_case=CaseRole.RETURN_VISITOR,
                by=CLERK,
                at=office.clock.now(),
            )
        )
    assert not may(office, case, VISITOR), "is named for the return visit"
