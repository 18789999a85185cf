"""What owners change in Camunda Modeler, as edits of the shipped files: elements with their extensions and their drawing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import bpmn

SHIPPED = Path(bpmn.__file__).parent

# Modeler makes ids of its own; an owner needs to know none of them.
VISIT_TASK = "Activity_1qk3v8d"
VISIT_NAME = "现场核查"
VISIT_FORM = "site-visit"
LIMIT_KEY = "site_visit"
LIMIT_CALL = "Activity_0w7hn2c"
CARDS = ("Event_0near5t", "Event_1over9x")
RISK_KEY, RISK_LABEL = "risk_note", "风险提示"

TASK_SIZE = (100, 80)
_LISTENERS = """<zeebe:taskListeners>
          <zeebe:taskListener eventType="assigning" retries="3" type="complaint.check-assignment" />
          <zeebe:taskListener eventType="completing" retries="3" type="complaint.check-completion" />
        </zeebe:taskListeners>"""
_TASK = f"""<bpmn:userTask id="{VISIT_TASK}" name="{VISIT_NAME}">
      <bpmn:extensionElements>
        <zeebe:userTask />
        <zeebe:formDefinition formId="{VISIT_FORM}" />
        <zeebe:assignmentDefinition assignee="=handler_id" candidateGroups="investigator" />
        <zeebe:ioMapping>
          <zeebe:output source="=footage_taken" target="footage_taken" />
        </zeebe:ioMapping>
        {_LISTENERS}
      </bpmn:extensionElements>
      <bpmn:incoming>Flow_RecordInvestigationActToRecordFindings</bpmn:incoming>
      <bpmn:outgoing>Flow_0visit7</bpmn:outgoing>
    </bpmn:userTask>
    """
_CALL = f"""<bpmn:callActivity id="{LIMIT_CALL}" name="监督现场核查时限">
      <bpmn:extensionElements>
        <zeebe:calledElement processId="deadline-watch" propagateAllChildVariables="false" propagateAllParentVariables="false" />
        <zeebe:ioMapping>
          <zeebe:input source="=complaint_id + &#34;.{LIMIT_KEY}&#34;" target="clock_id" />
        </zeebe:ioMapping>
      </bpmn:extensionElements>
      <bpmn:incoming>Flow_0watch1</bpmn:incoming>
      <bpmn:outgoing>Flow_0watch2</bpmn:outgoing>
    </bpmn:callActivity>
    <bpmn:endEvent id="Event_0ended1" name="核查计时已结束">
      <bpmn:incoming>Flow_0watch2</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="Flow_0watch1" sourceRef="Gateway_ForkInvestigation" targetRef="{LIMIT_CALL}" />
    <bpmn:sequenceFlow id="Flow_0watch2" sourceRef="{LIMIT_CALL}" targetRef="Event_0ended1" />
    """


def shipped(name: str) -> str:
    """The text of a shipped file."""
    return next(SHIPPED.rglob(name)).read_text("utf-8")


def site_visit_form() -> str:
    """(a) A new form of three fields: a text and a choice that are required, and a number within limits."""
    fields = [
        {
            "type": "textfield",
            "key": "visited_place",
            "label": "核查地点",
            "validate": {"required": True, "maxLength": 40},
        },
        {
            "type": "radio",
            "key": "footage_taken",
            "label": "是否调取录像",
            "values": [{"label": "已调取", "value": "yes"}, {"label": "未调取", "value": "no"}],
            "validate": {"required": True},
        },
        {"type": "number", "key": "people_met", "label": "询问人数", "validate": {"min": 1, "max": 20}},
    ]
    heading = {"type": "text", "text": "## 现场核查\n\n到被投诉窗口核对物品、录像和人员。"}
    form = json.loads(shipped("plan-investigation.form"))
    form |= {"id": VISIT_FORM, "components": [_laid_out(part) for part in (heading, *fields)]}
    return json.dumps(form, ensure_ascii=False, indent=2)


def with_site_visit(investigation: str) -> str:
    """(a) The new user task between the records and the findings; what stands right of it moves on."""
    text = _once(
        investigation,
        'sourceRef="UserTask_RecordInvestigationAct" targetRef="UserTask_RecordFindings" />',
        f'sourceRef="UserTask_RecordInvestigationAct" targetRef="{VISIT_TASK}" />\n    '
        f'<bpmn:sequenceFlow id="Flow_0visit7" sourceRef="{VISIT_TASK}" targetRef="UserTask_RecordFindings" />',
    )
    text = _once(
        text,
        "<bpmn:incoming>Flow_RecordInvestigationActToRecordFindings</bpmn:incoming>",
        "<bpmn:incoming>Flow_0visit7</bpmn:incoming>",
    )
    text = _before(text, '<bpmn:userTask id="UserTask_RecordFindings"', _TASK)
    for name in ("UserTask_RecordFindings", "Gateway_IsClear", "End_FindingsRecorded"):
        text = _moved_right(text, name)
    for name in ("RecordFindingsToIsClear", "IsClearToEnterPlan", "IsClearToFindingsRecorded"):
        text = _moved_right(text, f"Flow_{name}")
    drawing = _shape(VISIT_TASK, 1190, 340, TASK_SIZE) + _edge("Flow_0visit7", (1290, 380), (1340, 380))
    return _before(text, "</bpmndi:BPMNPlane>", drawing)


def with_risk_note(plan_investigation: str) -> str:
    """(b) An optional field more at the end of the form."""
    form = json.loads(plan_investigation)
    field = {"type": "textfield", "key": RISK_KEY, "label": RISK_LABEL, "validate": {"maxLength": 60}}
    form["components"].append(_laid_out(field))
    return json.dumps(form, ensure_ascii=False, indent=2)


def with_last_resort(competence: str, unit: str) -> str:
    """(c) Another unit where nothing tells whose matter it is."""
    rule = re.compile(r'(<outputEntry id="Rule_Competence31_GivesUnit">\s*<text>)[^<]*')
    changed, count = rule.subn(rf'\g<1>"{unit}"', competence)
    assert count == 1
    return changed


def with_visit_limit(investigation: str) -> str:
    """(d) A call to `deadline-watch` beside the work of the stage, with both cards as quiet boundaries."""
    text = _once(
        investigation,
        "<bpmn:outgoing>Flow_ForkInvestigationToWatchInvestigation</bpmn:outgoing>",
        "<bpmn:outgoing>Flow_ForkInvestigationToWatchInvestigation</bpmn:outgoing>\n"
        "      <bpmn:outgoing>Flow_0watch1</bpmn:outgoing>",
    )
    cards = _card(CARDS[0], "核查临期", "Escalation_ClockNear") + _card(
        CARDS[1], "核查逾期", "Escalation_ClockOverdue"
    )
    text = _before(text, '<bpmn:exclusiveGateway id="Gateway_HasHandler"', _CALL + cards)
    drawing = (
        _shape(LIMIT_CALL, 720, 100, TASK_SIZE)
        + _shape("Event_0ended1", 902, 122)
        + _edge("Flow_0watch1", (280, 355), (280, 60), (770, 60), (770, 100))
        + _edge("Flow_0watch2", (820, 140), (902, 140))
    )
    for card, left in zip(CARDS, (724, 780), strict=True):
        drawing += _shape(card, left, 162) + _shape(f"{card}_End", left, 247)
        drawing += _edge(f"{card}_Flow", (left + 18, 198), (left + 18, 247))
    return _before(text, "</bpmndi:BPMNPlane>", drawing)


def without_finding(record_findings: str) -> str:
    """A mistake: the field that the office reads the findings from got another key."""
    return _once(record_findings, '"key": "finding"', '"key": "result"')


def with_unknown_job(extension: str, job_type: str) -> str:
    """A mistake: the first job got a type that no worker does."""
    return _once(extension, 'type="complaint.prepare-extension"', f'type="{job_type}"')


def without_start_message(complaint: str) -> str:
    """A mistake: a case begins with no message any more."""
    definition = '<bpmn:messageEventDefinition id="MessageCaught_ComplaintRegistered" messageRef="Message_Registered" />'
    return _once(complaint, definition, "")


def _laid_out(component: dict[str, Any]) -> dict[str, Any]:
    name = str(component.get("key", "heading"))
    return component | {"id": f"Field_{name}", "layout": {"row": f"Row_{name}", "columns": None}}


def _card(card: str, name: str, escalation: str) -> str:
    return f"""<bpmn:boundaryEvent id="{card}" name="{name}" cancelActivity="false" attachedToRef="{LIMIT_CALL}">
      <bpmn:outgoing>{card}_Flow</bpmn:outgoing>
      <bpmn:escalationEventDefinition id="{card}_Definition" escalationRef="{escalation}" />
    </bpmn:boundaryEvent>
    <bpmn:endEvent id="{card}_End" name="{name}已知悉">
      <bpmn:incoming>{card}_Flow</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="{card}_Flow" sourceRef="{card}" targetRef="{card}_End" />
    """


def _shape(element: str, left: int, top: int, size: tuple[int, int] = (36, 36)) -> str:
    bounds = f'<dc:Bounds x="{left}" y="{top}" width="{size[0]}" height="{size[1]}" />'
    return f'<bpmndi:BPMNShape id="{element}_di" bpmnElement="{element}">{bounds}</bpmndi:BPMNShape>'


def _edge(flow: str, *points: tuple[int, int]) -> str:
    way = "".join(f'<di:waypoint x="{x}" y="{y}" />' for x, y in points)
    return f'<bpmndi:BPMNEdge id="{flow}_di" bpmnElement="{flow}">{way}</bpmndi:BPMNEdge>'


def _moved_right(text: str, element: str, by: int = 150) -> str:
    """The drawing of an element with everything from x 1190 on moved."""
    block = re.compile(rf'<bpmndi:BPMN(Shape|Edge) id="{element}_di".*?</bpmndi:BPMN\1>', re.DOTALL)

    def moved(found: re.Match[str]) -> str:
        return f'x="{int(found[1]) + by}"' if int(found[1]) >= 1190 else found[0]

    changed, count = block.subn(lambda found: re.sub(r'\bx="(\d+)"', moved, found[0]), text)
    assert count == 1, element
    return changed


def _once(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def _before(text: str, place: str, new: str) -> str:
    return _once(text, place, new + place)
