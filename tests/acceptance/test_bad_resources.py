"""Diagrams and variables that are wrong: refused by name at once, or shown as what waits or has to be mended."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.acceptance.walk import elements, file_case, instances_with, root_of
from tests.office_process import OfficeProcess

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions '
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="Camunda Cloud" '
    'modeler:executionPlatformVersion="8.8.0" targetNamespace="http://jieban" id="Definitions_Bad">'
)
TAIL = "</bpmn:definitions>"


def process(body: str) -> str:
    return f'{HEAD}<bpmn:process id="bad" isExecutable="true">{body}</bpmn:process>{TAIL}'


def task(element: str, inside: str = "") -> str:
    return process(
        '<bpmn:startEvent id="Start_Bad"><bpmn:outgoing>Flow_1</bpmn:outgoing></bpmn:startEvent>'
        f'<bpmn:{element} id="Task_Bad">{inside}<bpmn:incoming>Flow_1</bpmn:incoming>'
        f"<bpmn:outgoing>Flow_2</bpmn:outgoing></bpmn:{element}>"
        '<bpmn:endEvent id="End_Bad"><bpmn:incoming>Flow_2</bpmn:incoming></bpmn:endEvent>'
        '<bpmn:sequenceFlow id="Flow_1" sourceRef="Start_Bad" targetRef="Task_Bad"/>'
        '<bpmn:sequenceFlow id="Flow_2" sourceRef="Task_Bad" targetRef="End_Bad"/>'
    )


def of_type(job_type: str) -> str:
    definition = f'<zeebe:taskDefinition type="{job_type}"/>'
    return task("serviceTask", f"<bpmn:extensionElements>{definition}</bpmn:extensionElements>")


def deploy(office: OfficeProcess, name: str, content: str) -> httpx.Response:
    part = {"resources": (name, content.encode(), "application/octet-stream")}
    return httpx.post(f"{office.settings.rest_address}/v2/deployments", files=part, timeout=30)


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("cut.bpmn", of_type("x")[:-40], ("cut.bpmn",)),
        ("doctype.bpmn", '<!DOCTYPE a [<!ENTITY b "c">]>' + process(""), ("doctype.bpmn", "DOCTYPE")),
        ("manual.bpmn", task("manualTask"), ("manual.bpmn", "manualTask", "Task_Bad")),
        ("typeless.bpmn", task("serviceTask"), ("typeless.bpmn", "serviceTask", "Task_Bad")),
        ("broken.form", "{", ("broken.form",)),
    ],
)
def test_a_bad_file_is_refused_by_file_element_type_and_id(
    name: str, content: str, named: tuple[str, ...], office: OfficeProcess
) -> None:
    """Nothing of a refused deployment is kept, and its author learns where to look."""
    refusal = deploy(office, name, content)
    assert refusal.status_code == 400, refusal.text
    problem = refusal.json()
    for word in named:
        assert word in problem["detail"]
    known = office.engine.post("process-definitions/search", {"filter": {"processDefinitionId": "bad"}})
    assert known["items"] == []


def test_a_job_that_no_worker_knows_waits_without_incident_and_is_named(office: OfficeProcess) -> None:
    """OW-19: Zeebe deploys any job type; the clock names what waits for a worker that does not exist, and waits not."""
    job_type = "complaint.nobody-does-this"
    assert deploy(office, "unknown.bpmn", of_type(job_type)).status_code == 200
    made = office.engine.post("process-instances", {"processDefinitionId": "bad"})
    key = made["processInstanceKey"]
    office.wait_until(lambda: job_type in office.clock.list_unanswered_jobs(), "the waiting job is named")
    office.settle()
    instance = office.engine.get(f"process-instances/{key}")
    assert (instance["state"], instance["hasIncident"]) == ("ACTIVE", False)
    jobs = office.engine.post("jobs/search", {"filter": {"type": job_type}})["items"]
    assert [(job["elementId"], job["state"]) for job in jobs] == [("Task_Bad", "CREATED")]
    office.engine.post(f"process-instances/{key}/cancellation")
    office.settle()


def test_a_variable_of_the_wrong_type_is_an_incident_that_says_so_and_can_be_retried(
    office: OfficeProcess,
) -> None:
    """`run_no` comes as text; the incident names it, and corrected and retried the instance goes on."""
    case = file_case(office)
    root = root_of(office, case)
    office.settle()
    message = {
        "name": "complaint.registered",
        "correlationKey": "wrong-type",
        "messageId": "wrong-type:1",
        "timeToLive": 60_000,
        "variables": {"complaint_id": case.complaint_id, "run_no": "1"},
    }
    office.engine.post("messages/publication", message)
    stranger = wait_for_stranger(office, case, root)
    office.wait_until(lambda: incidents_of(office, stranger), "an incident")
    incident = incidents_of(office, stranger)[0]
    assert incident["elementId"] == "Task_StartCaseRun"
    assert "run_no" in incident["errorMessage"]
    # The task's input mapping made a copy of the variable, and the copy is what the job gets.
    office.engine.put(
        f"element-instances/{incident['elementInstanceKey']}/variables",
        {"variables": {"run_no": 1}, "local": True},
    )
    retry(office, incident)
    office.wait_until(lambda: state_of(office, stranger) == "COMPLETED", "the instance goes on")
    assert ("End_DuplicateRun", "COMPLETED") in elements(office, {stranger})
    assert state_of(office, root) == "ACTIVE"
    assert incidents_of(office, stranger) == []


def wait_for_stranger(office: OfficeProcess, case: Any, root: str) -> str:
    office.wait_until(lambda: len(instances_with(office, case)) == 2, "a second instance")
    return next(iter(instances_with(office, case) - {root}))


def incidents_of(office: OfficeProcess, key: str) -> list[dict[str, Any]]:
    found = office.engine.post("incidents/search", {"filter": {"processInstanceKey": key, "state": "ACTIVE"}})
    return list(found["items"])


def retry(office: OfficeProcess, incident: dict[str, Any]) -> None:
    office.engine.patch(f"jobs/{incident['jobKey']}", {"changeset": {"retries": 1}})
    office.engine.post(f"incidents/{incident['incidentKey']}/resolution")


def state_of(office: OfficeProcess, key: str) -> str:
    return str(office.engine.get(f"process-instances/{key}")["state"])
