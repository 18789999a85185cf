"""Writes script tasks, business rule tasks and loops for tests."""

from __future__ import annotations

from tests.engine.diagrams import node, q


def script(node_id: str, expression: str, variable: str = "result", mappings: str = "") -> str:
    element = f"<zeebe:script expression={q(expression)} resultVariable={q(variable)}/>"
    return node("scriptTask", node_id, "", element + mappings)


def rule(node_id: str, decision_id: str, variable: str = "result", mappings: str = "") -> str:
    element = f"<zeebe:calledDecision decisionId={q(decision_id)} resultVariable={q(variable)}/>"
    return node("businessRuleTask", node_id, "", element + mappings)


def loop(items: str = "=items", *, sequential: bool = False, until: str = "", **names: str) -> str:
    """A loop; `names` are input_element, output_collection and output_element."""
    attributes = "".join(
        f" {name}={q(names[key])}"
        for key, name in (
            ("input_element", "inputElement"),
            ("output_collection", "outputCollection"),
            ("output_element", "outputElement"),
        )
        if key in names
    )
    condition = f"<bpmn:completionCondition>{until}</bpmn:completionCondition>" if until else ""
    return (
        f"<bpmn:multiInstanceLoopCharacteristics isSequential={q(str(sequential).lower())}>"
        f"<bpmn:extensionElements><zeebe:loopCharacteristics inputCollection={q(items)}{attributes}/>"
        f"</bpmn:extensionElements>{condition}</bpmn:multiInstanceLoopCharacteristics>"
    )


def looped(element: str, loop_text: str) -> str:
    """An activity with a loop."""
    head, _, tail = element.rpartition("</bpmn:")
    return f"{head}{loop_text}</bpmn:{tail}"
