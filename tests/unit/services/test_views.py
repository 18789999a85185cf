"""What people see: lists by urgency, the file, the progress, the view without identity."""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.case.lifecycle import FileEntryKind, Rung, Stage, TaskState
from models.case.respondent import Respondent
from models.case.task import Task
from models.ground.errors import InvalidInput, NotFound, NotPermitted
from services.actor import citizen
from services.case.correct_matters import CorrectMatters, correct_matters
from services.case.record_entry import RecordEntry, record_entry
from services.views.cases import SearchCases, search_cases
from services.views.due_clocks import list_due_clocks
from services.views.my_tasks import list_my_tasks
from services.views.progress import FindProgress, find_progress
from services.views.task_page import get_task
from tests.accepted_row import ACCEPTED_ROW
from tests.full_office import TOLD, FullOffice
from tests.unit.services.projected_task import REFUSE, accept, add_task, submit, walk_to
from tests.whole_file import get_case_file


def link_clock(office: FullOffice, key: str, complaint_id: str) -> None:
    file = get_case_file(complaint_id, office.unit_of_work(), office.actor("wen.rusheng"))
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).clock_id = file.clocks[0].clock_id


def test_task_with_the_least_time_left_comes_first(office: FullOffice) -> None:
    """Overdue before tomorrow before later."""
    keys = []
    for moment in ("2026-09-07T10:00", "2026-09-04T10:00", "2026-09-08T10:00"):
        office.clock.set(moment)
        case = office.file().complaint_id
        key = add_task(office, case, "decide-acceptance")
        link_clock(office, key, case)
        keys.append(key)
    office.clock.set("2026-09-10T10:00")
    rows = list_my_tasks(office.unit_of_work(), office.actor("wen.rusheng")).rows
    assert [row.user_task_key for row in rows] == [keys[1], keys[0], keys[2]]
    assert rows[0].rung is Rung.OVER
    assert list_my_tasks(office.unit_of_work(), office.actor("fang.huiyin")).rows == ()


def test_submitted_task_stays_visible_until_it_moves(office: FullOffice) -> None:
    """The page says that it is sent and not yet moved."""
    case = office.file().complaint_id
    accept(office, case)
    rows = list_my_tasks(office.unit_of_work(), office.actor("wen.rusheng")).rows
    assert [row.state for row in rows] == [TaskState.SUBMITTED]


def test_task_page_says_why_one_may_not_submit(office: FullOffice) -> None:
    """R45: the form with its data, and the rule that bars."""
    case = office.file().complaint_id
    key = add_task(office, case, "decide-acceptance")
    page = get_task(key, office.unit_of_work(), office.actor("wen.rusheng"))
    assert page.can_submit
    assert [row["text"] for row in page.data["matters"]] == [told.rstrip("。") for told in TOLD[:2]]  # type: ignore[index,attr-defined]  # rows of any table
    assert get_task(key, office.unit_of_work(), office.actor("fang.huiyin")).why_not == "ROLE_MISSING"
    with pytest.raises(NotFound):
        get_task(key, office.unit_of_work(), office.actor("jia.manglu"))


def test_case_file_masks_the_identity_and_hides_from_the_person_complained_about(office: FullOffice) -> None:
    """R109: masked by default; for those complained about the file does not exist."""
    case = office.file().complaint_id
    file = get_case_file(case, office.unit_of_work(), office.actor("wen.rusheng"))
    assert "199-0000-0201" not in str(file.identity_masked)
    assert "简一趟" not in str(file.identity_masked)
    with office.unit_of_work() as unit:
        unit.session.add(
            Respondent(id="0" * 32, complaint_id=case, staff_id="wen.rusheng", match="exact", candidates=[])
        )
    with pytest.raises(NotFound):
        get_case_file(case, office.unit_of_work(), office.actor("wen.rusheng"))
    assert search_cases(SearchCases(), office.unit_of_work(), office.actor("wen.rusheng")).rows == ()
    assert len(search_cases(SearchCases("yh-2026"), office.unit_of_work(), office.actor("ying.shoudao"))) == 1


def test_corrected_split_keeps_the_earlier_one(office: FullOffice) -> None:
    """R120: people correct the machine; until when stands in test_split.py."""
    case, actor = office.file().complaint_id, office.actor("wen.rusheng")
    correct_matters(CorrectMatters(case, ("只有一项",)), office.unit_of_work(), actor)
    file = get_case_file(case, office.unit_of_work(), actor)
    assert [matter.text for matter in file.matters] == ["只有一项"]
    counts = {event.kind: event.payload["count"] for event in file.timeline if "matters." in event.kind}
    assert counts == {"matters.suggested": 2, "matters.corrected": 1}
    with pytest.raises(InvalidInput):
        correct_matters(CorrectMatters(case, (" ",)), office.unit_of_work(), actor)


def test_first_contact_is_an_entry_and_stops_no_clock(office: FullOffice) -> None:
    """Recorded with its ways."""
    case, actor = office.file().complaint_id, office.actor("ji.luqing")
    command = RecordEntry(case, FileEntryKind.FIRST_CONTACT, "电话告知编号", ("phone",))
    record_entry(command, office.unit_of_work(), actor)
    file = get_case_file(case, office.unit_of_work(), actor)
    assert file.first_contact_staff == "ji.luqing"
    assert file.clocks[0].stopped_at is None
    with pytest.raises(InvalidInput):
        record_entry(RecordEntry(case, FileEntryKind.FIRST_CONTACT, "x"), office.unit_of_work(), actor)


def test_due_list_is_for_the_line(office: FullOffice) -> None:
    """Nearest first, computed now."""
    office.file()
    rows = list_due_clocks(office.unit_of_work(), office.actor("heng.gongyun"))
    assert [(row.number, row.rung) for row in rows] == [("YH-2026-000001", Rung.WITHIN)]
    with pytest.raises(NotPermitted):
        list_due_clocks(office.unit_of_work(), office.actor("fang.huiyin"))


def test_refused_matter_is_told_at_the_query_code_and_in_the_answer(office: FullOffice) -> None:
    """R22: ground, basis and right place at once; later a line for each matter."""
    filed = office.file()

    def look() -> object:
        found = find_progress(
            FindProgress(filed.number, filed.query_code), office.unit_of_work(), citizen("203.0.113.9")
        )
        assert found is not None
        return found

    decision = {"category": "none", "route": "intervene", "complexity": "simple"}
    submit(
        office,
        filed.complaint_id,
        "decide-acceptance",
        "wen.rusheng",
        **decision,
        matters=[ACCEPTED_ROW, REFUSE],
    )
    progress = look()
    refused = progress.refused_matters  # type: ignore[attr-defined]  # a Progress
    assert [(line.no, line.ground, line.right_place) for line in refused] == [
        (2, "in_trial", "云河市临江区人民法院")
    ]


def test_answer_shows_at_the_query_code_with_every_step(office: FullOffice) -> None:
    """R60 R92: each step with its date, then the answer."""
    filed = office.file()
    walk_to(office, filed.complaint_id, "record-return-visit")
    progress = find_progress(
        FindProgress(filed.number, filed.query_code), office.unit_of_work(), citizen("203.0.113.9")
    )
    assert progress is not None
    assert {step.code for step in progress.steps} >= {"RECEIVED", "ACCEPTED", "INVESTIGATING", "ANSWERED"}
    assert progress.answer is not None
    assert [line.finding for line in progress.answer.lines] == ["substantiated", "substantiated"]
    assert "xun.wenshi" not in str(progress)


def test_a_case_is_closed_once_its_file_is_archived_and_not_before(office: FullOffice) -> None:
    """HS-42."""
    case = office.file().complaint_id
    found = []
    for stage in Stage:
        with office.unit_of_work() as unit:
            unit.session.get_one(Complaint, case).stage = stage
        file = get_case_file(case, office.unit_of_work(), office.actor("wen.rusheng"))
        if file.summary.is_closed:
            found.append(stage)
    assert found == [Stage.ARCHIVED]
