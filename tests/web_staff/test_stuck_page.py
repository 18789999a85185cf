"""The supervisor's page of what waits where nobody can do it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bpmn.names import JobType
from models.case.task import Task
from models.ground.codes import Role
from models.office.deployed_form import DeployedForm
from models.office.staff import Staff
from services.ports.monitor import WaitingJob
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task
from tests.web.pages import Visitor, text_of
from tests.web_staff.cases import complain_about, file_case
from tests.web_staff.fake_monitor import FakeMonitor

SignIn = Callable[[str], Visitor]
SUPERVISOR = "jian.rujing"
PAGE = "/monitor/stuck"
NOTHING = "所有等待办理的事项都有人可办"


def give_groups(office: FullOffice, key: str, *groups: str) -> None:
    """As if the diagram had named these roles."""
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).candidate_groups = list(groups)


def test_a_task_that_somebody_may_do_is_not_on_the_page(office: FullOffice, sign_in: SignIn) -> None:
    """OW-2: an office whose work is all in somebody's hands is told so."""
    number = file_case(office).number
    page = text_of(sign_in(SUPERVISOR).get(PAGE))
    assert NOTHING in page
    assert number not in page


@pytest.mark.parametrize(
    ("groups", "reason"),
    [
        ((), "图中没有写由哪个角色办理"),
        (("investigators",), "图中所写的角色本系统没有： investigators"),
        (("return_visit",), "没有在岗人员担任此角色"),
        (("approver",), "担任此角色的人员均须回避或不得办理"),
    ],
)
def test_a_task_that_no_active_person_may_do_is_shown_with_its_reason_and_its_cure(
    office: FullOffice, sign_in: SignIn, groups: tuple[str, ...], reason: str
) -> None:
    """OW-2 OW-27: no role, an unknown one, one that nobody active has, and everybody kept away."""
    case = file_case(office)
    give_groups(office, case.user_task_key, *groups)
    with office.unit_of_work() as unit:
        approvers = [row for row in unit.session.query(Staff) if Role.APPROVER in row.roles]
        for row in unit.session.query(Staff):
            if Role.RETURN_VISIT in row.roles:
                row.active = False
            elif row in approvers[1:]:
                row.roles = [role for role in row.roles if role != Role.APPROVER]
        about = approvers[0].login
    if groups == ("approver",):
        complain_about(office, case.complaint_id, about)
    page = text_of(sign_in(SUPERVISOR).get(PAGE))
    assert case.number in page
    assert reason in page.replace("\n", " ")
    assert NOTHING not in page


def test_the_supervisor_complained_about_sees_no_trace_of_the_case(
    office: FullOffice, sign_in: SignIn
) -> None:
    """OW-2: the page tells nobody of a case that he must keep away from."""
    case = file_case(office)
    give_groups(office, case.user_task_key)
    complain_about(office, case.complaint_id, SUPERVISOR)
    assert case.number not in text_of(sign_in(SUPERVISOR).get(PAGE))


def test_a_task_whose_form_the_server_cannot_work_with_is_shown_with_the_faults_of_its_version(
    office: FullOffice, sign_in: SignIn
) -> None:
    """OW-27: the version that the task has counts; and a task without a form is there too."""
    case, formless = file_case(office), office.file()
    key = add_task(office, formless.complaint_id, "assign-handler")
    with office.unit_of_work() as unit:
        task = unit.session.get_one(Task, case.user_task_key)
        form = unit.session.query(DeployedForm).filter_by(form_id=task.form_id).one()
        picker = {"type": "filepicker", "key": "photo", "id": "Field_Photo", "label": "照片"}
        schema = dict(form.schema_json)
        schema["components"] = [*schema["components"], picker]
        form.schema_json = schema
        other = unit.session.get_one(Task, key)
        other.form_id = other.form_version = None
    page = text_of(sign_in(SUPERVISOR).get(PAGE))
    assert case.number in page
    assert formless.number in page
    assert "photo" in page
    assert "按所列原因改正表单" in page


def test_a_job_that_no_worker_answers_is_shown_since_its_token_waits(
    sign_in: SignIn, monitor: FakeMonitor
) -> None:
    """OW-27: jobs of the office's own workers are not there."""
    monitor.add_instance("77", "intake")
    monitor.jobs = [
        WaitingJob("1", "complaint.send-sms", "Task_Sms", "2", "intake", "77"),
        WaitingJob("3", JobType.ARCHIVE_CASE, "Task_Archive", "4", "intake", "77"),
    ]
    page = text_of(sign_in(SUPERVISOR).get(PAGE))
    assert "发短信" in page
    assert "complaint.send-sms" in page
    assert "2026-09-07 10:00" in page
    assert JobType.ARCHIVE_CASE not in page


def test_faults_of_an_older_version_are_shown_while_a_case_still_runs_by_it(
    sign_in: SignIn, monitor: FakeMonitor
) -> None:
    """OW-2: after the owner rolls back, the version that four cases stand in was named nowhere."""
    monitor.diagrams["intake"] = monitor.get_diagram("intake").replace(
        JobType.PREPARE_TRIAGE, "complaint.send-sms"
    )
    supervisor = sign_in(SUPERVISOR)
    assert "complaint.send-sms" not in text_of(supervisor.get(PAGE))
    monitor.add_instance("77", "intake")
    page = text_of(supervisor.get(PAGE))
    assert "complaint.send-sms" in page
    # The newest is version 3; these are the two before it.
    assert "仍有案件在办、但有问题的版本 共 2 项" in page


def test_while_the_engine_is_away_the_page_still_shows_what_the_office_knows(
    office: FullOffice, sign_in: SignIn, monitor: FakeMonitor
) -> None:
    """OW-2: said in words, and the tasks are there."""
    case = file_case(office)
    give_groups(office, case.user_task_key)
    supervisor = sign_in(SUPERVISOR)
    monitor.is_away = True
    page = text_of(supervisor.get(PAGE))
    assert case.number in page
    assert "暂时无法读取作业与版本" in page
