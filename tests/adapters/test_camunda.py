"""The application's engine client against a real engine over its real ports."""

import threading
import time
from datetime import UTC
from typing import Any

import pytest

from adapters.camunda_grpc import ZeebeMessages
from adapters.camunda_http import CamundaHttp
from adapters.camunda_rest import CamundaEngine
from models.ground.errors import Conflict, InvalidInput, NotFound, OutsideUnavailable
from services.ports.engine import InstanceEnd, OutgoingMessage
from tests.adapters.conftest import Connected
from tests.rest.diagrams import HEAD, LISTENERS, decide_form, decide_process, work_process


def start(connected: Connected, process_id: str, variables: dict[str, object] | None = None) -> str:
    body = {"processDefinitionId": process_id, "variables": variables or {}}
    return str(connected.http.post("process-instances", body)["processInstanceKey"])


def deploy_task(connected: Connected, *, listeners: str = "") -> None:
    connected.resources.deploy({"decide.form": decide_form().encode()})
    connected.resources.deploy({"decide.bpmn": decide_process(listeners=listeners).encode()})


def lease(connected: Connected, job_type: str) -> dict[str, Any]:
    body = {
        "type": job_type,
        "worker": "w",
        "timeout": 10_000,
        "maxJobsToActivate": 1,
        "requestTimeout": 5000,
    }
    job: dict[str, Any] = connected.http.post("jobs/activation", body)["jobs"][0]
    return job


def test_open_tasks_are_listed_with_form_and_variables_and_leave_the_list_when_completed(
    connected: Connected,
) -> None:
    deploy_task(connected)
    instance = start(connected, "decide", {"complaint_id": "c1", "round": 1})
    (task,) = connected.engine.list_open_user_tasks()
    assert (task.element_id, task.process_instance_key, task.state) == ("Task_Decide", instance, "CREATED")
    assert task.candidate_groups == ("intake", "approver")
    assert task.created_at.tzinfo is not None
    assert task.created_at.astimezone(UTC) == task.created_at
    form = connected.engine.find_user_task_form(task.user_task_key)
    assert form is not None
    assert (form.form_id, form.version, form.schema) == ("decide", 1, decide_form())
    assert form.form_key == task.form_key
    assert connected.engine.list_effective_variables(task.user_task_key) == {"complaint_id": "c1", "round": 1}
    connected.engine.assign_user_task(task.user_task_key, "wang")
    assert connected.engine.list_open_user_tasks()[0].assignee == "wang"
    connected.engine.unassign_user_task(task.user_task_key)
    assert connected.engine.list_open_user_tasks()[0].assignee is None
    connected.engine.complete_user_task(task.user_task_key, {"outcome": "accepted"})
    assert connected.engine.list_open_user_tasks() == []
    assert connected.engine.find_user_task_state(task.user_task_key) == "COMPLETED"
    with pytest.raises(NotFound):
        connected.engine.complete_user_task(task.user_task_key, {})


def test_a_task_tells_its_process_and_the_page_that_stands_in_place_of_its_form(connected: Connected) -> None:
    linked, paged = 'formId="decide"', 'externalReference="summary"'
    assert linked in decide_process()
    deploy_task(connected)
    start(connected, "decide")
    connected.resources.deploy({"decide.bpmn": decide_process().replace(linked, paged).encode()})
    start(connected, "decide")
    told = [(task.process_id, task.page) for task in connected.engine.list_open_user_tasks()]
    assert told == [("decide", None), ("decide", "summary")]


def test_more_tasks_than_a_page_are_all_listed(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.camunda_rest.PAGE_SIZE", 2)
    deploy_task(connected)
    instances = [start(connected, "decide") for _ in range(5)]
    assert [t.process_instance_key for t in connected.engine.list_open_user_tasks()] == instances


def test_of_many_instances_those_that_ended_are_named_with_how(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.camunda_rest.PAGE_SIZE", 2)
    deploy_task(connected)
    keys = [start(connected, "decide") for _ in range(5)]
    for key in (keys[0], keys[4]):
        connected.engine.cancel_instance(key)
    (done,) = [
        task for task in connected.engine.list_open_user_tasks() if task.process_instance_key == keys[1]
    ]
    connected.engine.complete_user_task(done.user_task_key, {})
    asked = [*keys[:4], "2251799813600000"]
    cancelled, completed = InstanceEnd.CANCELLED, InstanceEnd.COMPLETED
    assert connected.engine.list_ended_instances(asked) == {keys[0]: cancelled, keys[1]: completed}
    assert connected.engine.list_ended_instances(keys) == {
        keys[0]: cancelled, keys[1]: completed, keys[4]: cancelled,
    }  # fmt: skip
    assert connected.engine.list_ended_instances([]) == {}


def test_an_unknown_task_has_no_state_and_no_form(connected: Connected) -> None:
    assert connected.engine.find_user_task_state("2251799813685249") is None
    with pytest.raises(NotFound):
        connected.engine.find_user_task_form("2251799813685249")


def test_a_denied_completion_is_a_conflict_with_the_reason(connected: Connected) -> None:
    deploy_task(connected, listeners=LISTENERS)
    start(connected, "decide")
    key = connected.engine.list_open_user_tasks()[0].user_task_key

    def deny() -> None:
        connected.engine.complete_listener_job(
            lease(connected, "check-completion")["jobKey"], "请在办理页面提交"
        )

    worker = threading.Thread(target=deny)
    worker.start()
    with pytest.raises(Conflict, match="请在办理页面提交"):
        connected.engine.complete_user_task(key, {})
    worker.join()
    assert connected.engine.find_user_task_state(key) == "CREATED"


def test_a_listener_that_lets_pass_completes_the_task(connected: Connected) -> None:
    deploy_task(connected, listeners=LISTENERS)
    start(connected, "decide")
    key = connected.engine.list_open_user_tasks()[0].user_task_key

    def allow() -> None:
        connected.engine.complete_listener_job(lease(connected, "check-completion")["jobKey"], None)

    worker = threading.Thread(target=allow)
    worker.start()
    connected.engine.complete_user_task(key, {})
    worker.join()
    assert connected.engine.find_user_task_state(key) == "COMPLETED"


MESSAGE_PROCESS = (
    f'{HEAD}<bpmn:process id="run" isExecutable="true">'
    '<bpmn:startEvent id="Start"><bpmn:outgoing>F1</bpmn:outgoing>'
    '<bpmn:messageEventDefinition messageRef="M"/></bpmn:startEvent>'
    '<bpmn:serviceTask id="Task_Work"><bpmn:extensionElements><zeebe:taskDefinition type="do-work"/>'
    "</bpmn:extensionElements><bpmn:incoming>F1</bpmn:incoming><bpmn:outgoing>F2</bpmn:outgoing></bpmn:serviceTask>"
    '<bpmn:endEvent id="End"><bpmn:incoming>F2</bpmn:incoming></bpmn:endEvent>'
    '<bpmn:sequenceFlow id="F1" sourceRef="Start" targetRef="Task_Work"/>'
    '<bpmn:sequenceFlow id="F2" sourceRef="Task_Work" targetRef="End"/></bpmn:process>'
    '<bpmn:message id="M" name="registered"/></bpmn:definitions>'
)


def test_a_message_published_twice_starts_one_instance_and_is_no_error(connected: Connected) -> None:
    connected.resources.deploy({"run.bpmn": MESSAGE_PROCESS.encode()})
    message = OutgoingMessage("registered", "c1", "c1:1", {"complaint_id": "c1"}, 86_400_000)
    connected.engine.publish_message(message)
    connected.engine.publish_message(message)
    found = connected.monitor.search_instances({"processDefinitionId": "run"})
    assert (found.total, found.has_more) == (1, False)
    assert connected.monitor.list_variables(found.items[0].key) == {"complaint_id": "c1"}


def test_variables_set_on_the_root_are_seen_by_the_monitor(connected: Connected) -> None:
    connected.resources.deploy({"work.bpmn": work_process().encode()})
    key = start(connected, "work", {"round": 1})
    connected.engine.set_variables(key, {"clock_state": "near", "next_due_at": "2026-09-02T17:00:00+08:00"})
    assert connected.monitor.list_variables(key, ["clock_state", "round"]) == {
        "clock_state": "near",
        "round": 1,
    }
    with pytest.raises(NotFound):
        connected.engine.set_variables("1", {"clock_state": "near"})


def test_the_monitor_sees_an_incident_and_its_retry_lets_the_work_go_on(connected: Connected) -> None:
    connected.resources.deploy({"work.bpmn": work_process().encode()})
    key = start(connected, "work")
    job = lease(connected, "do-work")
    connected.http.post(f"jobs/{job['jobKey']}/failure", {"retries": 0, "errorMessage": "坏了"})
    instance = connected.monitor.get_instance(key)
    assert (instance.state, instance.has_incident) == ("ACTIVE", True)
    (incident,) = connected.monitor.list_incidents(key)
    assert (incident.error_type, incident.element_id) == ("JOB_NO_RETRIES", "Task_Work")
    assert "坏了" in incident.error_message
    counts = {c.element_id: c for c in connected.monitor.list_element_counts(key)}
    assert (counts["Task_Work"].incidents, counts["Start"].completed) == (1, 1)
    connected.monitor.retry_incident(incident.key)
    assert connected.monitor.list_incidents() == []
    with pytest.raises(Conflict):
        connected.monitor.retry_incident(incident.key)
    connected.http.post(f"jobs/{lease(connected, 'do-work')['jobKey']}/completion")
    assert connected.monitor.get_instance(key).state == "COMPLETED"
    assert connected.monitor.list_taken_flows(key) == ["F1", "F2"]
    states = [(e.element_id, e.element_name, e.state) for e in connected.monitor.list_element_instances(key)]
    assert ("Task_Work", "办理", "COMPLETED") in states
    assert connected.monitor.list_element_instances(key, state="ACTIVE") == []
    assert connected.monitor.get_diagram(instance.definition_key) == work_process()


def test_a_cancelled_instance_ends_as_terminated(connected: Connected) -> None:
    connected.resources.deploy({"work.bpmn": work_process().encode()})
    key = start(connected, "work")
    connected.monitor.cancel_instance(key)
    assert connected.monitor.get_instance(key).state == "TERMINATED"
    with pytest.raises(NotFound):
        connected.monitor.cancel_instance(key)


def test_an_engine_that_is_away_is_unavailable_by_every_way(connected: Connected) -> None:
    assert connected.monitor.is_ready() is True
    connected.running.stop()
    assert connected.monitor.is_ready() is False
    with pytest.raises(OutsideUnavailable):
        connected.engine.list_open_user_tasks()
    with pytest.raises(OutsideUnavailable):
        connected.engine.publish_message(OutgoingMessage("m", "k", "i", {}, 0))
    connected.running.start()
    assert connected.monitor.is_ready() is True
    assert is_published_within_seconds(connected, 5)


def is_published_within_seconds(connected: Connected, limit: float) -> bool:
    ends_at = time.monotonic() + limit
    while time.monotonic() < ends_at:
        try:
            connected.engine.publish_message(OutgoingMessage("m", "k", "i", {}, 0))
        except OutsideUnavailable:
            continue
        return True
    return False


def test_what_the_engine_refuses_as_wrong_is_invalid_input_with_its_words(connected: Connected) -> None:
    with pytest.raises(InvalidInput, match=r"work\.bpmn"):
        connected.resources.deploy({"work.bpmn": b"<a/>"})


def test_an_address_may_end_in_the_version(connected: Connected) -> None:
    http = CamundaHttp(connected.running.rest_address + "/v2/")
    messages = ZeebeMessages(connected.running.grpc_address)
    assert CamundaEngine(http, messages).list_open_user_tasks() == []
    http.close()
    messages.close()


def test_the_latest_version_of_a_form_is_found_without_a_task_and_leaves_no_trace_in_lists(
    connected: Connected,
) -> None:
    """OW-18: by the start form of a definition that nobody starts; looked up again nothing is deployed anew."""
    form_id = "decide"
    assert connected.engine.find_latest_form(form_id) is None
    for number, label in enumerate(("意见", "新的意见"), start=1):
        connected.resources.deploy({"decide.form": decide_form(label=label).encode()})
        found = connected.engine.find_latest_form(form_id)
        assert found is not None
        assert (found.form_id, found.version, label in found.schema) == (form_id, number, True)
    definitions = connected.http.post("process-definitions/search", {})["items"]
    assert [item["version"] for item in definitions] == [1]
    assert connected.monitor.list_latest_processes() == []
    assert connected.http.post("process-instances/search", {})["items"] == []
    assert connected.engine.find_latest_form("=odd +") is None
