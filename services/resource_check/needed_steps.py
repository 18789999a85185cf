"""The steps that the law needs, what is missing in the file without each, and what a diagram that lost one is told.

The database refuses by `services/case/lawful_end.py` what such a diagram would bring about; here its owner hears it before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bpmn.diagram import Diagram
from bpmn.names import ComplaintElement, ProcessId
from services.case.lawful_end import Lack
from services.resource_check.faults import ResourceFault
from services.resource_check.owed_steps import (
    BEGIN,
    END,
    Held,
    Work,
    list_gone_around,
    map_held,
    work_of,
    works_beside,
    works_of,
)
from services.tasks.registry import TASKS


@dataclass(frozen=True, slots=True)
class NeededStep:
    """An element of a shipped diagram; `why` says in Chinese what is missing without it.

    `article` is the clause that asks it, empty where only the database does: it refuses with the lacks that the step
    `supplies`.
    """

    process: ProcessId
    element: str
    why: str
    article: str = ""
    supplies: frozenset[Lack] = frozenset()


# Calls and jobs; what the law needs of people stands in the descriptors of their tasks.
_NEEDED_BESIDE_TASKS = (
    NeededStep(
        ProcessId.COMPLAINT, ComplaintElement.CALL_INTAKE, "不经受理即进入调查", "GB/T 36113-2018 7.1"
    ),
    NeededStep(
        ProcessId.COMPLAINT,
        ComplaintElement.CALL_REFERRALS,
        "转交的事项无人签收",
        supplies=frozenset({Lack.HANDOVER_MISSING}),
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
        ProcessId.COMPLAINT, ComplaintElement.TASK_ARCHIVE_CASE, "投诉件不会归档", "GB/T 36113-2018 7.6"
    ),
)


def list_needed_steps() -> list[NeededStep]:
    """Every step that the law needs."""
    of_tasks = [
        NeededStep(task.process, task.element, task.law.without, task.law.article, task.law.supplies)
        for task in TASKS.values()
        if task.law is not None
    ]
    return [*_NEEDED_BESIDE_TASKS, *of_tasks]


def check_needed_steps(
    diagram: Diagram, shipped: Diagram, excused: frozenset[str] = frozenset()
) -> Iterator[ResourceFault]:
    """The needed steps that no element does any more, or that some way passes by.

    A step drawn anew under another id counts. `excused` are elements whose own fault says already what is wrong.
    """
    steps = [step for step in list_needed_steps() if step.process == shipped.process_id]
    work = {step: work_of(shipped.node(step.element)) for step in steps}
    done = works_of(diagram)
    for step in steps:
        if step.element in excused:
            continue
        if work[step] in works_beside(shipped) - works_of(shipped):
            # It answers an event, so no way passes it by; it has to be there.
            if work[step] not in done | works_beside(diagram):
                yield _missing(diagram, shipped, step)
            continue
        if work[step] not in done:
            yield _missing(diagram, shipped, step)
            continue
        around = list_gone_around(_held(step, shipped), diagram, work[step])
        if around:
            since, goal = around[0]
            way = f"从“{_name(since, diagram)}”可不经此步到“{_name(goal, diagram)}”"
            yield _missing(diagram, shipped, step, f"{way}；")


@cache
def _held(step: NeededStep, shipped: Diagram) -> Held:
    """Read of each shipped diagram once."""
    works = [
        work_of(shipped.node(other.element)) for other in list_needed_steps() if other.process == step.process
    ]
    return map_held(shipped, work_of(shipped.node(step.element)), works)


def _missing(diagram: Diagram, shipped: Diagram, step: NeededStep, way: str = "") -> ResourceFault:
    name = shipped.node(step.element).name
    detail = f"{name}：{way}{step.why}" + (f"（{step.article}）" if step.article else "")
    return ResourceFault(diagram.file_name, step.element, "STEP_MISSING", detail)


def _name(work: Work, diagram: Diagram) -> str:
    if work in (BEGIN, END):
        return "开始" if work == BEGIN else "结束"
    return next((node.name for node in diagram.nodes if work_of(node) == work), "")
