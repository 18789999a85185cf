"""What a unit is given with a referral, and the engine of it: facts by level, never who complained."""

from __future__ import annotations

import pytest

from models.beside.referral import Referral
from models.ground.errors import NotFound
from services.beside.referral.get_referral_sheet import get_referral_sheet
from services.beside.referral.open_referral import announce_referral
from tests.full_office import TOLD, FullOffice
from tests.unit.side_requests.referring import disclose, refer, reword
from tests.unit.side_requests.side_case import SideCase, side_case


def test_package_holds_the_matters_meant_for_the_unit(case: SideCase) -> None:
    """R109."""
    reword(case)
    referral_id = refer(case, matter_nos=(1,), note="请核查收件清单")
    actor = case.office.actor("wen.rusheng")
    look = get_referral_sheet(referral_id, case.office.unit_of_work(), actor)
    assert case.trail("referral.sheet_printed") == [], "only when it is handed out"
    sheet = look.hand_out(lambda shown: shown)
    assert f"\n1. 第1项：{TOLD[0].rstrip('。')}\n依据：" in sheet.package.facts
    assert "第2项：" not in sheet.package.facts
    assert sheet.package.note == "请核查收件清单"
    assert (sheet.package.reference, sheet.receipt_code) == (f"{case.number}-R1", None)
    assert len(case.trail("referral.sheet_printed")) == 1


def test_package_never_holds_the_complainant(office: FullOffice) -> None:
    """C5 R109, N6: name, telephone and mail of the complainant are cut out of matters and notes."""
    case = side_case(
        office,
        content="指南上没有的证明也要，不给简一趟（19900000201）补办。回信不发到 jian@example.cn，态度生硬。",
        email="jian@example.cn",
    )
    disclose(case, 1)
    reword(case)
    referral_id = refer(case, note="简一趟已三次到窗，电话199-0000-0201")
    actor = office.actor("wen.rusheng")
    look = get_referral_sheet(referral_id, office.unit_of_work(), actor)
    sheet = look.hand_out(lambda shown: shown)
    told = repr(sheet.package)
    for canary in ("简一趟", "19900000201", "199-0000-0201", "jian@example.cn"):
        assert canary not in told
    assert "补办" in told


def test_sheet_is_printed_by_the_office_only(case: SideCase) -> None:
    """A representative gets his package in his task, not the sheet."""
    referral_id = refer(case)
    with pytest.raises(NotFound):
        get_referral_sheet(referral_id, case.office.unit_of_work(), case.office.actor("ren.shebao"))


def test_engine_is_told_ids_and_enums_only(case: SideCase) -> None:
    """Decision 6: no words in a message."""
    disclose(case, 1)
    refer(case, note="请核查", needs_result=True)
    with case.unit() as (unit, _):
        announce_referral(unit.session.get_one(Referral, case.one(Referral).id), unit)
    variables = case.messages("complaint.referral-opened")[0]["variables"]
    assert set(variables) == {"referral_id", "complaint_id"}
