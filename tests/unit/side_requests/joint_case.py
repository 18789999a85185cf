"""A case in which several units help, and what its pages say of their parts."""

from __future__ import annotations

import pytest

from models.beside.referral import Referral
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from models.ground.errors import InvalidInput
from tests.unit.services.requests_office import act
from tests.unit.side_requests.referring import prepare
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.test_findings_wait import ANSWERED, OPINION, find, found
from tests.whole_file import CaseFile, get_case_file

OUTSIDE = "X-12345"


WAITS = "FINDING_WAITS_FOR_PARTS"


def ask_parts(case: SideCase, *co_units: str, lead: str = "YH-TS", **fields: object) -> list[Referral]:
    told = {
        "lead_unit": lead,
        "co_units": list(co_units),
        "reason": "涉及多个单位",
        "asked": "请查明推送记录",
        **fields,
    }
    act(case.office, case.complaint_id, "designate-unit", "wen.rusheng", **told)
    return [case.one(Referral, unit_code=code) for code in co_units]


def report(case: SideCase, part: Referral, login: str, text: str = "已查明") -> None:
    """Its unit signs and reports, as its diagram opens the tasks."""
    instance = f"7{part.no}"
    prepare(case, part.id, instance)
    case.submit("sign-referral", login, instance, referral_answer="signed")
    case.submit("report-referral-result", login, instance, result_text=text)


def read(case: SideCase) -> CaseFile:
    return get_case_file(case.complaint_id, case.office.unit_of_work(), case.office.actor("wen.rusheng"))


def refusal(case: SideCase, *rows: dict[str, object]) -> InvalidInput:
    with pytest.raises(InvalidInput) as refused:
        find(case, *rows)
    assert found(case) == [None, None]
    assert case.office.rows(Decision, kind=DecisionKind.FINDINGS) == []
    return refused.value


def draft(case: SideCase) -> None:
    case.submit("draft-opinion", "xun.wenshi", "8", matters=[OPINION] * 2, claims=ANSWERED)
