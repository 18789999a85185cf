"""Writes the elements that wait, with what they refer to."""

from __future__ import annotations

from tests.engine_random.blocks import Rule, Task

# One item: whatever is looped then goes as if it were not, with a body around it.
LOOP = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
    '<zeebe:loopCharacteristics inputCollection="=[1]" inputElement="item"/>'
    "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
)


def draw_task(task: Task) -> tuple[list[str], str]:
    """What the file declares for a task beside its process, and the task itself."""
    loop = LOOP if task.is_looped else ""
    if task.kind == "user":
        return [], _element("userTask", task.id, extension("<zeebe:userTask/>") + loop)
    if task.kind in ("service", "send"):
        definition = extension(f'<zeebe:taskDefinition type="{task.id}"/>')
        return [], _element(f"{task.kind}Task", task.id, definition + loop)
    if task.kind == "pause":
        definition = timer_definition(task.id, "duration", task.minutes)
        return [], _element("intermediateCatchEvent", task.id, definition)
    message, definition = message_definition(task.id)
    if task.kind == "say":
        job = extension(f'<zeebe:taskDefinition type="{task.id}"/>')
        return [message], _element("intermediateThrowEvent", task.id, job + definition)
    if task.kind == "catch":
        return [message], _element("intermediateCatchEvent", task.id, definition)
    return [message], _element("receiveTask", task.id, loop, f' messageRef="m_{task.id}"')


def draw_rule(rule: Rule) -> str:
    """A task that leaves its own id in a variable, by an expression or by a decision of that id."""
    if rule.kind == "script":
        script = f'<zeebe:script expression="=&quot;{rule.id}&quot;" resultVariable="v_{rule.id}"/>'
        return _element("scriptTask", rule.id, extension(script))
    called = f'<zeebe:calledDecision decisionId="d_{rule.id}" resultVariable="v_{rule.id}"/>'
    return _element("businessRuleTask", rule.id, extension(called))


def draw_decision(rule: Rule) -> bytes:
    """The file of the decision that a business rule task calls: a table with one rule."""
    return (
        f'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="g_{rule.id}" name="g">'
        f'<decision id="d_{rule.id}"><decisionTable hitPolicy="UNIQUE"><input id="i"><inputExpression id="e">'
        '<text>1</text></inputExpression></input><output id="o" name="y"/><rule id="r"><inputEntry id="t">'
        f'<text>&lt; 2</text></inputEntry><outputEntry id="u"><text>"{rule.id}"</text></outputEntry></rule>'
        "</decisionTable></decision></definitions>"
    ).encode()


def extension(content: str) -> str:
    """Extension elements around a content."""
    return f"<bpmn:extensionElements>{content}</bpmn:extensionElements>"


def message_definition(element_id: str) -> tuple[str, str]:
    """A message of its own for an element, and the definition that refers to it."""
    key = f'<zeebe:subscription correlationKey="=&quot;{element_id}&quot;"/>'
    message = f'<bpmn:message id="m_{element_id}" name="m_{element_id}">{extension(key)}</bpmn:message>'
    definition = f'<bpmn:messageEventDefinition id="definition_{element_id}" messageRef="m_{element_id}"/>'
    return message, definition


def timer_definition(element_id: str, kind: str, minutes: int) -> str:
    """A duration, a date that is computed from the same length, or a cycle that fires once after it."""
    length = f"PT{minutes}M"
    if kind == "duration":
        content = f"<bpmn:timeDuration>{length}</bpmn:timeDuration>"
    elif kind == "cycle":
        content = f"<bpmn:timeCycle>=cycle(1, duration(&quot;{length}&quot;))</bpmn:timeCycle>"
    else:
        content = f"<bpmn:timeDate>=now() + duration(&quot;{length}&quot;)</bpmn:timeDate>"
    return f'<bpmn:timerEventDefinition id="definition_{element_id}">{content}</bpmn:timerEventDefinition>'


def _element(tag: str, element_id: str, content: str, attributes: str = "") -> str:
    return f'<bpmn:{tag} id="{element_id}"{attributes}>{content}</bpmn:{tag}>'
