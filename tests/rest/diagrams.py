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


def decide_process(*, listeners: str = "", process_id: str = "decide", start_form: str = "") -> str:
    """Start, maybe with a form of its own, one user task with a form, end."""
    asked = f'<zeebe:formDefinition formId="{start_form}"/>' if start_form else ""
    return (
        f'{HEAD}<bpmn:process id="{process_id}" name="决定" isExecutable="true">'
        f'<bpmn:startEvent id="Start"><bpmn:extensionElements>{asked}</bpmn:extensionElements>'
        "<bpmn:outgoing>F1</bpmn:outgoing></bpmn:startEvent>"
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


def stamp_process() -> str:
    """Started by the message `stamp`; then its receive task waits for `stamp.again` with the same number."""
    return (
        f'{HEAD}<bpmn:message id="M1" name="stamp"/>'
        '<bpmn:message id="M2" name="stamp.again"><bpmn:extensionElements>'
        '<zeebe:subscription correlationKey="=number"/></bpmn:extensionElements></bpmn:message>'
        '<bpmn:process id="stamp" name="盖章" isExecutable="true">'
        '<bpmn:startEvent id="Start_Stamp"><bpmn:outgoing>F1</bpmn:outgoing>'
        '<bpmn:messageEventDefinition id="D1" messageRef="M1"/></bpmn:startEvent>'
        '<bpmn:receiveTask id="Receive_Again" messageRef="M2">'
        "<bpmn:incoming>F1</bpmn:incoming><bpmn:outgoing>F2</bpmn:outgoing></bpmn:receiveTask>"
        '<bpmn:endEvent id="End"><bpmn:incoming>F2</bpmn:incoming></bpmn:endEvent>'
        '<bpmn:sequenceFlow id="F1" sourceRef="Start_Stamp" targetRef="Receive_Again"/>'
        '<bpmn:sequenceFlow id="F2" sourceRef="Receive_Again" targetRef="End"/>'
        "</bpmn:process></bpmn:definitions>"
    )


def decide_form(*, label: str = "意见") -> str:
    """A form with one field."""
    return (
        '{"type": "default", "id": "decide", "schemaVersion": 18, "executionPlatform": "Camunda Cloud",'
        ' "executionPlatformVersion": "8.8.0", "components":'
        f' [{{"type": "textfield", "id": "Field_1", "key": "comment", "label": "{label}"}}]}}'
    )
