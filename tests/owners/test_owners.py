"""Owners change the office from Camunda Modeler while it serves: the next complaint goes the new way, restarts change nothing."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from api.staff.case_sections import SECTIONS
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Rung
from models.case.task_record import TaskRecord
from tests.acceptance.walk import (
    HANDLER,
    READER,
    active_watches,
    clock_of,
    elements,
    family_of,
    open_task,
    root_of,
    rungs_of,
)
from tests.owners import changes
from tests.owners.conftest import Restarted
from tests.owners.owned_office import OwnedOffice
from tests.owners.story import (
    RISK,
    UNIT,
    UNIT_NAME,
    Story,
)
from tests.web.pages import text_of

# Two starts of the office among others that work: minutes on a busy machine.
pytestmark = pytest.mark.timeout(600)

# As the person met the form: key, label, value and what was shown.
VISIT_ON_FILE = [
    {"key": "visited_place", "label": "核查地点", "value": "大厅西侧", "shown": ["大厅西侧"]},
    {"key": "footage_taken", "label": "是否调取录像", "value": "yes", "shown": ["已调取"]},
    {"key": "people_met", "label": "询问人数", "value": 2, "shown": [2]},
]


def record_of(owned: OwnedOffice, story: Story, form_id: str) -> TaskRecord:
    with owned.office.clock.database.read() as session:
        query = select(TaskRecord).where(
            TaskRecord.complaint_id == story.case.complaint_id, TaskRecord.form_id == form_id
        )
        return session.scalars(query).one()


def case_page(owned: OwnedOffice, story: Story) -> str:
    """All sections of the file, one after the other."""
    places = [section.place for section in SECTIONS]
    pages = [
        owned.office.page(READER, f"/cases/{story.case.complaint_id}/{place}".rstrip("/")) for place in places
    ]
    return " ".join(text_of(page) for page in pages)


def test_modeler_is_told_the_new_version_of_each_thing(deployed: list[dict[str, int]]) -> None:
    """By REST and by gRPC; an id the office did not know begins with version 1."""
    assert deployed == [
        {"investigation": 2, changes.VISIT_FORM: 1},
        {"plan-investigation": 2},
        {"competence": 2},
        {"investigation": 3},
    ]


def test_a_new_task_stands_in_the_list_by_its_name_in_the_diagram(owned: OwnedOffice, story: Story) -> None:
    """(a) on its page and among what was filed, too."""
    assert f"<h1>{changes.VISIT_NAME}</h1>" in story.visit_page
    assert changes.VISIT_NAME in case_page(owned, story)
    due = re.search(r"<span>截止时间 ([^<]+)", story.visit_page)
    assert due, "the limit of its stage presses on it"
    assert "2026-09-" in due[1]


def test_answers_of_a_new_task_are_checked_on_the_server(story: Story) -> None:
    """(a) missing, not offered and too large answers are refused with the field."""
    _, missing, not_offered, too_large = story.refusals
    assert "422" in missing
    assert "visited_place" in missing
    assert "footage_taken" in missing
    assert "footage_taken" in not_offered
    assert "people_met" in too_large


def test_answers_of_a_new_task_are_kept_in_the_case_file(owned: OwnedOffice, story: Story) -> None:
    """(a) with labels and the version of the form, and anybody who reads the file sees them."""
    record = record_of(owned, story, changes.VISIT_FORM)
    assert (record.form_version, record.submitted_by) == (1, HANDLER)
    assert record.answers == VISIT_ON_FILE
    page = case_page(owned, story)
    assert f"{changes.VISIT_NAME} · 荀问实" in page
    assert "表单 现场核查 · 第 1 版" in page
    for entry in VISIT_ON_FILE:
        assert f"{entry['label']} {entry['shown'][0]}" in page
    assert changes.VISIT_TASK not in page, "ids of Modeler are nothing to read"


def test_a_choice_can_steer_the_diagram_and_free_text_stays_in_the_file(
    owned: OwnedOffice, story: Story
) -> None:
    """(a) the diagram maps the choice; what people write is no variable of any process."""
    family = family_of(owned.office, root_of(owned.office, story.case))

    def values_of(name: str) -> set[str]:
        found = owned.office.engine.post("variables/search", {"filter": {"name": name}})["items"]
        return {item["value"] for item in found if item["processInstanceKey"] in family}

    assert values_of("footage_taken") == {'"yes"'}
    assert values_of("visited_place") == set()


def test_an_added_field_is_kept_with_label_and_form_version(owned: OwnedOffice, story: Story) -> None:
    """(b) unknown to the office, and on file like every other."""
    record = record_of(owned, story, "plan-investigation")
    assert record.form_version == 2
    assert changes.RISK_KEY in story.refusals[0], "61 characters where the form takes 60"
    added = {"key": changes.RISK_KEY, "label": changes.RISK_LABEL, "value": RISK, "shown": [RISK]}
    assert record.answers[-1] == added
    assert "表单 制定调查计划 · 第 2 版" in case_page(owned, story)
    assert f"{changes.RISK_LABEL} {RISK}" in case_page(owned, story)


def test_a_changed_rule_proposes_the_unit_that_then_handles_the_case(
    owned: OwnedOffice, story: Story
) -> None:
    """R9: (c) the clerk takes over what the form proposes; the rule that matched can be looked up."""
    assert story.suggested["unit"] == UNIT
    assert story.suggested["suggested_unit_label"] == UNIT_NAME
    with owned.office.clock.database.read() as session:
        assert session.get_one(Complaint, story.case.complaint_id).handling_unit == UNIT
    why = text_of(owned.office.page(READER, f"/cases/{story.case.complaint_id}/suggestion"))
    assert "版本 2" in why
    matched = why.partition("符合第 31 条")[2].partition("当时依据的案情")[0]
    assert f"承办单位 {UNIT_NAME}" in matched
    assert UNIT not in matched.split(), "codes are for those who watch processes"


def test_a_limit_of_the_owner_warns_and_ends_with_its_stage(owned: OwnedOffice, story: Story) -> None:
    """(d) both cards, on the due-list by its key and in the diagram by its boundaries; nothing watches afterwards."""
    clock = clock_of(owned.office, story.case, ClockKind.OWNER_LIMIT)
    assert clock.watch_key == f"{story.case.complaint_id}.{changes.LIMIT_KEY}"
    assert rungs_of(owned.office, clock) == {Rung.NEAR: True, Rung.OVER: True}
    for rung in (Rung.NEAR, Rung.OVER):
        assert f"本单位自设时限： {changes.LIMIT_KEY} {story.case.number}" in story.due_pages[rung]
    assert "本单位自设时限 云河市政务服务中心核查规定第三条" in case_page(owned, story)
    assert clock.stop_reason == "stage_left"
    family = family_of(owned.office, root_of(owned.office, story.case))
    seen = elements(owned.office, family)
    assert {(card, "COMPLETED") for card in changes.CARDS} <= set(seen)
    assert active_watches(owned.office, family) == []


def test_a_limit_of_the_owner_shows_its_rung_on_the_diagram(owned: OwnedOffice, restarted: Restarted) -> None:
    """(d) beside the shipped limit of the stage, on the owner's own element."""
    family = family_of(owned.office, root_of(owned.office, restarted.story.case))
    body = {"filter": {"processDefinitionId": "investigation"}}
    found = owned.office.engine.post("process-instances/search", body)["items"]
    key = next(item["processInstanceKey"] for item in found if item["processInstanceKey"] in family)
    page = owned.office.page(READER, f"/monitor/instances/{key}").text
    data = json.loads(re.search(r'id="monitor-data">(.*?)</script>', page, re.DOTALL)[1])
    shown = {clock["elementId"]: clock["rung"] for clock in data["clocks"]}
    assert shown == {"Call_WatchInvestigation": "within", changes.LIMIT_CALL: "within"}


def test_two_restarts_make_no_new_version(owned: OwnedOffice, restarted: Restarted) -> None:
    """Owners' versions win; the start names what it left alone."""
    before, between, after = restarted.versions
    assert before == between == after
    assert before["process investigation"] == [1, 2, 3]
    assert before["decision competence"] == [1, 2]
    assert before["form plan-investigation"] == [1, 2]
    assert before[f"form {changes.VISIT_FORM}"] == [1]
    left_alone = [line for line in restarted.said if line.startswith("left alone")]
    assert sorted(name for line in left_alone for name in line.split() if "." in name) == sorted(
        2 * ["investigation.bpmn", "competence.dmn"]
    )


def test_a_complaint_after_the_restarts_goes_the_owners_way_too(
    owned: OwnedOffice, restarted: Restarted
) -> None:
    """Rule, field, task and limit are still those of the owners."""
    assert restarted.story.suggested["unit"] == UNIT
    assert record_of(owned, restarted.story, "plan-investigation").form_version == 2
    assert clock_of(owned.office, restarted.story.case, ClockKind.OWNER_LIMIT).rung is Rung.WITHIN
    open_task(owned.office, restarted.story.case, changes.VISIT_FORM)


def test_a_new_task_has_a_working_page_in_chinese(
    owned: OwnedOffice, restarted: Restarted, filled_in: dict[str, str]
) -> None:
    """(a) in a browser, without a word that the office would have had to know."""
    assert "核查地点：必填" in filled_in["empty"]
    assert "是否调取录像：必填" in filled_in["empty"]
    for word in ("现场核查", "到被投诉窗口核对", "核查地点", "已调取", "未调取", "询问人数"):
        assert word in filled_in["form"]
    assert "已存档" in filled_in["after"]
    record = record_of(owned, restarted.story, changes.VISIT_FORM)
    assert record.answers == VISIT_ON_FILE[:2]


MISTAKES = {
    ("record-findings.form", "matters[].finding"): "系统要读取此项",
    ("extension.bpmn", "Task_PrepareExtension"): "没有办理该作业的程序",
    ("complaint.bpmn", "Start_ComplaintRegistered"): "系统会发此消息",
}


def test_mistakes_are_found_by_file_element_and_reason(mistaken: list[str]) -> None:
    """A missing field, a job without a worker, and the start message of a case; below each, how to mend it."""
    faults, remedies = mistaken[::2], mistaken[1::2]
    assert len(faults) == len(remedies) == len(MISTAKES)
    for ((file, element), reason), line in zip(MISTAKES.items(), faults, strict=True):
        assert line.startswith(f"{file}: {element}: ")
        assert reason in line
    assert all("怎样改：" in line for line in remedies)


def test_mistakes_in_use_are_shown_at_their_version_in_the_monitor(
    owned: OwnedOffice, restarted: Restarted, filled_in: dict[str, str]
) -> None:
    """A diagram at once; a form when the first task is shown with it, since 8.8 searches no forms."""
    open_task(owned.office, restarted.story.case, "record-findings")
    page = owned.office.page(READER, "/monitor/versions")
    rows = [text_of(SimpleNamespace(text=row)) for row in re.findall(r"<tr.*?</tr>", page.text, re.S)]
    faulty = {row for row in rows if any(element in row for _, element in MISTAKES)}
    for (file, element), reason in MISTAKES.items():
        row = next(row for row in faulty if f" {file.partition('.')[0]} " in row)
        assert re.search(rf" 2 (未经审核 )?(\d+ )?{re.escape(element)} ", row)
        assert reason in row
    assert "3 项有问题" in text_of(page)
    sound = next(row for row in rows if " investigation " in row)
    assert " 3 " in sound
