"""Versions of a small diagram as they are recorded: as it was, moved in the drawing, changed, changed back, without its step."""

from __future__ import annotations

from models.ground.ids import new_id
from models.office.deployed_version import ResourceKind
from services.deployments.enter_version import FoundVersion, enter_version
from tests.full_office import FullOffice

PROCESS, STEP, STEP_NAME = "owners-check", "UserTask_CheckAgain", "科室再次审批"
_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI">'
    f'<process id="{PROCESS}" name="自设审批" isExecutable="true"><startEvent id="StartEvent_Begin" name="开始" />'
)
_TAIL = '<endEvent id="EndEvent_Done" name="完成" />{flows}</process><message id="m" name="{message}" /></definitions>'
_STEP = (
    '<userTask id="{step}" name="{name}"{more}><extensionElements><zeebe:assignmentDefinition candidateGroups="{groups}" />'
    '</extensionElements>{lines}</userTask><boundaryEvent id="Boundary_Told" attachedToRef="{step}">'
    '<messageEventDefinition messageRef="m" /></boundaryEvent>'
)
_FLOWS = (
    '<sequenceFlow id="f1" sourceRef="StartEvent_Begin" targetRef="{step}" />'
    '<sequenceFlow id="f2" sourceRef="{step}" targetRef="EndEvent_Done"><conditionExpression>{condition}</conditionExpression>'
    "</sequenceFlow>"
)


def diagram(
    groups: str = "approver",
    *,
    condition: str = "=true",
    message: str = "told",
    has_step: bool = True,
    lines: str = "",
) -> bytes:
    """One of its versions; `lines` is what programs write between the elements without meaning."""
    if not has_step:
        flows = '<sequenceFlow id="f1" sourceRef="StartEvent_Begin" targetRef="EndEvent_Done" />'
        return (_HEAD + _TAIL.format(flows=flows, message=message)).encode()
    step = _STEP.format(step=STEP, name=STEP_NAME, more="", groups=groups, lines=lines)
    flows = _FLOWS.format(step=STEP, condition=condition)
    return (_HEAD + step + _TAIL.format(flows=flows, message=message)).encode()


def record(office: FullOffice, version: int, content: bytes) -> None:
    """It reached the engine and is entered."""
    found = FoundVersion(
        new_id()[:18], ResourceKind.PROCESS, PROCESS, "自设审批", version, f"{PROCESS}.bpmn", content
    )
    with office.unit_of_work() as unit:
        enter_version(found, [], unit)
