"""The page of what reached the engine past the office's door, and the notice about it on the page of versions."""

from __future__ import annotations

from collections.abc import Callable

from models.ledger.trail_event import TrailEvent
from models.office.deployed_version import DeployedVersion, ResourceKind
from services.actor import SYSTEM
from services.deployments.deploy_files import DeployFiles, Taken, enter_deployed
from services.deployments.enter_version import FoundVersion, enter_version
from services.ports.deployments import DeployedResource
from services.resource_check.faults import ResourceFault
from tests.full_office import FullOffice
from tests.web.pages import Visitor, text_of
from tests.web_staff.fake_monitor import FakeMonitor

SignIn = Callable[[str], Visitor]
SUPERVISOR = "jian.rujing"
PAGE, VERSIONS = "/monitor/deployments", "/monitor/versions"


def enter(office: FullOffice, key: str = "2251799813685999", deployed_by: str | None = None) -> None:
    """A version of the disposal that lost its approval."""
    found = FoundVersion(
        key, ResourceKind.PROCESS, "disposal", "作出处理意见", 2, "disposal.bpmn", b"<owners/>"
    )
    fault = ResourceFault("disposal.bpmn", "UserTask_ApproveOpinion", "STEP_MISSING", "批准处理意见")
    with office.unit_of_work() as unit:
        enter_version(found, [fault], unit, deployed_by=deployed_by)


def test_nothing_deployed_is_said_in_words(office: FullOffice, sign_in: SignIn) -> None:
    shown = text_of(sign_in(SUPERVISOR).get(PAGE))
    assert "每个版本都有人负责" in shown
    assert "没有部署过别的版本" in shown
    assert "未经审核 ·" not in text_of(sign_in(SUPERVISOR).get(VERSIONS))


def test_a_confirmed_version_under_a_key_that_came_again_is_shown(
    office: FullOffice, sign_in: SignIn
) -> None:
    """ADR 0366: its row stays that of the version before, reviewed by nobody; what was confirmed is on record beside it."""
    enter(office)
    [row] = office.rows(DeployedVersion)
    made = DeployedResource(row.key, "decision", "owners-table", 1, "owners-table.dmn")
    content = b'<definitions><decision id="owners-table" name="x" /></definitions>'
    command = DeployFiles(((made.file, content),), ())
    # The workers send it again after a kill, and somebody deploys the same files at the door.
    for confirmed_by in ("guan.xitong", "guan.xitong", None):
        with office.unit_of_work() as unit:
            enter_deployed(Taken(command, [made], SUPERVISOR, confirmed_by), unit, SYSTEM)
    [kept] = office.rows(DeployedVersion)
    assert (kept.resource_id, kept.reviewed_by, kept.deployed_by) == ("disposal", None, None)
    [event] = office.rows(TrailEvent, kind="version.key_again")
    assert (event.payload["id"], event.payload["confirmed_by"]) == ("owners-table", "guan.xitong")
    shown = text_of(sign_in(SUPERVISOR).get(VERSIONS))
    assert "部署后得到用过的编号的版本" in shown
    assert "owners-table 版本 1 · 原为：disposal，第2版" in shown
    assert "简如镜（科长） 部署 · 由管系统" in shown


def test_a_version_past_the_door_is_shown_unreviewed_with_its_faults_until_somebody_looked(
    office: FullOffice, sign_in: SignIn
) -> None:
    """OW-7, OW-25: seen, checked and confirmed by a supervisor with a reason; nothing typed is lost."""
    enter(office)
    supervisor = sign_in(SUPERVISOR)
    assert "未经审核 · 作出处理意见 disposal 版本 2" in text_of(supervisor.get(VERSIONS))
    shown = text_of(supervisor.get(PAGE))
    assert "不详：未经本系统部署" in shown
    assert "缺少法定步骤，或可被绕过" in shown
    assert "批准处理意见" in shown
    assert "怎样改" in shown
    key = office.rows(DeployedVersion)[0].key
    decide = f"/deployments/versions/{key}/decision"
    refused = supervisor.post(decide, {"decision": "confirm", "reason": " "})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text
    told = {"decision": "confirm", "reason": "处置科提出，已改回"}
    assert supervisor.post(decide, told).status_code == 303
    after = text_of(supervisor.get(PAGE))
    assert "每个版本都有人负责" in after
    assert "处置科提出，已改回" in after
    assert SUPERVISOR not in after
    assert "未经审核 ·" not in text_of(supervisor.get(VERSIONS))
    assert supervisor.post(decide, told).status_code == 409
    assert supervisor.post("/deployments/versions/1/decision", told).status_code == 404


def test_what_came_through_the_door_has_a_name(office: FullOffice, sign_in: SignIn) -> None:
    """OW-7: who deployed it stands there by name and post."""
    enter(office, deployed_by="guan.xitong")
    shown = text_of(sign_in(SUPERVISOR).get(PAGE))
    assert "部署" in shown
    assert "guan.xitong" not in shown
    assert "每个版本都有人负责" in shown


def test_what_waits_for_review_shows_while_the_engine_is_away(
    office: FullOffice, sign_in: SignIn, monitor: FakeMonitor
) -> None:
    """OW-25: the office's own record needs no engine."""
    enter(office)
    monitor.is_away = True
    shown = text_of(sign_in(SUPERVISOR).get(VERSIONS))
    assert "未经审核 · 作出处理意见" in shown
    assert "缺少法定步骤" in text_of(sign_in(SUPERVISOR).get(PAGE))


def test_more_that_wait_than_are_shown_are_counted(office: FullOffice, sign_in: SignIn) -> None:
    """SE-38: whoever has reviewed what he sees knows how many are left."""
    for number in range(50):
        enter(office, str(2251799813686000 + number))
    assert "共 50 " not in text_of(sign_in(SUPERVISOR).get("/deployments"))
    enter(office, "2251799813686050")
    assert "共 51 " in text_of(sign_in(SUPERVISOR).get("/deployments"))
