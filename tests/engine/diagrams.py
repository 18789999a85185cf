"""Writes small BPMN diagrams for tests: each function gives the XML of one element."""

from __future__ import annotations

from itertools import pairwise
from xml.sax.saxutils import quoteattr

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions '
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t">\n'
)


def q(value: object) -> str:
    return quoteattr(str(value))


def process(process_id: str, *parts: str) -> str:
    return f'<bpmn:process id={q(process_id)} isExecutable="true">{"".join(parts)}</bpmn:process>'


def diagram(*parts: str) -> bytes:
    return f"{_HEAD}{''.join(parts)}</bpmn:definitions>".encode()


def message(message_id: str, name: str, key: str = "=key") -> str:
    extension = f"<zeebe:subscription correlationKey={q(key)}/>" if key else ""
    return (
        f"<bpmn:message id={q(message_id)} name={q(name)}><bpmn:extensionElements>{extension}"
        "</bpmn:extensionElements></bpmn:message>"
    )


def escalation(code: str) -> str:
    return f"<bpmn:escalation id={q('E_' + code)} escalationCode={q(code)}/>"


def io(*mappings: tuple[str, str, str]) -> str:
    inner = "".join(f"<zeebe:{kind} source={q(s)} target={q(t)}/>" for kind, s, t in mappings)
    return f"<zeebe:ioMapping>{inner}</zeebe:ioMapping>" if inner else ""


def node(tag: str, node_id: str, inner: str = "", extensions: str = "", **attributes: str) -> str:
    extra = "".join(f" {name}={q(value)}" for name, value in attributes.items())
    held = f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>" if extensions else ""
    return f"<bpmn:{tag} id={q(node_id)} name={q(node_id)}{extra}>{held}{inner}</bpmn:{tag}>"


def start(node_id: str = "start", message_id: str = "", extensions: str = "") -> str:
    inner = f"<bpmn:messageEventDefinition messageRef={q(message_id)}/>" if message_id else ""
    return node("startEvent", node_id, inner, extensions)


def end(node_id: str = "end", kind: str = "", code: str = "") -> str:
    inner = "<bpmn:terminateEventDefinition/>" if kind == "terminate" else ""
    if code:
        inner = f"<bpmn:escalationEventDefinition escalationRef={q('E_' + code)}/>"
    return node("endEvent", node_id, inner)


def throw(node_id: str, code: str = "") -> str:
    inner = f"<bpmn:escalationEventDefinition escalationRef={q('E_' + code)}/>" if code else ""
    return node("intermediateThrowEvent", node_id, inner)


def service(node_id: str, job_type: str = "", mappings: str = "", retries: str = "") -> str:
    extra = f" retries={q(retries)}" if retries else ""
    definition = f"<zeebe:taskDefinition type={q(job_type or node_id)}{extra}/>"
    return node("serviceTask", node_id, "", definition + mappings)


def receive(node_id: str, message_id: str, mappings: str = "") -> str:
    return node("receiveTask", node_id, "", mappings, messageRef=message_id)


def listener(event: str, job_type: str) -> str:
    return f"<zeebe:taskListener eventType={q(event)} type={q(job_type)}/>"


def user(node_id: str, extensions: str = "", listeners: str = "") -> str:
    held = f"<zeebe:taskListeners>{listeners}</zeebe:taskListeners>" if listeners else ""
    return node("userTask", node_id, "", "<zeebe:userTask/>" + extensions + held)


def assignment(**attributes: str) -> str:
    return f"<zeebe:assignmentDefinition {' '.join(f'{k}={q(v)}' for k, v in attributes.items())}/>"


def exclusive(node_id: str, default: str = "") -> str:
    return node("exclusiveGateway", node_id, **({"default": default} if default else {}))


def inclusive(node_id: str, default: str = "") -> str:
    return node("inclusiveGateway", node_id, **({"default": default} if default else {}))


def parallel(node_id: str) -> str:
    return node("parallelGateway", node_id)


def call(node_id: str, process_id: str, mappings: str = "", *, down: bool = False, up: bool = False) -> str:
    element = (
        f"<zeebe:calledElement processId={q(process_id)} propagateAllChildVariables={q(str(up).lower())} "
        f"propagateAllParentVariables={q(str(down).lower())}/>"
    )
    return node("callActivity", node_id, "", element + mappings)


def sub(node_id: str, *parts: str, mappings: str = "") -> str:
    return node("subProcess", node_id, "".join(parts), mappings)


def timer_boundary(
    node_id: str, host: str, value: str, kind: str = "timeDuration", *, interrupting: bool = True
) -> str:
    inner = f"<bpmn:timerEventDefinition><bpmn:{kind}>{value}</bpmn:{kind}></bpmn:timerEventDefinition>"
    return node("boundaryEvent", node_id, inner, attachedToRef=host, cancelActivity=str(interrupting).lower())


def escalation_boundary(node_id: str, host: str, code: str = "", interrupting: bool = True) -> str:
    reference = f" escalationRef={q('E_' + code)}" if code else ""
    inner = f"<bpmn:escalationEventDefinition{reference}/>"
    return node("boundaryEvent", node_id, inner, attachedToRef=host, cancelActivity=str(interrupting).lower())


def event(kind: str, **attributes: str) -> str:
    """An event definition: timer value by its kind, anything else by reference."""
    inner = "".join(
        f"<bpmn:{name}>{value}</bpmn:{name}>" for name, value in attributes.items() if name.startswith("time")
    )
    extra = "".join(
        f" {name}={q(value)}" for name, value in attributes.items() if not name.startswith("time")
    )
    return f"<bpmn:{kind}EventDefinition{extra}>{inner}</bpmn:{kind}EventDefinition>"


def error(code: str) -> str:
    return f"<bpmn:error id={q('R_' + code)} errorCode={q(code)}/>"


def boundary(
    node_id: str, host: str, definition: str, *, interrupting: bool = True, mappings: str = ""
) -> str:
    return node(
        "boundaryEvent",
        node_id,
        definition,
        mappings,
        attachedToRef=host,
        cancelActivity=str(interrupting).lower(),
    )


def catch(node_id: str, definition: str, mappings: str = "") -> str:
    return node("intermediateCatchEvent", node_id, definition, mappings)


def event_sub(
    node_id: str, start_id: str, definition: str, *parts: str, interrupting: bool = True, mappings: str = ""
) -> str:
    begin = node("startEvent", start_id, definition, mappings, isInterrupting=str(interrupting).lower())
    return node("subProcess", node_id, begin + "".join(parts), triggeredByEvent="true")


def flow(source: str, target: str, condition: str = "", flow_id: str = "") -> str:
    inner = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    name = flow_id or f"{source}_{target}"
    return (
        f"<bpmn:sequenceFlow id={q(name)} sourceRef={q(source)} targetRef={q(target)}>"
        f"{inner}</bpmn:sequenceFlow>"
    )


def chain(*nodes: str) -> str:
    return "".join(flow(a, b) for a, b in pairwise(nodes))
