"""The steps that the law needs, and what a diagram that lost one is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpmn.diagram import Diagram, Node
from bpmn.names import ComplaintElement, ProcessId
from services.resource_check.faults import ResourceFault
from services.tasks.registry import TASKS


@dataclass(frozen=True, slots=True)
class NeededStep:
    """An element of a shipped diagram; `why` says in Chinese what is missing without it, `article` where it is asked."""

    process: ProcessId
    element: str
    why: str
    article: str


# Calls and jobs; what the law needs of people stands in the descriptors of their tasks.
_NEEDED_BESIDE_TASKS = (
    NeededStep(
        ProcessId.COMPLAINT, ComplaintElement.CALL_INTAKE, "不经受理即进入调查", "GB/T 36113-2018 7.1"
    ),
    NeededStep(ProcessId.COMPLAINT, ComplaintElement.CALL_INVESTIGATION, "未经调查", "GB/T 36113-2018 7.2"),
    NeededStep(ProcessId.COMPLAINT, ComplaintElement.CALL_DISPOSAL, "没有处理意见", "GB/T 36113-2018 7.3"),
    NeededStep(
        ProcessId.COMPLAINT,
        ComplaintElement.TASK_CONCLUDE_HANDLING,
        "没有可答复的办理结果",
        "GB/T 36113-2018 7.3",
    ),
    NeededStep(
        ProcessId.COMPLAINT, ComplaintElement.CALL_FEEDBACK, "投诉人得不到答复", "GB/T 36113-2018 7.5"
    ),
    NeededStep(
        ProcessId.COMPLAINT, ComplaintElement.TASK_ARCHIVE_CASE, "案件不会归档", "GB/T 36113-2018 7.6"
    ),
)


def list_needed_steps() -> list[NeededStep]:
    """Every step that the law needs."""
    of_tasks = [
        NeededStep(task.process, task.element, task.law.without, task.law.article)
        for task in TASKS.values()
        if task.law is not None
    ]
    return [*_NEEDED_BESIDE_TASKS, *of_tasks]


def check_needed_steps(diagram: Diagram, shipped: Diagram) -> Iterator[ResourceFault]:
    """The needed steps that no element does any more; a step drawn anew under another id counts."""
    done = {_work_of(node) for node in diagram.nodes}
    for step in list_needed_steps():
        if step.process != shipped.process_id:
            continue
        node = shipped.node(step.element)
        if _work_of(node) not in done:
            detail = f"{node.name}：{step.why}（{step.article}）"
            yield ResourceFault(diagram.file_name, step.element, "STEP_MISSING", detail)


def _work_of(node: Node) -> tuple[str, str, str]:
    return node.form_id, node.job_type, node.called_process
