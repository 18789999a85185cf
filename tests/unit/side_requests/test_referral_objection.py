"""The unit that receives a referral objects, within its window, and the objection is arbitrated."""

from __future__ import annotations

import pytest

from models.beside.referral import Referral
from models.case.lifecycle import RequestState
from models.case.matter import Matter
from models.clock.clock import Clock
from models.ground.codes import Arbitration, MatterDecision, ReferralRole
from models.ground.errors import InvalidInput, NotFound, RuleRefused
from services.actor import SYSTEM
from services.beside.referral.arbitrate import Arbitrate, arbitrate
from services.beside.referral.check_objection_window import (
    CheckedObjectionWindow,
    CheckObjectionWindow,
    check_objection_window,
)
from services.beside.referral.object import object_to
from services.views.task_page import get_task
from tests.unit.side_requests.referring import INSTANCE, check, object_, prepare, refer, sign
from tests.unit.side_requests.side_case import SideCase


def test_objection_in_the_last_minute_of_the_window_stands(case: SideCase) -> None:
    """One working day: the window ends when the office opens on the day after."""
    prepare(case, refer(case))
    case.office.clock.set("2026-09-09T08:59")
    object_(case)
    row = case.one(Referral)
    assert (row.objection, row.may_object) == ("不属本单位职责", False)
    assert case.clock("referral_sign_off").stop_reason == "objected"


def test_objection_after_the_window_is_too_late(case: SideCase) -> None:
    """The minute the window ends it is over."""
    prepare(case, refer(case))
    case.office.clock.set("2026-09-09T09:00")
    with pytest.raises(RuleRefused) as refused:
        object_(case)
    assert refused.value.code == "OBJECTION_TOO_LATE"
    sign(case)


def test_objection_after_an_arbitration_is_used_up(case: SideCase) -> None:
    """One reasoned return, then whoever is named handles it (潍坊 art. 22)."""
    prepare(case, refer(case))
    object_(case)
    with pytest.raises(RuleRefused) as second:
        object_(case)
    assert second.value.code == "OBJECTION_USED"
    case.submit("arbitrate-referral", "heng.gongyun", INSTANCE, arbitration="rejected", reason="职责明确")
    prepared = prepare(case, case.one(Referral).id)
    assert (prepared.is_open, prepared.may_object) == (True, False)
    assert prepared.objection_ends_at == "2026-09-07T10:00:00+08:00"
    with pytest.raises(RuleRefused) as refused:
        object_(case)
    assert refused.value.code == "OBJECTION_USED"
    sign(case)
    assert len(case.office.rows(Clock, kind="referral_sign_off")) == 2


def test_arbitration_names_another_unit(case: SideCase) -> None:
    """S007: the new unit signs and may not object; the old one is out."""
    prepare(case, refer(case))
    object_(case)
    case.submit(
        "arbitrate-referral", "heng.gongyun", INSTANCE, arbitration="other_unit", unit="YB", reason="医保经办"
    )
    row = case.one(Referral)
    assert (row.unit_code, row.arbitration, row.arbitrated_by) == (
        "YB",
        Arbitration.OTHER_UNIT,
        "heng.gongyun",
    )
    with pytest.raises(NotFound):
        sign(case)
    sign(case, "yi.baomin")


def test_arbitration_needs_another_unit_and_a_reason(case: SideCase) -> None:
    """The unit that objected is no answer to its objection."""
    prepare(case, refer(case))
    object_(case)
    row_id = case.one(Referral).id
    for command, errors in [
        (Arbitrate(Arbitration.OTHER_UNIT, "理由", "RS"), {"unit": "NOT_AN_OPTION"}),
        (Arbitrate(Arbitration.BACK, " "), {"reason": "REQUIRED"}),
    ]:
        with pytest.raises(InvalidInput) as refused:
            case.do(
                "heng.gongyun",
                lambda c, u, a, command=command: arbitrate(
                    u.session.get_one(Referral, row_id), command, u, a
                ),
            )
        assert refused.value.errors == errors


def test_matter_that_comes_back_is_undecided_again(case: SideCase) -> None:
    """S020: the matters are decided anew; the referral has ended."""
    referral_id = refer(case, "X-CGZF", matter_nos=(2,), role=ReferralRole.TRANSFER)
    with case.unit() as (unit, complaint):
        matter = unit.session.query(Matter).filter_by(complaint_id=complaint.id, no=2).one()
        matter.decision = MatterDecision.REFER
    prepare(case, referral_id)
    with case.unit() as (unit, complaint):
        row = unit.session.get_one(Referral, referral_id)
        row.objected_at, row.may_object = unit.clock.now(), False
    case.submit("arbitrate-referral", "heng.gongyun", INSTANCE, arbitration="back", reason="属许可事项")
    matter = case.office.rows(Matter, complaint_id=case.complaint_id, no=2)[0]
    assert (matter.decision, matter.referral_id, matter.referred_to, matter.decided_by) == (None,) * 4
    row = case.one(Referral)
    assert (row.state, row.end_reason) == (RequestState.ANSWERED, "RETURNED")
    assert row.id == referral_id


def test_window_of_the_objection_is_asked_at_its_timer(case: SideCase) -> None:
    """Over at the moment it ends, not before; the same job gets the same answer."""
    referral_id = refer(case, "X-DL", role=ReferralRole.TRANSFER)
    case.office.clock.set("2026-09-09T08:59")
    assert check(case, referral_id) == CheckedObjectionWindow(False, "2026-09-09T09:00:00+08:00")
    case.office.clock.set("2026-09-09T09:00")
    command = CheckObjectionWindow(referral_id, case.job())
    answers = [check_objection_window(command, case.office.unit_of_work(), SYSTEM) for _ in range(2)]
    assert answers == [CheckedObjectionWindow(True, "2026-09-09T09:00:00+08:00")] * 2
    assert len(case.trail("referral.objection_window_over")) == 1


def test_objection_made_before_the_diagram_asks_is_not_overtaken_by_the_timer(case: SideCase) -> None:
    """The message on its way moves the token, not the end of a window that the objection used up."""
    referral_id = refer(case, "X-DL", role=ReferralRole.TRANSFER)
    case.do(
        "wen.rusheng",
        lambda _, u, a: object_to(u.session.get_one(Referral, referral_id), "不属本区", u, a),
    )
    assert prepare(case, referral_id).objection_ends_at == "2026-09-09T09:00:00+08:00"
    case.office.clock.set("2026-09-09T09:00")
    assert check(case, referral_id) == CheckedObjectionWindow(False, "2026-09-10T09:00:00+08:00")


def test_arbiter_reads_who_objected_by_name_and_chooses_among_the_others(case: SideCase) -> None:
    """HS-42: the unit in words and its reason stand on the page; the one that objected is no choice."""
    prepare(case, refer(case))
    object_(case)
    key = case.open_task("arbitrate-referral", INSTANCE)
    data = get_task(key, case.office.unit_of_work(), case.office.actor("heng.gongyun")).data
    assert (data["earlier_unit"], data["objection"]) == (
        "云河市人力资源和社会保障局（驻厅）",
        "不属本单位职责",
    )
    offered = [option["value"] for option in data["unit_options"]]  # type: ignore[attr-defined]  # a list of options
    assert "YB" in offered
    assert "RS" not in offered
