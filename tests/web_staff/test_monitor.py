"""The supervisor's pages: instances on their diagram, incidents with retry, and what they say without an engine."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from bpmn.names import ComplaintElement
from models.case.case_run import CaseRun
from models.case.respondent import Respondent
from models.office.deployed_version import DeployedVersion, Door, ResourceKind
from models.office.entered_version import EnteredVersion
from services.deployments.enter_version import FoundVersion, enter_version
from services.ports.monitor import ElementCount
from tests.full_office import FullOffice
from tests.process.test_earlier_callers import FIRST_WAY
from tests.web.case_file import read_file
from tests.web.pages import Visitor, text_of
from tests.web_staff.fake_monitor import BPMN, LATEST, FakeMonitor

SUPERVISOR = "jian.rujing"
ROOT, CHILD = "2251799813685300", "2251799813685310"
SignIn = Callable[[str], Visitor]


def running_case(office: FullOffice, monitor: FakeMonitor) -> tuple[str, str]:
    """A filed case with a root instance and its intake; id and number."""
    filed = office.file()
    with office.unit_of_work() as unit:
        unit.session.get_one(CaseRun, (filed.complaint_id, 1)).process_instance_key = ROOT
    monitor.add_instance(ROOT, "complaint")
    monitor.add_instance(CHILD, "intake", ROOT)
    return filed.complaint_id, filed.number


def complain_about(office: FullOffice, complaint_id: str, login: str) -> None:
    with office.unit_of_work() as unit:
        for row in unit.session.query(Respondent).filter_by(complaint_id=complaint_id):
            row.staff_id = login


def test_an_instance_leads_to_its_case_and_the_case_to_its_instance(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    complaint_id, number = running_case(office, monitor)
    supervisor = sign_in(SUPERVISOR)
    listed = supervisor.get("/monitor/instances?process=complaint")
    assert number in listed.text
    assert f'href="/cases/{complaint_id}"' in supervisor.get(f"/monitor/instances/{CHILD}").text
    assert f'href="/monitor/instances/{ROOT}"' in read_file(supervisor, complaint_id).text


def test_instances_of_a_case_that_goes_by_an_unreviewed_version_are_marked_and_the_version_in_its_list(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    """SE-38: until somebody reviewed it, also where it is named by its number; an instance of no case is none."""
    case, number = running_case(office, monitor)
    monitor.add_instance("2251799813685999", "complaint")
    found = FoundVersion(
        "intake", ResourceKind.PROCESS, "intake", "受理", LATEST, "intake.bpmn", b"<owners/>"
    )
    with office.unit_of_work() as unit:
        enter_version(found, [], unit, deployed_by=None)
        unit.session.add(EnteredVersion(version_key="intake", complaint_id=case, seen_at=unit.clock.now()))
    supervisor, mark = sign_in(SUPERVISOR), "按未经审核的版本办理"
    for asked in ("process=complaint", f"number={number}", "order=still"):
        rows = re.findall(r"<tr.*?</tr>", supervisor.get(f"/monitor/instances?{asked}").text, re.S)
        marked = [row for row in rows if mark in row]
        assert marked and all(number in row for row in marked), asked
        assert len(marked) == len([row for row in rows if number in row]), asked
    rows = re.findall(r"<tr.*?</tr>", supervisor.get("/monitor/versions").text, re.S)
    assert ["/monitor/processes/intake" in row for row in rows if "未经审核" in row] == [True]
    with office.unit_of_work() as unit:
        unit.session.get_one(DeployedVersion, "intake").reviewed_at = unit.clock.now()
    assert mark not in supervisor.get("/monitor/instances?process=complaint").text
    assert "未经审核" not in supervisor.get("/monitor/versions").text


def test_the_child_shows_its_path_and_the_parent_what_it_called(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    running_case(office, monitor)
    supervisor = sign_in(SUPERVISOR)
    crumbs = re.search(
        r'<nav class="breadcrumbs".*?</nav>', supervisor.get(f"/monitor/instances/{CHILD}").text, re.S
    )
    assert crumbs
    assert f"/monitor/instances/{ROOT}" in crumbs[0]
    assert f'href="/monitor/instances/{CHILD}"' in supervisor.get(f"/monitor/instances/{ROOT}").text


def test_diagram_and_table_show_the_same_tokens_and_the_rung_of_the_watched_clock(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    running_case(office, monitor)
    page = sign_in(SUPERVISOR).get(f"/monitor/instances/{CHILD}")
    data = json.loads(re.search(r'id="monitor-data">(.*?)</script>', page.text, re.S)[1])
    assert "<bpmn:process" in data["xml"]
    assert {
        "elementId": "Call_WatchAcceptance",
        "active": 1,
        "completed": 0,
        "canceled": 0,
        "incidents": 0,
    } in data["counts"]
    assert data["clocks"] == [
        {"elementId": "Call_WatchAcceptance", "rung": "within", "label": "限期内 · 09-10 17:00"}
    ]
    row = re.search(r'<details id="step-Call_WatchAcceptance".*?</details>', page.text, re.S)
    assert row
    assert "监督受理时限" in row[0]
    assert "限期内" in row[0]


def test_filters_become_conditions_of_the_search(monitor: FakeMonitor, sign_in: SignIn) -> None:
    sign_in(SUPERVISOR).get("/monitor/instances?process=intake&state=COMPLETED&incident=1")
    assert monitor.conditions == {
        "processDefinitionId": "intake",
        "state": "COMPLETED",
        "hasIncident": True,
    }


def test_an_incident_shows_its_message_word_for_word_and_is_retried_once(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    """HS-42: the page of a process too."""
    _, number = running_case(office, monitor)
    monitor.add_incident("77", CHILD, "worker said <b>no</b> & stopped")
    supervisor = sign_in(SUPERVISOR)
    page = supervisor.get("/monitor/incidents")
    assert "worker said &lt;b&gt;no&lt;/b&gt; &amp; stopped" in page.text
    assert number in page.text
    answer = supervisor.post("/monitor/incidents/77/retry")
    assert answer.status_code == 303
    assert monitor.retried == ["77"]
    assert "已开始重试" in text_of(supervisor.get(answer.location))
    assert supervisor.post("/monitor/incidents/77/retry").status_code == 404


def test_without_an_engine_every_page_says_so_and_works(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    _, number = running_case(office, monitor)
    monitor.is_away = True
    supervisor = sign_in(SUPERVISOR)
    places = ("instances", f"instances/{ROOT}", "processes/intake", "incidents", "versions")
    for address in (*(f"/monitor/{place}" for place in places), "/due"):
        page = supervisor.get(address)
        assert page.status_code == 200, address
        assert "流程引擎暂时不可用" in text_of(page), address
    assert number in supervisor.get("/due").text


def test_an_instance_that_the_engine_deleted_leads_to_its_case(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    """EN-8: history goes by policy; the page says so in both languages and never names a case to who keeps away."""
    complaint_id, number = running_case(office, monitor)
    monitor.instances.clear()
    supervisor = sign_in(SUPERVISOR)
    page = supervisor.get(f"/monitor/instances/{ROOT}?lang=zh")
    assert page.status_code == 404
    assert "流程结束满保留期限后，其历史按规定删除" in text_of(page)
    assert f'href="/cases/{complaint_id}">{number}</a>' in page.text
    english = text_of(supervisor.get(f"/monitor/instances/{ROOT}?lang=en"))
    assert "The history of an ended process is deleted by policy" in english
    complain_about(office, complaint_id, SUPERVISOR)
    barred = supervisor.get(f"/monitor/instances/{ROOT}?lang=zh")
    unknown = supervisor.get("/monitor/instances/2251799813685999?lang=zh")
    assert barred.status_code == unknown.status_code == 404
    assert text_of(barred).replace(ROOT, "") == text_of(unknown).replace("2251799813685999", "")


def test_a_supervisor_complained_about_sees_neither_instance_nor_incident_of_that_case(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    complaint_id, number = running_case(office, monitor)
    monitor.add_incident("78", CHILD, "x")
    complain_about(office, complaint_id, SUPERVISOR)
    supervisor = sign_in(SUPERVISOR)
    assert supervisor.get(f"/monitor/instances/{CHILD}").status_code == 404
    assert supervisor.post("/monitor/incidents/78/retry").status_code == 404
    assert monitor.retried == []
    for address in ("/monitor/instances?process=", "/monitor/incidents", "/due", "/cases"):
        assert number not in supervisor.get(address).text, address


def test_the_due_list_is_ordered_and_filtered(office: FullOffice, sign_in: SignIn) -> None:
    first = office.file()
    office.clock.set("2026-09-09T10:00")
    second = office.file()
    supervisor = sign_in(SUPERVISOR)
    page = supervisor.get("/due").text
    assert page.index(first.number) < page.index(second.number)
    assert "受理决定" in page
    near = supervisor.get("/due?rung=near").text
    assert first.number in near
    assert second.number not in near


def test_a_process_shows_the_tokens_of_all_versions_and_the_rungs_of_the_office(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    """Two versions run, each with one token there; two cases have an acceptance limit."""
    office.file()
    office.file()
    monitor.waiting = [
        ElementCount("UserTask_DecideAcceptance", 1, 0, 0, 0),
        ElementCount("Call_WatchAcceptance", 1, 0, 0, 1),
        ElementCount("Start_Intake", 0, 5, 0, 0),
    ]
    page = sign_in(SUPERVISOR).get("/monitor/processes/intake")
    data = json.loads(re.search(r'id="monitor-data">(.*?)</script>', page.text, re.S)[1])
    assert {(count["elementId"], count["active"], count["incidents"]) for count in data["counts"]} == {
        ("UserTask_DecideAcceptance", 2, 0),
        ("Call_WatchAcceptance", 2, 2),
    }
    assert data["clocks"] == [
        {"elementId": "Call_WatchAcceptance", "rung": "within", "label": "限期内 ×2 · 09-10 17:00"}
    ]
    assert "监督受理时限" in text_of(page)


def test_the_waits_of_the_deadline_watch_are_rungs(monitor: FakeMonitor, sign_in: SignIn) -> None:
    monitor.waiting = [ElementCount("Wait_NearLimit", 3, 0, 0, 0), ElementCount("Wait_Paused", 1, 0, 0, 0)]
    page = sign_in(SUPERVISOR).get("/monitor/processes/deadline-watch").text
    data = json.loads(re.search(r'id="monitor-data">(.*?)</script>', page, re.S)[1])
    labels = {clock["elementId"]: clock["label"] for clock in data["clocks"]}
    assert labels == {"Wait_NearLimit": "临期 ×6", "Wait_Paused": "中止计时 ×2"}


@pytest.mark.parametrize(("address", "status"), [("intake", 200), ("never-drawn", 404)])
def test_a_process_without_tokens_and_one_that_nobody_deployed(
    sign_in: SignIn, address: str, status: int
) -> None:
    page = sign_in(SUPERVISOR).get(f"/monitor/processes/{address}")
    assert page.status_code == status
    assert ("没有运行中的实例" if status == 200 else "不存在") in text_of(page)


def test_versions_lead_to_the_diagrams(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing came past the door, so that no file is read for being compared with what did."""
    monkeypatch.setattr("api.staff.versions.canonical_digest", None)
    page = sign_in(SUPERVISOR).get("/monitor/versions").text
    assert 'href="/monitor/processes/deadline-watch"' in page


def test_an_earlier_releases_file_past_the_door_has_its_faults_where_it_is_in_use(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    """As `/monitor/deployments` says it; what an installer left was proven with its release."""
    running_case(office, monitor)
    old, missing = (FIRST_WAY / "complaint.bpmn").read_text("utf-8"), ComplaintElement.TASK_CONCLUDE_HANDLING
    monitor.diagrams["complaint"] = old
    supervisor = sign_in(SUPERVISOR)
    pages = ("/monitor/versions", "/monitor/processes/complaint", f"/monitor/instances/{ROOT}")
    assert [page for page in pages if missing in supervisor.get(page).text] == []
    come_past_the_door(office, old.encode())
    (past,) = office.rows(DeployedVersion, door=Door.OUTSIDE)
    assert past.key == "complaint"
    assert [page for page in pages if missing not in supervisor.get(page).text] == []


def test_what_came_past_the_door_says_nothing_of_another_file_under_its_key(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    """A store that was put back gives keys out again: the installer's earlier file has the key of a lost one now."""
    running_case(office, monitor)
    old = (FIRST_WAY / "complaint.bpmn").read_text("utf-8")
    monitor.diagrams["complaint"] = old
    come_past_the_door(office, old.replace('name="调查核实"', 'name="调查"').encode())
    missing, supervisor = ComplaintElement.TASK_CONCLUDE_HANDLING, sign_in(SUPERVISOR)
    pages = ("/monitor/versions", "/monitor/processes/complaint", f"/monitor/instances/{ROOT}")
    assert [page for page in pages if missing in supervisor.get(page).text] == []


def come_past_the_door(office: FullOffice, content: bytes) -> None:
    """After this release's file, under the key that FakeMonitor gives the latest version."""
    today = (BPMN / "complaint.bpmn").read_bytes()
    for key, version, file in (("1", 2, today), ("complaint", LATEST, content)):
        found = FoundVersion(key, ResourceKind.PROCESS, "complaint", "投诉", version, "complaint.bpmn", file)
        with office.unit_of_work() as unit:
            enter_version(found, [], unit)
    assert office.rows(DeployedVersion, key="complaint", door=Door.OUTSIDE)


def test_versions_are_narrowed_by_kind_title_and_fault(sign_in: SignIn) -> None:
    """A long list of versions has a filter, and says when nothing matches it."""
    supervisor = sign_in(SUPERVISOR)
    assert '/monitor/processes/intake"' in supervisor.get("/monitor/versions?kind=process&q=intake").text
    assert '/monitor/processes/intake"' not in supervisor.get("/monitor/versions?kind=form").text
    assert "没有符合条件的版本" in text_of(supervisor.get("/monitor/versions?q=没有这样的标题"))
