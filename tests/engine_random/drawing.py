"""Writes a block tree as BPMN files: one for the process, one for each process it calls."""

from __future__ import annotations

from tests.engine_random.blocks import (
    TIMERS,
    Aside,
    Block,
    Boundary,
    Choice,
    Fork,
    Host,
    Link,
    Race,
    Row,
    Rule,
    Scope,
    Task,
    Throw,
    code_of,
    interrupts,
)
from tests.engine_random.drawing_tasks import (
    LOOP,
    draw_decision,
    draw_rule,
    draw_task,
    extension,
    message_definition,
    timer_definition,
)

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="Camunda Cloud"'
    ' modeler:executionPlatformVersion="8.8.0" id="Definitions" targetNamespace="http://example.com/bpmn">\n'
)


def draw(scope: Scope) -> dict[str, bytes]:
    """Return the files of a process by name."""
    files: dict[str, bytes] = {}
    _Drawing(files).process(scope)
    return files


class _Drawing:
    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files
        self._globals: list[str] = []
        self._lines: list[str] = []
        self._flows = 0

    def process(self, scope: Scope) -> None:
        self._scope(scope)
        body = "\n".join(
            [
                *self._globals,
                f'<bpmn:process id="{scope.id}" isExecutable="true">',
                *self._lines,
                "</bpmn:process>",
            ]
        )
        self._files[f"{scope.id}.bpmn"] = f"{_HEAD}{body}\n</bpmn:definitions>\n".encode()

    def _add(self, tag: str, element_id: str, content: str = "", attributes: str = "") -> str:
        self._lines.append(f'<bpmn:{tag} id="{element_id}"{attributes}>{content}</bpmn:{tag}>')
        return element_id

    def _flow(self, source: str, target: str, condition: str = "", flow_id: str = "") -> None:
        self._flows += 1
        name = flow_id or f"flow_{self._flows}_{source}"
        inner = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
        self._add("sequenceFlow", name, inner, f' sourceRef="{source}" targetRef="{target}"')

    def _scope(self, scope: Scope, definition: str = "", attributes: str = "") -> None:
        start = self._add("startEvent", f"{scope.id}_start", definition, attributes)
        for aside in scope.asides:
            self._aside(aside, scope.id)
        if not scope.racers:
            self._flow(self._row(scope.body, start), self._add("endEvent", f"{scope.id}_end"))
            return
        fork = self._add("parallelGateway", f"{scope.id}_race")
        self._flow(start, fork)
        terminate = f'<bpmn:terminateEventDefinition id="{scope.id}_terminate"/>'
        self._flow(self._row(scope.body, fork), self._add("endEvent", f"{scope.id}_end", terminate))
        for number, racer in enumerate(scope.racers):
            self._flow(self._row(racer, fork), self._add("endEvent", f"{scope.id}_end{number}"))

    def _aside(self, aside: Aside, scope_id: str) -> None:
        definition = self._definition(aside.start_id, aside.kind, aside.minutes, scope_id)
        interrupting = "true" if aside.is_interrupting else "false"
        self._lines.append(f'<bpmn:subProcess id="{aside.id}" triggeredByEvent="true">')
        self._scope(aside.scope, definition, f' isInterrupting="{interrupting}"')
        self._lines.append("</bpmn:subProcess>")

    def _row(self, row: Row, source: str) -> str:
        """Draw blocks behind a node and return the last node."""
        for block in row.blocks:
            source = self._block(block, source)
        return source

    def _block(self, block: Block, source: str) -> str:
        if isinstance(block, Task | Host):
            return self._activity(block, source)
        if isinstance(block, Rule):
            return self._rule(block, source)
        if isinstance(block, Throw):
            definition = self._code_definition(block.id, "escalation", block.code)
            self._flow(source, self._add("intermediateThrowEvent", block.id, definition))
            return block.id
        if isinstance(block, Link):
            definition = f'<bpmn:linkEventDefinition id="definition_{block.id}" name="{block.id}"/>'
            self._flow(source, self._add("intermediateThrowEvent", block.id, definition))
            definition = f'<bpmn:linkEventDefinition id="definition_{block.id}_to" name="{block.id}"/>'
            return self._add("intermediateCatchEvent", f"{block.id}_to", definition)
        return self._race(block, source) if isinstance(block, Race) else self._gateways(block, source)

    def _rule(self, rule: Rule, source: str) -> str:
        self._flow(source, rule.id)
        self._lines.append(draw_rule(rule))
        if rule.kind == "decision":
            self._files[f"{rule.id}.dmn"] = draw_decision(rule)
        return rule.id

    def _race(self, block: Race, source: str) -> str:
        self._flow(source, self._add("eventBasedGateway", f"{block.id}_gate"))
        join = self._add("exclusiveGateway", f"{block.id}_join")
        for number, branch in enumerate(block.branches):
            kind = "duration" if block.minutes[number] else "message"
            event_id = block.event_id(number)
            definition = self._definition(event_id, kind, block.minutes[number], "")
            self._flow(f"{block.id}_gate", self._add("intermediateCatchEvent", event_id, definition))
            self._flow(self._row(branch, event_id), join)
        return join

    def _gateways(self, block: Choice | Fork, source: str) -> str:
        is_inclusive = isinstance(block, Choice) and block.is_inclusive
        tag = "inclusiveGateway" if is_inclusive else "exclusiveGateway"
        tag = "parallelGateway" if isinstance(block, Fork) else tag
        split, join = f"{block.id}_split", f"{block.id}_join"
        first_flows = [f"{block.id}_to{number}" for number in range(len(block.branches))]
        default = "" if isinstance(block, Fork) else f' default="{first_flows[-1]}"'
        self._flow(source, self._add(tag, split, "", default))
        self._add(tag, join)
        for number, branch in enumerate(block.branches):
            # A pass-through gateway in front, so that the named flow has a target also in an empty branch.
            entry = self._add("exclusiveGateway", f"{block.id}_in{number}")
            is_conditional = isinstance(block, Choice) and number < len(block.branches) - 1
            condition = f"=list contains(c_{block.id}, {number})" if is_conditional else ""
            self._flow(split, entry, condition, first_flows[number])
            self._flow(self._row(branch, entry), join)
        return join

    def _activity(self, block: Task | Host, source: str) -> str:
        self._flow(source, block.id)
        if isinstance(block, Task):
            globals_, line = draw_task(block)
            self._globals.extend(globals_)
            self._lines.append(line)
        elif block.kind == "sub":
            self._lines.append(f'<bpmn:subProcess id="{block.id}">{LOOP if block.is_looped else ""}')
            self._scope(block.scope)
            self._lines.append("</bpmn:subProcess>")
        else:
            called = f'<zeebe:calledElement processId="{block.scope.id}"/>'
            loop = LOOP if block.is_looped else ""
            self._add("callActivity", block.id, extension(called) + loop)
            _Drawing(self._files).process(block.scope)
        leave = block.id
        if interrupts(block.boundaries):
            leave = self._add("exclusiveGateway", f"{block.id}_merge")
            self._flow(block.id, leave)
        for boundary in block.boundaries:
            self._boundary(boundary, block.id, leave)
        return leave

    def _definition(self, element_id: str, kind: str, minutes: int, owner_id: str) -> str:
        if kind in TIMERS:
            return timer_definition(element_id, kind, minutes)
        if kind == "message":
            message, definition = message_definition(element_id)
            self._globals.append(message)
            return definition
        return self._code_definition(element_id, kind, code_of(owner_id, kind))

    def _code_definition(self, element_id: str, kind: str, code: str) -> str:
        name = f"{kind}_{element_id}"
        self._globals.append(f'<bpmn:{kind} id="{name}" name="{name}" {kind}Code="{code}"/>')
        return f'<bpmn:{kind}EventDefinition id="definition_{element_id}" {kind}Ref="{name}"/>'

    def _boundary(self, boundary: Boundary, host_id: str, leave: str) -> None:
        content = self._definition(boundary.id, boundary.kind, boundary.minutes, host_id)
        cancel = "true" if boundary.is_interrupting else "false"
        attributes = f' attachedToRef="{host_id}" cancelActivity="{cancel}"'
        self._add("boundaryEvent", boundary.id, content, attributes)
        last = self._row(boundary.block, boundary.id)
        self._flow(last, leave if boundary.is_interrupting else self._add("endEvent", f"{boundary.id}_end"))
