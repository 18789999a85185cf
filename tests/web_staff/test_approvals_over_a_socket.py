"""Who approves which kind of decision, as an administrator sets it; through the real web server, with the words of the page."""

from __future__ import annotations

import pytest

from models.ground.approval_codes import ApprovalKind, ApprovalLevel
from models.ledger.trail_event import TrailEvent
from models.office.approval_policy import ApprovalPolicy
from services.office.approvals import level_of
from tests.served_office import ServedOffice

ADMINISTRATOR = "guan.xitong"


def level_now(served: ServedOffice, kind: ApprovalKind) -> ApprovalLevel:
    with served.office.unit_of_work().reading() as unit:
        return level_of(kind, unit)


def test_an_administrator_says_who_approves_a_kind_with_a_reason(served_office: ServedOffice) -> None:
    """DM-34: a policy of the centre; without a word of it an approver approves, and a change is on record."""
    administrator = served_office.visitor(ADMINISTRATOR)
    page = administrator.get("/approvals").text
    assert all(words in page for words in ("不予受理", "并案办理", "现场办结并提出处分建议", "分管的批准人"))
    assert all(words in page for words in ("延长办理期限", "委托调查、鉴定", "委托期间中止计算时限"))
    fields = {"kind": "merge", "level": "another_person", "reason": ""}
    refused = administrator.post("/approvals", fields)
    assert refused.status_code == 422
    assert level_now(served_office, ApprovalKind.MERGE) is ApprovalLevel.APPROVER
    saved = administrator.post("/approvals", {**fields, "reason": "并案较多，由另一名受理人员核对"})
    assert saved.headers["location"] == "/approvals?changed=1"
    try:
        page = administrator.get("/approvals?changed=1").text
        assert "已修改。" in page
        assert "另一名工作人员" in page
        assert "并案较多，由另一名受理人员核对" in page
        assert level_now(served_office, ApprovalKind.MERGE) is ApprovalLevel.ANOTHER_PERSON
        assert level_now(served_office, ApprovalKind.REFUSAL) is ApprovalLevel.APPROVER
        (event,) = [
            row
            for row in served_office.office.rows(TrailEvent)
            if row.kind == "organisation.approval_changed"
        ]
        assert event.payload == {"kind": "merge", "from": "approver", "to": "another_person"}
    finally:
        administrator.post("/approvals", {**fields, "level": "approver", "reason": "恢复"})
    assert [row.level for row in served_office.office.rows(ApprovalPolicy) if row.ended_at is None] == [
        ApprovalLevel.APPROVER
    ]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"kind": "nonsense", "level": "head"}, "kind"),
        # The office does not hold these back yet: a policy that does nothing is not offered.
        ({"kind": "opinion", "level": "head"}, "kind"),
        ({"kind": "merge", "level": "everybody"}, "level"),
    ],
)
def test_what_is_no_policy_is_refused(
    served_office: ServedOffice, fields: dict[str, str], fault: str
) -> None:
    """DM-34."""
    before = len(served_office.office.rows(ApprovalPolicy))
    administrator = served_office.visitor(ADMINISTRATOR)
    administrator.get("/approvals")
    page = administrator.post("/approvals", {**fields, "reason": "试一试"})
    assert page.status_code == 422
    assert f'href="#{fault}"' in page.text
    assert len(served_office.office.rows(ApprovalPolicy)) == before


def test_only_an_administrator_changes_it(served_office: ServedOffice) -> None:
    """DM-34: whoever approves does not say what is to be approved."""
    for login in ("heng.gongyun", "wen.rusheng"):
        person = served_office.visitor(login)
        person.get("/tasks")
        assert person.get("/approvals").status_code == 403
        fields = {"kind": "refusal", "level": "nobody", "reason": "不该能改"}
        assert person.post("/approvals", fields).status_code == 403
