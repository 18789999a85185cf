"""Referral: opened, signed or objected once in the window, arbitrated, answered; identity-free on the way."""

from __future__ import annotations

import pytest

from models.beside.referral import Referral
from models.case.claim import Claim
from models.case.lifecycle import RequestState
from models.clock.clock import Clock
from models.clock.legal_time import as_iso
from models.ground.codes import Arbitration, ClaimDecision, ReferralKind, ReferralRole
from models.ground.errors import InvalidInput, NotFound, RuleRefused
from services.actor import SYSTEM
from services.beside.referral.arbitrate import Arbitrate, arbitrate
from services.beside.referral.check_objection_window import (
    CheckedObjectionWindow,
    CheckObjectionWindow,
    check_objection_window,
)
from services.beside.referral.get_referral_sheet import get_referral_sheet
from services.beside.referral.object import object_to
from services.beside.referral.open_referral import OpenReferral, announce_referral, open_referral
from services.beside.referral.prepare_referral import PreparedReferral, PrepareReferral, prepare_referral
from services.views.task_page import get_task
from tests.full_office import FullOffice
from tests.unit.side_requests.side_case import SideCase, side_case

INSTANCE = "71"


def refer(case: SideCase, unit_code: str = "RS", **fields: object) -> str:
    command = OpenReferral(unit_code, **fields)  # type: ignore[arg-type]  # fields by name in tests
    return str(case.do("wen.rusheng", lambda c, u, a: open_referral(command, c, u, a)))


def prepare(case: SideCase, referral_id: str, instance: str = INSTANCE) -> PreparedReferral:
    command = PrepareReferral(referral_id, instance, case.job())
    return prepare_referral(command, case.office.unit_of_work())


def check(case: SideCase, referral_id: str) -> CheckedObjectionWindow:
    command = CheckObjectionWindow(referral_id, case.job())
    return check_objection_window(command, case.office.unit_of_work(), SYSTEM)


def object_(case: SideCase, login: str = "ren.shebao", reason: str = "不属本单位职责") -> None:
    case.submit("sign-referral", login, INSTANCE, referral_answer="objected", objection_reason=reason)


def sign(case: SideCase, login: str = "ren.shebao") -> None:
    case.submit("sign-referral", login, INSTANCE, referral_answer="signed")


def disclose(case: SideCase, level: int) -> None:
    with case.unit() as (_, complaint):
        complaint.disclosure_level = level


def test_assignment_to_a_unit_of_the_centre_waits_for_its_signature(case: SideCase) -> None:
    """One working day to sign and to object; the running stage is told by the act only."""
    referral_id = refer(case)
    row = case.one(Referral)
    assert (row.kind, row.role, row.no, row.may_object) == (ReferralKind.ASSIGN, ReferralRole.LEAD, 1, True)
    assert as_iso(row.objection_ends_at) == "2026-09-09T09:00:00+08:00"
    assert as_iso(case.clock("referral_sign_off").due_at) == "2026-09-08T17:00:00+08:00"
    assert row.receipt_code is None
    assert case.messages("complaint.referral-opened") == []
    prepared = prepare(case, referral_id)
    assert (prepared.is_open, prepared.is_own_unit) == (True, True)
    assert prepared.sign_off_clock_id == row.sign_off_clock_id


def test_announced_referral_is_told_to_the_running_stages_once(case: SideCase) -> None:
    """Keyed by the case, known by its own id."""
    refer(case)
    for _ in range(2):
        with case.unit() as (unit, _complaint):
            announce_referral(unit.session.get_one(Referral, case.one(Referral).id), unit)
    messages = case.messages("complaint.referral-opened")
    assert [message["correlation_key"] for message in messages] == [case.complaint_id]


def test_transfer_takes_its_claims_over_and_is_told(case: SideCase) -> None:
    """R34 R35: the claims say where they went, the complainant is told, a code proves the receipt."""
    referral_id = refer(case, "X-DL", claim_nos=(2,), role=ReferralRole.TRANSFER, needs_result=True)
    row = case.one(Referral)
    assert (row.kind, row.role) == (ReferralKind.TRANSFER, ReferralRole.TRANSFER)
    first, second = case.office.rows(Claim, complaint_id=case.complaint_id)
    assert (first.referral_id, second.referral_id, second.referred_to) == (None, referral_id, "X-DL")
    assert case.trail("progress.shown") == [
        {"about": "referral", "referral_id": referral_id, "unit_code": "X-DL"}
    ]
    assert row.receipt_code is not None
    assert not prepare(case, referral_id).is_own_unit


def test_same_claims_are_not_referred_twice_to_one_unit(case: SideCase) -> None:
    """A double click opens one referral."""
    refer(case)
    with pytest.raises(InvalidInput) as refused:
        refer(case)
    assert refused.value.errors == {"unit": "ALREADY_REFERRED"}
    with pytest.raises(InvalidInput) as unknown:
        refer(case, "NN")
    assert unknown.value.errors == {"unit": "NOT_AN_OPTION"}


def test_signature_ends_a_referral_that_owes_no_result(case: SideCase) -> None:
    """Signed by the representative; the sign-off clock stops."""
    prepare(case, refer(case))
    sign(case)
    row = case.one(Referral)
    assert (row.state, row.end_reason, row.signed_by) == (RequestState.ANSWERED, "SIGNED", "ren.shebao")
    assert case.clock("referral_sign_off").stop_reason == "signed"
    assert row.result_clock_id is None


def test_result_is_owed_after_the_signature_where_it_was_asked(case: SideCase) -> None:
    """Five working days; the report ends the referral."""
    prepare(case, refer(case, needs_result=True))
    sign(case)
    assert case.one(Referral).state is RequestState.OPEN
    assert as_iso(case.clock("referral_result").due_at) == "2026-09-14T17:00:00+08:00"
    case.submit("report-referral-result", "ren.shebao", INSTANCE, result_text="已补办", measures="公示清单")
    row = case.one(Referral)
    assert (row.state, row.end_reason, row.result_by) == (RequestState.ANSWERED, "REPORTED", "ren.shebao")
    assert case.clock("referral_result").stop_reason == "reported"


def test_representative_of_another_unit_may_not_answer(case: SideCase) -> None:
    """Units see and answer only their own referrals."""
    prepare(case, refer(case))
    with pytest.raises(NotFound):
        sign(case, "zhang.zhaoquan")
    sign(case)


def test_two_co_handling_units_are_told_apart_by_their_instances(case: SideCase) -> None:
    """Each unit has its own referral; one signature moves only its own."""
    first, second = refer(case, "RS"), refer(case, "YB", role=ReferralRole.CO)
    prepare(case, first, "71")
    prepare(case, second, "72")
    case.submit("sign-referral", "yi.baomin", "72", referral_answer="signed")
    rows = {row.unit_code: row for row in case.office.rows(Referral)}
    assert rows["YB"].signed_at is not None
    assert rows["RS"].signed_at is None
    assert [row.id for row in rows.values() if row.state is RequestState.OPEN] == [first]


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
    """S020: the claims are decided anew; the referral has ended."""
    referral_id = refer(case, "X-CGZF", claim_nos=(2,), role=ReferralRole.TRANSFER)
    with case.unit() as (unit, complaint):
        claim = unit.session.query(Claim).filter_by(complaint_id=complaint.id, no=2).one()
        claim.decision = ClaimDecision.REFER
    prepare(case, referral_id)
    with case.unit() as (unit, complaint):
        row = unit.session.get_one(Referral, referral_id)
        row.objected_at, row.may_object = unit.clock.now(), False
    case.submit("arbitrate-referral", "heng.gongyun", INSTANCE, arbitration="back", reason="属许可事项")
    claim = case.office.rows(Claim, complaint_id=case.complaint_id, no=2)[0]
    assert (claim.decision, claim.referral_id, claim.referred_to, claim.decided_by) == (None,) * 4
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


def test_second_instance_does_not_get_the_referral(case: SideCase) -> None:
    """A replayed opening finds the referral at work and ends."""
    referral_id = refer(case)
    assert prepare(case, referral_id, "71").is_open
    assert not prepare(case, referral_id, "72").is_open


@pytest.mark.parametrize(("level", "claims"), [(0, ()), (1, ((1, "按公布的办事指南收件"),))])
def test_package_holds_facts_by_disclosure_level(
    case: SideCase, level: int, claims: tuple[tuple[int, str], ...]
) -> None:
    """R109: on level 0 the kind of problem only; otherwise only the claims meant for the unit."""
    disclose(case, level)
    referral_id = refer(case, claim_nos=(1,), note="请核查收件清单")
    actor = case.office.actor("wen.rusheng")
    look = get_referral_sheet(referral_id, case.office.unit_of_work(), actor)
    assert case.trail("referral.sheet_printed") == [], "only when it is handed out"
    sheet = look.hand_out(lambda shown: shown)
    assert [number for number, _ in sheet.package.facts.claims] == [number for number, _ in claims]
    assert sheet.package.note == "请核查收件清单"
    assert (sheet.package.reference, sheet.receipt_code) == (f"{case.number}-R1", None)
    assert len(case.trail("referral.sheet_printed")) == 1


def test_package_never_holds_the_complainant(office: FullOffice) -> None:
    """C5 R109: name, telephone and mail of the complainant are cut out of claims and notes."""
    case = side_case(
        office,
        wanted="一、请给简一趟（19900000201）补办；二、回信到 jian@example.cn。",
        email="jian@example.cn",
    )
    disclose(case, 1)
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
