"""Impact assessments: written by one, approved by another, shown where an activity is begun, never deleted; over a socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DatabaseError

from models.ground.assessment_codes import AssessmentPart, AssessmentStanding, ProcessingActivity
from models.ground.privacy_codes import NoticeState
from models.office.impact_assessment import ImpactAssessment
from models.vault.keyring import Keyring
from services.privacy.list_assessments import list_standings
from tests.served_office import ServedOffice, SocketVisitor, serve_office

ADMINISTRATOR, OTHER, DIRECTOR, SUPERVISOR, CLERK = (
    "guan.xitong", "xian.lutong", "zong.lanyun", "jian.rujing", "wen.rusheng",
)  # fmt: skip
PLACE = "/privacy/assessments"
WARNING = "data-assessment"
WORDS = {
    "scope": "投诉人欧阳诉明等人的电话号码交给短信服务商",
    "purpose": "告知办理进度，不发送投诉内容",
    "effect": "号码泄露会让旁人知道其投诉过",
    "measures": "签订委托处理协议，只传号码和编号",
}
FIELDS: dict[str, str | list[str]] = {
    **WORDS,
    "triggers": ["entrusted", "sensitive"],
    "is_justified": "yes",
    "is_fitting": "yes",
    "risk": "low",
    "conclusion": "proceed",
    "review_on": "2027-09-01",
}


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own: what is approved holds for all of it, and its clock moves."""
    with serve_office(tmp_path_factory.mktemp("assessments"), sqlite_office_template) as served:
        yield served


def write(visitor: SocketVisitor, activity: str, **changes: object) -> tuple[int, str]:
    answer = visitor.post(f"{PLACE}/{activity}/new", {**FIELDS, **changes})
    return answer.status_code, answer.text


def waiting(served: ServedOffice, activity: str) -> str:
    (row,) = served.office.rows(ImpactAssessment, activity=activity, state=NoticeState.OPEN)
    return row.id


def decide(visitor: SocketVisitor, served: ServedOffice, activity: str, decision: str, **more: str) -> int:
    fields = {"assessment_id": waiting(served, activity), "decision": decision, **more}
    return visitor.post(f"{PLACE}/{activity}", fields).status_code


def test_one_writes_and_another_approves(served: ServedOffice) -> None:
    """Every part of the law is wanted; what is not protected enough may not proceed; nobody approves his own."""
    one, supervisor = served.visitor(ADMINISTRATOR), served.visitor(SUPERVISOR)
    page = one.get(PLACE).text
    assert page.count("没有评估") == len(ProcessingActivity) and "7 项处理活动中，7 项没有" in page
    assert "尚未评估" in one.get(f"{PLACE}/sms").text
    status, text = write(one, "sms", effect=" ", triggers=[], review_on="2026-09-07", conclusion="")
    assert status == 422 and WORDS["scope"] in text
    for name in ("effect", "triggers", "review_on", "conclusion"):
        assert f'href="#{name}"' in text, name
    status, text = write(one, "sms", is_fitting="no")
    assert status == 422 and "不能得出“可以开展”" in text and 'id="conclusion-error"' in text
    assert write(one, "fax")[0] == 404
    assert write(one, "sms")[0] == 303
    assert write(supervisor, "sms")[0] == 409, "one waits"
    assert decide(one, served, "sms", "approve") == 409, "his own"
    assert decide(supervisor, served, "sms", "withdraw") == 409, "another's"
    assert decide(supervisor, served, "sms", "refuse") == 422, "without a reason"
    shown = supervisor.get(f"{PLACE}/sms").text
    assert all(words in shown for words in WORDS.values()) and "委托处理个人信息" in shown
    assert decide(supervisor, served, "sms", "approve") == 303
    assert "data-answer" in supervisor.get(f"{PLACE}/sms?done=approved").text
    (row,) = served.office.rows(ImpactAssessment, activity="sms")
    assert (row.version, row.by, row.decided_by) == (1, ADMINISTRATOR, SUPERVISOR)
    assert row.triggers == ["sensitive", "entrusted"] and set(row.parts) == set(AssessmentPart)
    repeated = {"assessment_id": row.id, "decision": "approve"}
    assert supervisor.post(f"{PLACE}/sms", repeated).status_code == 409, "sent twice"


def test_the_next_version_ends_the_one_before_and_all_stay(served: ServedOffice) -> None:
    """The form begins with what holds; refused and withdrawn ones stay readable with their words."""
    one, other, clerk = (served.visitor(login) for login in (SUPERVISOR, DIRECTOR, CLERK))
    assert WARNING in clerk.get("/orders/returns").text
    assert write(one, "hotline")[0] == 303 and decide(other, served, "hotline", "approve") == 303
    assert WARNING not in clerk.get("/orders/returns").text
    assert WORDS["scope"] in one.get(f"{PLACE}/hotline/new").text
    assert write(one, "hotline", measures="未签协议", is_fitting="no", conclusion="refrain")[0] == 303
    assert decide(other, served, "hotline", "refuse", reason="协议已签，请更正") == 303
    assert write(one, "hotline", scope="改由专线交换")[0] == 303
    assert decide(one, served, "hotline", "withdraw") == 303
    assert write(other, "hotline", scope="只交换编号")[0] == 303
    assert decide(one, served, "hotline", "approve") == 303
    page = one.get(f"{PLACE}/hotline").text
    for words in ("未签协议", "协议已签，请更正", "改由专线交换", WORDS["scope"], "只交换编号"):
        assert words in page, words
    rows = [row for row in served.office.rows(ImpactAssessment, activity="hotline") if row.version]
    rows.sort(key=lambda row: row.version or 0)
    assert [row.ended_at is None for row in rows] == [False, True]


def test_what_is_missing_is_shown_where_it_is_begun(served: ServedOffice) -> None:
    """Only as a warning; gone once it is approved, back on the day after its review, and where it says not to."""
    one, other, clerk = (served.visitor(login) for login in (ADMINISTRATOR, OTHER, CLERK))
    begins = {
        "/administration/sources": "chat",
        "/administration/units": "referral",
        "/administration": "bucket",
    }
    for place, activity in begins.items():
        page = one.get(place).text
        assert WARNING in page and f"{PLACE}/{activity}" in page, place
    assert WARNING not in one.get("/administration/windows").text
    page = clerk.get("/anonymous-list").text
    assert WARNING in page and f"{PLACE}/anonymous_list" not in page, "he may not open it"
    assert write(one, "chat")[0] == 303
    assert WARNING in one.get("/administration/sources").text, "nobody has approved it"
    assert decide(other, served, "chat", "approve") == 303
    assert WARNING not in one.get("/administration/sources").text
    assert write(one, "referral", conclusion="not_yet", is_fitting="no")[0] == 303
    assert decide(other, served, "referral", "approve") == 303
    assert "不得（暂缓）开展" in one.get("/administration/units").text
    assert write(one, "chat", review_on="2026-09-08")[0] == 303
    assert decide(other, served, "chat", "approve") == 303
    assert WARNING not in one.get("/administration/sources").text
    served.office.clock.set("2026-09-09T09:00")
    assert "尚未复核" in one.get("/administration/sources").text
    chosen = (ProcessingActivity.CHAT, ProcessingActivity.REFERRAL)
    standings = [line.standing for line in list_standings(chosen, served.office.unit_of_work())]
    assert standings == [AssessmentStanding.OVERDUE, AssessmentStanding.AGAINST]


def test_nothing_deletes_an_assessment(served: ServedOffice) -> None:
    """PIPL 56: kept for three years at least; the database itself refuses."""
    assert write(served.visitor(DIRECTOR), "bucket")[0] == 303
    before = len(served.office.rows(ImpactAssessment))
    with pytest.raises(DatabaseError, match="append-only"), served.office.unit_of_work() as unit:
        unit.session.execute(delete(ImpactAssessment))
    assert len(served.office.rows(ImpactAssessment)) == before > 0


def test_who_may(served: ServedOffice) -> None:
    clerk = served.visitor(CLERK)
    assert clerk.get(f"{PLACE}/sms").status_code == 403
    assert write(clerk, "email")[0] == 403
