"""What came past the office's door, as clerks read of it at their complaints and as a second person decides about it."""

from __future__ import annotations

from models.ground.ids import new_id
from models.office.deployed_version import DeployedVersion, ResourceKind
from models.office.entered_version import EnteredVersion
from models.office.version_return import ReturnState, VersionReturn
from services.deployments.enter_version import FoundVersion, enter_version
from tests.served_office import ServedOffice
from tests.unit.services.planted_versions import PROCESS as PLANTED
from tests.unit.services.planted_versions import diagram
from tests.unit.services.projected_task import add_task
from tests.web.pages import text_of

CLERK, ONE, OTHER, SUPERVISOR = "wen.rusheng", "guan.xitong", "xian.lutong", "jian.rujing"
PAGE, PROCESS = "/deployments", "owners-socket"


def plant(served: ServedOffice, version: int, deployed_by: str | None, groups: str) -> str:
    key = new_id()[:18]
    content = diagram(groups).replace(PLANTED.encode(), PROCESS.encode())
    found = FoundVersion(key, ResourceKind.PROCESS, PROCESS, "现场核查", version, f"{PROCESS}.bpmn", content)
    with served.office.unit_of_work() as unit:
        enter_version(found, [], unit, deployed_by=deployed_by)
    return key


def test_a_complaint_says_that_it_goes_by_what_nobody_reviewed_until_somebody_decided(
    served_office: ServedOffice,
) -> None:
    """SE-38: pages of case and task, lists of both, the deciding page in Chinese; two decide, the second reads so."""
    office = served_office.office
    filed = office.file(address="203.0.113.77")
    case = filed.complaint_id
    task = add_task(office, case, "decide-acceptance", key=str(int(new_id()[:12], 16)))
    clerk = served_office.visitor(CLERK)
    lists = (f"/tasks?tab=pool&number={filed.number}", f"/cases?number={filed.number}")
    for page in (f"/cases/{case}", *lists):
        told = text_of(clerk.get(page))
        assert filed.number in told and "未经审核" not in told, page
    earlier, key = plant(served_office, 1, ONE, "approver"), plant(served_office, 2, None, "intake")
    with office.unit_of_work() as unit:
        unit.session.add(EnteredVersion(version_key=key, complaint_id=case, seen_at=unit.clock.now()))
    for page in (f"/cases/{case}", f"/tasks/{task}"):
        told = text_of(clerk.get(page))
        assert (
            "未经审核" in told
            and "流程图 现场核查 版本 2" in told
            and "系统管理员、督办人员或中心主任" in told
        )
    for page in lists:
        assert "按未经审核的版本办理" in text_of(clerk.get(page)), "who takes it reads so before"
    other = served_office.visitor(OTHER)
    shown = other.get(PAGE)
    told = text_of(shown)
    assert "按它办理的投诉：1 件" in told and "与上一版（第 1 版）相比" in told and "科室再次审批" in told
    assert "仍按第 2 版走到结束" in told
    decide, reason = f"{PAGE}/versions/{key}/decision", "审批被改成受理，未经同意"
    fields = {"decision": "put_back", "earlier": earlier}
    marked = other.post(decide, {**fields, "reason": " "})
    assert marked.status_code == 422 and 'aria-invalid="true"' in marked.text
    assert other.post(decide, {"reason": reason}).status_code == 422
    sent = other.post(decide, {**fields, "reason": reason})
    assert sent.status_code == 303
    assert "正在办理" in text_of(other.get(PAGE))
    late = served_office.visitor(SUPERVISOR).post(decide, {"decision": "confirm", "reason": "可用"})
    assert late.status_code == 409 and "已有人" in text_of(late)
    assert clerk.post(decide, {**fields, "reason": reason}).status_code == 403
    end(served_office, key)
    told = text_of(clerk.get(f"/cases/{case}"))
    assert "已退回" in told and "未经审核的" not in told
    for page in lists:
        told = text_of(clerk.get(page))
        assert "按已退回的版本办理" in told and "未经审核" not in told, page


def end(served: ServedOffice, key: str) -> None:
    """What the workers do, whose engine is away here (tests/workers/test_put_back.py)."""
    made = plant(served, 3, OTHER, "approver")
    with served.office.unit_of_work() as unit:
        version = unit.session.get_one(DeployedVersion, key)
        version.replaced_by, version.reviewed_by, version.reviewed_at = made, OTHER, unit.clock.now()
    (row,) = served.office.rows(VersionReturn, version_key=key)
    with served.office.unit_of_work() as unit:
        unit.session.get_one(VersionReturn, row.id).state = ReturnState.DONE
