"""Builds user tasks: form, assignment, schedule, priority, listeners."""

from __future__ import annotations

from engine.model.builders import Reading
from engine.model.elements import ElementType, FlowNode, UserTask
from engine.model.extensions import check_binding, find_extension, read_headers, read_task_listeners
from engine.model.text import Text
from engine.model.xml_tree import XmlNode

_MAX_PRIORITY = 100


def build_user_task(node: XmlNode, reading: Reading) -> FlowNode:
    """A task of the engine (`zeebe:userTask`); the older kind made of a job is refused."""
    if find_extension(node, "userTask") is None:
        reading.faults.add(node, "has no zeebe:userTask; user tasks made of jobs are not supported")
    form_id, reference = _read_form(node, reading)
    return UserTask(
        **reading.base(node),
        element_type=ElementType.USER_TASK,
        form_id=form_id,
        external_reference=reference,
        assignee=_optional(node, reading, "assignmentDefinition", "assignee"),
        candidate_groups=_optional(node, reading, "assignmentDefinition", "candidateGroups"),
        candidate_users=_optional(node, reading, "assignmentDefinition", "candidateUsers"),
        due_date=_optional(node, reading, "taskSchedule", "dueDate"),
        follow_up_date=_optional(node, reading, "taskSchedule", "followUpDate"),
        priority=_read_priority(node, reading),
        headers=read_headers(node),
        listeners=read_task_listeners(node, reading.faults),
    )


def _optional(node: XmlNode, reading: Reading, extension_tag: str, name: str) -> Text | None:
    extension = find_extension(node, extension_tag)
    value = extension.get(name) if extension else ""
    return reading.faults.text(node, value, name) if value else None


def _read_priority(node: XmlNode, reading: Reading) -> Text | None:
    priority = _optional(node, reading, "priorityDefinition", "priority")
    if priority is None or not priority.is_static or not priority.source:
        return priority
    if not priority.source.isdecimal() or int(priority.source) > _MAX_PRIORITY:
        reading.faults.add(node, f"priority must be a number of 0 to 100, but was '{priority.source}'")
    return priority


def _read_form(node: XmlNode, reading: Reading) -> tuple[Text | None, Text | None]:
    form = find_extension(node, "formDefinition")
    if form is None:
        return None, None
    check_binding(node, form, reading.faults)
    if form.get("formKey"):
        reading.faults.add(node, "formKey is not supported; use formId or externalReference")
    form_id = _optional(node, reading, "formDefinition", "formId")
    reference = _optional(node, reading, "formDefinition", "externalReference")
    if (form_id is None) == (reference is None):
        reading.faults.add(node, "zeebe:formDefinition needs exactly one of formId and externalReference")
    if form_id is not None and not form_id.is_static:
        reading.faults.add(node, "formId must be static")
    return form_id, reference
