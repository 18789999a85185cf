"""Referrals: opened for a unit, signed, answered, and told apart."""

from __future__ import annotations

import pytest

from models.beside.referral import Referral
from models.case.lifecycle import RequestState
from models.case.matter import Matter
from models.clock.legal_time import as_iso
from models.ground.codes import ReferralKind, ReferralRole
from models.ground.errors import InvalidInput, NotFound
from services.beside.referral.open_referral import announce_referral
from tests.unit.side_requests.referring import INSTANCE, prepare, refer, sign
from tests.unit.side_requests.side_case import SideCase


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


def test_transfer_takes_its_matters_over_and_is_told(case: SideCase) -> None:
    """R34 R35: the matters say where they went, the complainant is told, a code proves the receipt."""
    referral_id = refer(case, "X-DL", matter_nos=(2,), role=ReferralRole.TRANSFER, needs_result=True)
    row = case.one(Referral)
    assert (row.kind, row.role) == (ReferralKind.TRANSFER, ReferralRole.TRANSFER)
    first, second = case.office.rows(Matter, complaint_id=case.complaint_id)
    assert (first.referral_id, second.referral_id, second.referred_to) == (None, referral_id, "X-DL")
    assert case.trail("progress.shown") == [
        {"about": "referral", "referral_id": referral_id, "unit_code": "X-DL"}
    ]
    assert row.receipt_code is not None
    assert not prepare(case, referral_id).is_own_unit


def test_same_matters_are_not_referred_twice_to_one_unit(case: SideCase) -> None:
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


def test_second_instance_does_not_get_the_referral(case: SideCase) -> None:
    """A replayed opening finds the referral at work and ends."""
    referral_id = refer(case)
    assert prepare(case, referral_id, "71").is_open
    assert not prepare(case, referral_id, "72").is_open
