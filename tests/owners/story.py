"""The first complaint after the owners' changes: it goes through all four, and what was seen on the way is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from deploy.replay.office import OpenTask
from deploy.replay.page_reading import StepRefused
from models.case.lifecycle import ClockKind, Rung
from tests.acceptance.walk import (
    CLERK,
    HANDLER,
    READER,
    Case,
    answer,
    clock_of,
    file_case,
    open_task,
    rungs_of,
    stage_of,
)
from tests.office_process import OfficeProcess
from tests.owners import changes
from tests.web.pages import text_of

UNIT, UNIT_NAME = "YH-ZW", "综合窗口管理科"
RISK = "窗口人员情绪激动"
VISIT = {"visited_place": "大厅西侧", "footage_taken": "yes", "people_met": 2}
AFTER_THE_VISIT = (
    "record-findings",
    "draft-opinion",
    "approve-opinion",
    "give-answer",
    "record-return-visit",
)


@dataclass
class Story:
    """A complaint with what its people were shown; `refusals` are the server's words to faulty answers."""

    case: Case
    suggested: dict[str, object] = field(default_factory=dict)
    visit_page: str = ""
    refusals: list[str] = field(default_factory=list)
    due_pages: dict[str, str] = field(default_factory=dict)


def file_without_unit(office: OfficeProcess) -> Case:
    """A complaint from which nobody can tell the unit, so that the last rule of the table is asked."""
    return file_case(office, respondent_window="", content="上午十点到大厅办事，等了一小时无人理会。")


def walk_to_visit(office: OfficeProcess, story: Story) -> None:
    """Every step up to the owner's task; the clerk takes the unit over that the form proposes."""
    task = open_task(office, story.case, "decide-acceptance")
    story.suggested = office.people.read(CLERK, f"/api/v1/tasks/{task.user_task_key}")["data"]
    answer(office, story.case, "decide-acceptance", unit=story.suggested["unit"])
    answer(office, story.case, "assign-handler", handling_unit=story.suggested["unit"])
    plan = open_task(office, story.case, "plan-investigation")
    story.refusals += [_refusal(office, plan, {changes.RISK_KEY: "险" * 61})]
    answer(office, story.case, "plan-investigation", **{changes.RISK_KEY: RISK})
    answer(office, story.case, "record-investigation-act")
    open_task(office, story.case, changes.VISIT_FORM)


def wait_through_the_limit(office: OfficeProcess, story: Story) -> None:
    """Let the owner's limit come near and pass; the due-list as the supervisor sees it at both moments."""
    clock = clock_of(office, story.case, ClockKind.OWNER_LIMIT)
    assert clock.check_at is not None
    for rung, moment in ((Rung.NEAR, clock.check_at), (Rung.OVER, clock.due_at + timedelta(minutes=1))):
        office.jump_to(moment)
        office.wait_until(lambda rung=rung: rung in rungs_of(office, clock), f"{rung} is announced")
        story.due_pages[rung] = text_of(office.page(READER, f"/due?rung={rung}"))


def visit(office: OfficeProcess, story: Story) -> None:
    """The handler opens the task, sends faulty answers and then good ones."""
    task = open_task(office, story.case, changes.VISIT_FORM)
    story.visit_page = office.page(HANDLER, f"/tasks/{task.user_task_key}").text
    faults = ({}, {**VISIT, "footage_taken": "perhaps"}, {**VISIT, "people_met": 99})
    story.refusals += [_refusal(office, task, faulty) for faulty in faults]
    office.people.submit(HANDLER, task, VISIT)


def go_on_to_the_archive(office: OfficeProcess, story: Story) -> None:
    """The shipped steps behind the owner's task."""
    for form_id in AFTER_THE_VISIT:
        answer(office, story.case, form_id)
    office.wait_until(lambda: stage_of(office, story.case) == "archived", "the case is archived")


def _refusal(office: OfficeProcess, task: OpenTask, answers: dict[str, object]) -> str:
    with pytest.raises(StepRefused) as refused:
        office.people.submit(HANDLER, task, answers)
    return str(refused.value)
