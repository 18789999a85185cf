"""Impact assessments and texts on personal data that are written by several at once, or that waited too long."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.ground.assessment_codes import AssessmentPart
from models.ground.errors import Conflict, InvalidInput
from models.ground.privacy_codes import NoticePart, NoticeState
from models.office.impact_assessment import ImpactAssessment
from models.office.privacy_notice import PrivacyNotice
from services.office.propose_privacy_notice import (
    NOTICE_PROPOSED,
    ProposePrivacyNotice,
    propose_privacy_notice,
)
from services.privacy.decide_assessment import DecideAssessment, decide_assessment
from services.privacy.propose_assessment import ASSESSMENT_PROPOSED, ProposeAssessment, propose_assessment
from tests.both_databases.at_once import at_once
from tests.full_office import FullOffice

ADMINISTRATOR, DIRECTOR = "guan.xitong", "zong.lanyun"


def assess(office: FullOffice, review_on: str = "2027-09-01") -> str:
    command = ProposeAssessment(
        activity="sms",
        triggers=("entrusted",),
        parts={part.value: "只传号码和编号" for part in AssessmentPart},
        is_justified="yes",
        is_fitting="yes",
        risk="low",
        conclusion="proceed",
        review_on=review_on,
    )
    return propose_assessment(command, office.unit_of_work(), office.actor(ADMINISTRATOR))


def outcome(do: Callable[[], str]) -> str:
    try:
        do()
    except Conflict as refused:
        return refused.code
    return "kept"


def test_of_several_who_write_at_once_one_is_kept_and_the_others_are_told(office: FullOffice) -> None:
    assert sorted(map(str, at_once(4, lambda: outcome(lambda: assess(office))))) == [
        *[ASSESSMENT_PROPOSED] * 3,
        "kept",
    ]
    assert len(office.rows(ImpactAssessment)) == 1
    (current,) = (row.version for row in office.rows(PrivacyNotice) if row.state is NoticeState.APPROVED)
    words = ProposePrivacyNotice({part.value: "为办理投诉" for part in NoticePart}, "首次公布", current or "")

    def propose() -> str:
        return propose_privacy_notice(words, office.unit_of_work(), office.actor(ADMINISTRATOR))

    told = sorted(map(str, at_once(4, lambda: outcome(propose))))
    assert told == [*[NOTICE_PROPOSED] * 3, "kept"]
    assert len(office.rows(PrivacyNotice, state=NoticeState.OPEN)) == 1


def test_what_waited_until_its_review_is_approved_no_more(office: FullOffice) -> None:
    """It would be overdue at once, and end a version that holds."""
    key = assess(office, review_on="2026-09-08")
    office.clock.set("2026-09-08T09:00")
    director = office.actor(DIRECTOR)
    with pytest.raises(InvalidInput) as refused:
        decide_assessment(DecideAssessment(key, "approve"), office.unit_of_work(), director)
    assert refused.value.errors == {"decision": "REVIEW_DAY_PASSED"}
    decide_assessment(DecideAssessment(key, "refuse", "复核日已到"), office.unit_of_work(), director)
    (row,) = office.rows(ImpactAssessment)
    assert row.state is NoticeState.REFUSED
