"""An owner's form that the server cannot work with, and the corrected one: deployed past the office, found by it."""

from __future__ import annotations

import json
from typing import Any

from adapters.camunda_monitor import CamundaMonitor
from adapters.camunda_resources import CamundaResources
from models.case.task import Task
from models.case.task_record import TaskRecord
from services.views.task_page import TaskPage, get_task
from services.worklist.submit_task import SubmitTask, submit_task
from tests.rest.diagrams import HEAD
from tests.workers.engine_office import EngineOffice

CLERK = "wen.rusheng"
PLACE = {"type": "textfield", "id": "F1", "key": "visited_place", "label": "核查地点"}
PICTURE = {"type": "documentPreview", "id": "F2", "key": "photo", "label": "现场照片"}
LISTENERS = (
    '<zeebe:taskListeners><zeebe:taskListener eventType="assigning" type="complaint.check-assignment"/>'
    '<zeebe:taskListener eventType="completing" type="complaint.check-completion"/></zeebe:taskListeners>'
)


def visit_form(*components: dict[str, Any]) -> bytes:
    schema = {"id": "site-visit", "type": "default", "schemaVersion": 18, "components": list(components)}
    return json.dumps(schema, ensure_ascii=False).encode()


def own_process(form: str) -> bytes:
    """A process of the owner's with one task."""
    return (
        f'{HEAD}<bpmn:process id="own-visit" isExecutable="true"><bpmn:startEvent id="Start"/>'
        '<bpmn:userTask id="Activity_1qk3v8d" name="现场核查"><bpmn:extensionElements><zeebe:userTask/>'
        f'{form}<zeebe:assignmentDefinition candidateGroups="intake"/>{LISTENERS}'
        '</bpmn:extensionElements></bpmn:userTask><bpmn:endEvent id="End"/>'
        '<bpmn:sequenceFlow id="F1" sourceRef="Start" targetRef="Activity_1qk3v8d"/>'
        '<bpmn:sequenceFlow id="F2" sourceRef="Activity_1qk3v8d" targetRef="End"/></bpmn:process></bpmn:definitions>'
    ).encode()


def start_visit(running: EngineOffice, form: str) -> str:
    """An open task of the owner's process in a case; its key."""
    CamundaResources(running.http).deploy({"own-visit.bpmn": own_process(form)})
    case = running.office.file().complaint_id
    body = {"processDefinitionId": "own-visit", "variables": {"complaint_id": case}}
    running.http.post("process-instances", body)

    def found() -> list[Task]:
        return running.office.rows(Task, complaint_id=case, element_id="Activity_1qk3v8d")

    running.wait_for(found, "the owner's task")
    return str(found()[0].user_task_key)


def page_of(running: EngineOffice, key: str) -> TaskPage:
    return get_task(key, running.office.unit_of_work(), running.office.actor(CLERK))


def test_a_corrected_form_deployed_from_modeler_serves_the_task_that_is_open(running: EngineOffice) -> None:
    """OW-4, OW-18: no new task, no restart and no door of the office is needed, at a search that lags."""
    resources = CamundaResources(running.http)
    resources.deploy({"site-visit.form": visit_form(PLACE, PICTURE)})
    key = start_visit(running, '<zeebe:formDefinition formId="site-visit"/>')
    page = page_of(running, key)
    assert (page.can_submit, page.why_not, page.schema) == (False, "FORM_UNWORKABLE", None)
    assert [fault.label for fault in page.form.faults] == ["现场照片"]

    resources.deploy({"site-visit.form": visit_form(PLACE, PICTURE | {"type": "taglist"})})
    resources.deploy({"site-visit.form": visit_form(PLACE)})
    running.wait_for(lambda: page_of(running, key).can_submit, "the corrected form")
    command = SubmitTask(key, {"visited_place": "大厅西侧"})
    submit_task(command, running.office.unit_of_work(), running.office.actor(CLERK))
    assert running.office.rows(TaskRecord, user_task_key=key)[0].form_version == 3
    running.wait_for(lambda: running.engine.find_user_task_state(key) == "COMPLETED", "the engine")
    shown = CamundaMonitor(running.http).list_latest_processes()
    assert "own-visit" in [definition.id for definition in shown]
    assert [definition.id for definition in shown if definition.id.startswith("FormLookup")] == []


def test_a_task_without_a_form_is_listed_and_says_what_is_wrong(running: EngineOffice) -> None:
    """OW-18."""
    page = page_of(running, start_visit(running, ""))
    assert (page.row.form_id, page.can_submit, page.why_not) == (None, False, "TASK_WITHOUT_FORM")
