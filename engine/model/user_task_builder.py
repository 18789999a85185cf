"""Builds user tasks: form, assignment, schedule, priority, listeners."""

from __future__ import annotations

from engine.model.bounds import find_whole, shortened
from engine.model.builders import Reading
from engine.model.elements import ElementType, FlowNode, UserTask
from engine.model.extensions import find_extension, read_headers, read_task_listeners
from engine.model.intervals import TimerRefused, parse_moment
from engine.model.linked_form import read_linked_form
from engine.model.text import Text
from engine.model.xml_tree import XmlNode

_MAX_PRIORITY = 100


def build_user_task(node: XmlNode, reading: Reading) -> FlowNode:
    """A task of the engine (`zeebe:userTask`); the older kind made of a job is refused."""
    if find_extension(node, "userTask") is None:
        reading.faults.add(node, "has no zeebe:userTask; user tasks made of jobs are not supported")
    form_id, reference = read_linked_form(node, reading)
    return UserTask(
        **reading.base(node),
        element_type=ElementType.USER_TASK,
        form_id=form_id,
        external_reference=reference,
        assignee=reading.optional(node, "assignmentDefinition", "assignee"),
        candidate_groups=reading.optional(node, "assignmentDefinition", "candidateGroups"),
        candidate_users=reading.optional(node, "assignmentDefinition", "candidateUsers"),
        due_date=_read_date(node, reading, "dueDate"),
        follow_up_date=_read_date(node, reading, "followUpDate"),
        priority=_read_priority(node, reading),
        headers=read_headers(node),
        listeners=read_task_listeners(node, reading.faults),
    )


def _read_date(node: XmlNode, reading: Reading, name: str) -> Text | None:
    date = reading.optional(node, "taskSchedule", name)
    if date is not None and date.is_static:
        try:
            parse_moment(date.source)
        except TimerRefused as refusal:
            reading.faults.rule(node, f"{name} {refusal}")
    return date


def _read_priority(node: XmlNode, reading: Reading) -> Text | None:
    priority = reading.optional(node, "priorityDefinition", "priority")
    if priority is None or not priority.is_static or not priority.source:
        return priority
    if find_whole(priority.source, _MAX_PRIORITY) is None:
        given = shortened(priority.source)
        reading.faults.rule(node, f"priority must be a number of 0 to {_MAX_PRIORITY}, but was '{given}'")
    return priority
