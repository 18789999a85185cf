"""The rights slip after each step, on the progress page and as a paper, from the real web server in Chinese."""

from __future__ import annotations

import re
import secrets
from datetime import date

import pytest

from api.i18n import _catalogue
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Stage
from models.clock.clock import Clock
from models.clock.legal_time import to_beijing
from models.office.staff import Staff
from services.requests.kinds import KINDS
from services.views.progress_steps import STEP_OF_DECISION, STEP_OF_EVENT, STEP_OF_STAGE
from tests.full_office import FullOffice
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import walk_to
from tests.unit.services.requests_office import ask_for_material
from tests.unit.side_requests.side_case import SideCase
from tests.web.own_part import send_own
from tests.web.told_scenes import SCENES, fresh_case, part_of, progress_of, transferred

PARTS = ("刚刚办了什么", "下一步办什么", "最迟什么时候", "您可以做什么")
DAY = re.compile(r"最后一天：\s*(\d{4})年(\d{1,2})月(\d{1,2})日")
# Every stage, by the task that waits in it.
TASK_OF = {
    Stage.INTAKE: "decide-acceptance",
    Stage.INVESTIGATION: "record-findings",
    Stage.DISPOSAL: "draft-opinion",
    Stage.FEEDBACK: "give-answer",
    Stage.RETURN_VISIT: "record-return-visit",
    Stage.ARCHIVED: "record-return-visit",
}
NOTHING_AWAITED = "没有需要等候的事项"


def case_in(served: ServedOffice, stage: Stage) -> SideCase:
    """A case that has come to this stage through its tasks."""
    if stage is Stage.REFERRAL:
        case = transferred(served)
    else:
        office = served.office
        filed = office.file(address=secrets.token_hex(4))
        walk_to(office, filed.complaint_id, TASK_OF[stage])
        case = SideCase(office, filed.complaint_id, filed.number, filed.query_code)
    with case.unit() as (_, complaint):
        complaint.stage = stage
    return case


def slip_of(served: ServedOffice, case: SideCase) -> str:
    """The words of the slip on the page."""
    return part_of(progress_of(served.visitor(), case), "slip")


def days_of(slip: str) -> list[date]:
    """The last days that it names."""
    return [date(*map(int, found)) for found in DAY.findall(slip)]


def day_of(clock: Clock) -> date:
    return to_beijing(clock.due_at).date()


def clock_of(office: FullOffice, case: SideCase, kind: ClockKind) -> Clock:
    return office.rows(Clock, complaint_id=case.complaint_id, kind=kind)[0]


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_a_slip_with_its_four_parts_and_nobody_waits_without_a_date(
    served_office: ServedOffice, stage: Stage
) -> None:
    """N13 UX-16 UX-23: after each step what happened, what next, by when, what one may do, each right with until when."""
    case = case_in(served_office, stage)
    slip = slip_of(served_office, case)
    for part, following in zip(PARTS, (*PARTS[1:], "$"), strict=True):
        assert re.search(f"{part}(.+?){following}", slip), (part, slip)
    by_when = re.search(f"{PARTS[2]}(.+?){PARTS[3]}", slip)
    assert by_when is not None
    is_dated = re.search(r"最迟\s*2026-\d\d-\d\d \d\d:\d\d", by_when[1]) is not None
    assert is_dated is (stage is not Stage.ARCHIVED), by_when[1]
    assert (NOTHING_AWAITED in by_when[1]) is (stage is Stage.ARCHIVED)
    assert days_of(slip), slip


@pytest.mark.parametrize("scene", SCENES)
def test_every_case_that_a_complainant_lives_through_has_its_slip(
    served_office: ServedOffice, scene: object
) -> None:
    """N13: also what was withdrawn, merged, settled, handled anew."""
    assert callable(scene)
    slip = slip_of(served_office, scene(served_office))
    assert all(part in slip for part in PARTS), slip
    assert "slip_" not in slip


def test_the_days_are_those_of_the_clocks(served_office: ServedOffice) -> None:
    """UX-23: a right that ends with the decision ends on the day by which the decision is due."""
    case = case_in(served_office, Stage.INTAKE)
    due = day_of(clock_of(served_office.office, case, ClockKind.ACCEPTANCE))
    assert set(days_of(slip_of(served_office, case))) == {due}
    case = case_in(served_office, Stage.INVESTIGATION)
    due = day_of(clock_of(served_office.office, case, ClockKind.RESOLVE))
    slip = slip_of(served_office, case)
    assert set(days_of(slip)) == {due}
    assert "回避" in slip
    assert "异议" in slip
    assert "从您收到答复之日起算： 30" in slip


def test_the_last_day_of_a_review_and_of_material_that_was_asked_for(served_office: ServedOffice) -> None:
    """UX-23: thirty days from the answer of 7 September, told as a day; and the window of the material."""
    slip = slip_of(served_office, case_in(served_office, Stage.RETURN_VISIT))
    assert re.search(r"申请复查.{1,60}最后一天：\s*2026年10月[78]日", slip), slip
    case = fresh_case(served_office)
    ask_for_material(served_office.office, case.complaint_id)
    asked = slip_of(served_office, case)
    assert re.search(r"按我们的要求补充材料。\s*最后一天：\s*2026年9月\d+日 \d\d:\d\d 以前", asked), asked


def test_who_holds_it_is_an_office_with_a_telephone_and_never_a_person(served_office: ServedOffice) -> None:
    """R99: the next due date and who holds the case stand on the page, so that nobody waits or asks in vain."""
    people = served_office.office.rows(Staff)
    assert len(people) > 20
    for stage in Stage:
        page = progress_of(served_office.visitor(), case_in(served_office, stage))
        holder = part_of(page, "holder")
        assert re.search(r"现在由谁办理：\s*\S+", holder), stage
        assert "0000-8800-1234" in holder, stage
        assert [row.name for row in people if row.name in page] == [], stage


def test_the_slip_is_a_paper_of_its_own_and_nothing_stands_in_its_address(
    served_office: ServedOffice,
) -> None:
    """UX-58: letterhead, number and the four parts, without the forms of the page."""
    case = case_in(served_office, Stage.INVESTIGATION)
    page = send_own(served_office.visitor(), case, "slip")
    assert page.status_code == 200
    assert page.url.path == "/progress/slip"
    assert page.url.query == b""
    assert all(part in page.text for part in PARTS)
    assert case.number in page.text
    assert "投诉处置科" in page.text
    assert "<textarea" not in page.text
    wrong = served_office.visitor()
    wrong.get("/progress")
    assert wrong.post("/progress/slip", {"number": case.number, "query_code": "0"}).status_code == 404


def test_a_date_that_has_passed_is_called_so_and_no_right_ends_in_the_past(
    served_office: ServedOffice,
) -> None:
    """UX-16: who waits longer than he was told reads that, and whom to ask."""
    case = case_in(served_office, Stage.INVESTIGATION)
    with case.unit() as (unit, _):
        clock = unit.session.get_one(Clock, clock_of(served_office.office, case, ClockKind.RESOLVE).id)
        clock.due_at = unit.session.get_one(Complaint, case.complaint_id).received_at
    slip = slip_of(served_office, case)
    assert "这一期限已过" in slip
    assert days_of(slip) == []
    assert "处理意见批准以前都可以" in slip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_step_is_told_in_a_whole_sentence(language: str) -> None:
    """In plain words, not by the name of a stage."""
    own = {"RECEIVED", "CONTACTED", "ANSWERED", "ANSWERED_TOGETHER", "VISITED", "RATED", "SUPPLEMENT_SENT"}
    codes = own | {*STEP_OF_STAGE.values(), *STEP_OF_DECISION.values(), *STEP_OF_EVENT.values()}
    codes |= {step.code for kind in KINDS.values() for step in kind.citizen_steps}
    told = {code: _catalogue(language).get(f"slip_happened.{code}", "") for code in codes}
    assert [code for code, text in told.items() if not text.endswith(("。", "."))] == []
