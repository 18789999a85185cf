"""By when a unit signs and reports: on its sheet, and on the 转办告知书 of who complained."""

from __future__ import annotations

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.matter import Matter
from models.ground.codes import MatterDecision, ReferralRole
from models.ground.standing_codes import Standing
from services.actor import Actor
from services.beside.referral.referral_package import make_referral_package
from services.beside.referral.sign import sign
from services.casefile.standing import NewStanding, record_standing
from services.letters.draft import LetterOf, texts_of, write_draft
from services.letters.referral_notice import REFERRAL_NOTICE
from services.letters.referral_sheet import REFERRAL_SHEET
from services.unit_of_work import Unit
from tests.unit.side_requests.referring import refer
from tests.unit.side_requests.side_case import SideCase

CLERK, UNIT = "wen.rusheng", "云河市东岭区政务服务中心"
SIGN_BY, REPORT_BY = "2026年9月8日17:00", "2026年9月14日17:00"
AFTER_SIGNING = "自签收之日起5个工作日内"


def pass_on(case: SideCase, no: int = 2, *, needs_result: bool = True) -> str:
    """The matter is decided to go to an authority outside, which owes a result or none; the id of the referral."""
    with case.unit() as (unit, complaint):
        matter = unit.session.query(Matter).filter_by(complaint_id=complaint.id, no=no).one()
        matter.decision = MatterDecision.REFER
    return refer(case, "X-DL", matter_nos=(no,), role=ReferralRole.TRANSFER, needs_result=needs_result)


def signed(case: SideCase, referral_id: str) -> None:
    def by_the_unit(complaint: Complaint, unit: Unit, actor: Actor) -> None:
        sign(unit.session.get_one(Referral, referral_id), unit, actor)

    case.do(CLERK, by_the_unit)


def notice(case: SideCase) -> str:
    with case.unit() as (unit, complaint):
        draft = write_draft(complaint, LetterOf(REFERRAL_NOTICE, "round-1"), unit)
        return "\n".join(text for piece in draft.pieces for text in texts_of(piece))


def sheet(case: SideCase, referral_id: str) -> str:
    with case.unit() as (unit, complaint):
        draft = write_draft(complaint, LetterOf(REFERRAL_SHEET, referral_id), unit)
        return "\n".join(text for piece in draft.pieces for text in texts_of(piece))


def test_who_complained_reads_who_has_it_and_until_when(case: SideCase) -> None:
    """DM-27: by when it signs and how long it has then; once it has signed the day itself."""
    referral_id = pass_on(case)
    assert f"{UNIT}\n最迟{SIGN_BY}签收，{AFTER_SIGNING}向我中心反馈办理结果" in notice(case)
    signed(case, referral_id)
    assert f"{UNIT}\n最迟{REPORT_BY}向我中心反馈办理结果" in notice(case)
    assert "签收，" not in notice(case)


def test_whose_matter_it_is_not_reads_the_limit_and_not_how_far_it_has_come(case: SideCase) -> None:
    signed(case, pass_on(case))

    def passing_by(complaint: Complaint, unit: Unit, actor: Actor) -> None:
        record_standing(NewStanding(Standing.BYSTANDER, "来电说明是路过看到"), complaint, unit, actor)

    case.do(CLERK, passing_by)
    words = notice(case)
    assert f"{UNIT}\n{AFTER_SIGNING}向我中心反馈办理结果" in words
    assert REPORT_BY not in words


def test_a_unit_that_need_not_report_is_given_no_day_for_it(case: SideCase) -> None:
    """And each referral has a line of its own, also where one unit has two."""
    signed(case, pass_on(case))
    pass_on(case, 1, needs_result=False)
    words = notice(case)
    assert f"{UNIT}\n最迟{SIGN_BY}签收，按职责办理" in words
    assert f"{UNIT}\n最迟{REPORT_BY}向我中心反馈办理结果" in words


def test_a_sheet_has_its_basis_the_date_of_the_result_and_what_goes_along(case: SideCase) -> None:
    """DM-27."""
    referral_id = pass_on(case)
    words = sheet(case, referral_id)
    assert "依据：《政务服务中心服务投诉处置规范》（GB/T 36113-2018）7.1" in words
    assert f"反馈期限\n{AFTER_SIGNING}" in words
    assert "无。" in words
    signed(case, referral_id)
    assert f"反馈期限\n最迟{REPORT_BY}" in sheet(case, referral_id)


def test_a_sheet_that_owes_no_result_has_no_date_for_one(case: SideCase) -> None:
    """A part of joint handling says its own day where it says what is asked."""
    free = refer(case, "X-DL", matter_nos=(2,), role=ReferralRole.TRANSFER)
    part = refer(case, "RS", matter_nos=(1,), role=ReferralRole.CO, needs_result=True, holds_finding=True)
    with case.unit() as (unit, complaint):
        for referral_id in (free, part):
            row = unit.session.get_one(Referral, referral_id)
            assert make_referral_package(row, complaint, unit).result_by == ""
    assert "反馈期限" not in sheet(case, free) + sheet(case, part)
