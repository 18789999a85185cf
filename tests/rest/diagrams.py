"""Small diagrams that the REST tests deploy."""

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:modeler="http://camunda.org/schema/modeler/1.0" targetNamespace="urn:test"'
    ' modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.8.0">'
)

LISTENERS = (
    "<zeebe:taskListeners>"
    '<zeebe:taskListener eventType="assigning" type="check-assignment" retries="3"/>'
    '<zeebe:taskListener eventType="completing" type="check-completion" retries="3"/>'
    "</zeebe:taskListeners>"
)


def decide_process(*, listeners: str = "", process_id: str = "decide") -> str:
    """Start, one user task with a form, end."""
    return (
        f'{HEAD}<bpmn:process id="{process_id}" name="决定" isExecutable="true">'
        '<bpmn:startEvent id="Start"><bpmn:outgoing>F1</bpmn:outgoing></bpmn:startEvent>'
        '<bpmn:userTask id="Task_Decide" name="决定是否受理"><bpmn:extensionElements><zeebe:userTask/>'
        '<zeebe:formDefinition formId="decide"/>'
        '<zeebe:assignmentDefinition candidateGroups="intake,approver"/>'
        f"{listeners}</bpmn:extensionElements>"
        "<bpmn:incoming>F1</bpmn:incoming><bpmn:outgoing>F2</bpmn:outgoing></bpmn:userTask>"
        '<bpmn:endEvent id="End"><bpmn:incoming>F2</bpmn:incoming></bpmn:endEvent>'
        '<bpmn:sequenceFlow id="F1" sourceRef="Start" targetRef="Task_Decide"/>'
        '<bpmn:sequenceFlow id="F2" sourceRef="Task_Decide" targetRef="End"/>'
        "</bpmn:process></bpmn:definitions>"
    )


def work_process() -> str:
    """Start, one service task, end."""
    return (
        f'{HEAD}<bpmn:process id="work" isExecutable="true">'
        '<bpmn:startEvent id="Start"><bpmn:outgoing>F1</bpmn:outgoing></bpmn:startEvent>'
        '<bpmn:serviceTask id="Task_Work" name="办理"><bpmn:extensionElements>'
        '<zeebe:taskDefinition type="do-work" retries="1"/>'
        "</bpmn:extensionElements>"
        "<bpmn:incoming>F1</bpmn:incoming><bpmn:outgoing>F2</bpmn:outgoing></bpmn:serviceTask>"
        '<bpmn:endEvent id="End"><bpmn:incoming>F2</bpmn:incoming></bpmn:endEvent>'
        '<bpmn:sequenceFlow id="F1" sourceRef="Start" targetRef="Task_Work"/>'
        '<bpmn:sequenceFlow id="F2" sourceRef="Task_Work" targetRef="End"/>'
        "</bpmn:process></bpmn:definitions>"
    )


def decide_form(*, label: str = "意见") -> str:
    """A form with one field."""
    return (
        '{"type": "default", "id": "decide", "schemaVersion": 18, "executionPlatform": "Camunda Cloud",'
        ' "executionPlatformVersion": "8.8.0", "components":'
        f' [{{"type": "textfield", "id": "Field_1", "key": "comment", "label": "{label}"}}]}}'
    )
