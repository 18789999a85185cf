"""C9: diagrams, forms and element templates are clean by the linters of Camunda for 8.8, names by our rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpmn.diagram import Diagram
from bpmn.names import JobType, ProcessId
from bpmn.reading import FOLDER, FORMS
from tests.contract import shipped
from tests.contract.lint import lint
from tests.contract.shipped import DIAGRAMS, find_diagram, with_node

TEMPLATES = sorted((FOLDER / ".camunda" / "element-templates").glob("*.json"))
PREFIXES = {
    "startEvent": ("Start",),
    "endEvent": ("End",),
    "boundaryEvent": ("Boundary", "Timer"),
    "intermediateThrowEvent": ("Throw",),
    "intermediateCatchEvent": ("Catch", "Timer"),
    "exclusiveGateway": ("Gateway",),
    "parallelGateway": ("Gateway",),
    "eventBasedGateway": ("Gateway",),
    "userTask": ("UserTask",),
    "serviceTask": ("Task",),
    "businessRuleTask": ("Rule",),
    "receiveTask": ("Wait",),
    "callActivity": ("Call",),
    "subProcess": ("SubProcess", "EventSub"),
}


def misnamed(diagrams: list[Diagram]) -> Iterator[str]:
    """Process id = file name, ids `Type_WhatItIs`, names Chinese; only gateways that ask nothing have none."""
    for diagram in diagrams:
        if diagram.file_name != f"{diagram.process_id}.bpmn":
            yield f"{diagram.file_name} holds {diagram.process_id}"
        for node in diagram.nodes:
            if node.is_event_sub_process != node.id.startswith("EventSub_"):
                yield f"{node.id} does not say whether it is an event sub-process"
            allowed = "|".join(PREFIXES[node.kind])
            if not re.fullmatch(rf"({allowed})_([A-Z][a-z]+)+", node.id):
                yield f"{node.id} is not named by the rule for {node.kind}"
            asks = node.kind == "eventBasedGateway" or any(way.condition for way in diagram.outgoing(node.id))
            is_silent = node.kind.endswith("Gateway") and not asks
            if not is_silent and not re.search(r"[\u4e00-\u9fff]", node.name):
                yield f"{node.id} has no Chinese name"
            if node.kind.endswith("Gateway") and asks and not node.name.endswith("？"):
                yield f"{node.id} does not ask a question"


def test_linters_find_nothing() -> None:
    """C9."""
    paths = [*FOLDER.glob("*.bpmn"), *FORMS.glob("*.form"), *TEMPLATES]
    assert len(paths) == len(ProcessId) + len(shipped.FORMS) + len(JobType)
    assert lint(paths) == []


def test_all_files_name_the_platform_they_are_made_for() -> None:
    """C9: the linter chooses its rules from the file."""
    assert {diagram.platform_version for diagram in DIAGRAMS} == {"8.8.0"}
    assert {schema["executionPlatformVersion"] for schema in shipped.FORMS.values()} == {"8.8.0"}
    assert max(schema["schemaVersion"] for schema in shipped.FORMS.values()) <= 18


def test_every_job_type_has_an_element_template() -> None:
    assert {path.stem for path in TEMPLATES} == {job.removeprefix("complaint.") for job in JobType}


def test_names_follow_the_rules() -> None:
    """C9."""
    assert sum(len(diagram.nodes) for diagram in DIAGRAMS) > 250
    assert list(misnamed(DIAGRAMS)) == []


BROKEN = {
    "a call of nothing": ("complaint.bpmn", 'processId="intake"', 'processId=""', "called-element"),
    "no correlation key": (
        "deadline-watch.bpmn",
        'correlationKey="=clock_id"',
        'correlationKey=""',
        "subscription",
    ),
    "unreadable FEEL": (
        "complaint.bpmn",
        '=opinion_decision = "investigate"',
        "=opinion_decision + ",
        "feel",
    ),
    "a loop that waits nowhere": (
        "complaint.bpmn",
        'targetRef="Throw_RedoOrdered"',
        'targetRef="Gateway_EnterStages"',
        "no-loop",
    ),
    "a window without its message": (
        "intake.bpmn",
        'correlationKey="=supplement_request_id"',
        'correlationKey=""',
        "subscription",
    ),
    "a decision without result": (
        "intake.bpmn",
        'resultVariable="triage"',
        'resultVariable=""',
        "implementation",
    ),
    "a round for each of nothing": (
        "investigation.bpmn",
        'inputCollection="=planned_methods"',
        'inputCollection=""',
        "loop",
    ),
    "task without form": ("intake.bpmn", 'formId="decide-acceptance"', 'formId=""', "user-task-form"),
    "form of a later version": ("forms/give-answer.form", '"type": "textarea"', '"type": "hologram"', "form"),
    "template without a name": (
        ".camunda/element-templates/check-clock.json",
        '"name": "核对时限",',
        "",
        "template-schema",
    ),
    "no platform version": (
        "intake.bpmn",
        ' modeler:executionPlatformVersion="8.8.0"',
        "",
        "platform-version",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_linter_finds_a_broken_file(kind: str, tmp_path: Path) -> None:
    """C9 probe."""
    name, old, new, rule = BROKEN[kind]
    source = FOLDER / name
    text = source.read_text("utf-8")
    assert old in text
    broken = tmp_path / source.name
    broken.write_text(text.replace(old, new, 1), "utf-8")
    findings = lint([broken])
    assert findings
    assert any(rule in finding["rule"] for finding in findings if finding["category"] != "warn")


def test_misnamed_element_is_found() -> None:
    """C9 probe."""
    intake = find_diagram("intake")
    assert list(misnamed([with_node(intake, "UserTask_DecideAcceptance", id="Activity_0x1f")])) != []
    assert list(misnamed([with_node(intake, "UserTask_DecideAcceptance", name="Assign")])) != []
    complaint = find_diagram("complaint")
    assert list(misnamed([with_node(complaint, "Gateway_IsRedone", name="判断")])) != []
    assert list(misnamed([with_node(intake, "EventSub_Supplement", id="SubProcess_Supplement")])) != []
    assert list(misnamed([with_node(intake, "Gateway_AwaitSupplement", name="等待")])) != []
