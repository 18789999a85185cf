"""After the archive: what was ordered goes on, what comes in is an addendum, what lacks is named, and a verdict stands."""

from __future__ import annotations

import pytest

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.beside.rectification import Rectification
from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.improvement_verdict import ImprovementVerdict
from models.case.lifecycle import ClockKind, DecisionKind, FileEntryKind, Outcome, RequestState, Stage
from models.case.task import Task
from models.clock.clock import Clock
from models.ground.codes import RectificationKind
from models.ground.errors import InvalidInput
from models.ledger.trail_event import TrailEvent
from services.actor import SYSTEM
from services.answer.publish_answer import publish_by_itself
from services.beside.discipline.hand_over import HandOver, hand_over
from services.beside.discipline.propose_for_opinion import propose_for_opinion
from services.beside.discipline.record_result import record_result
from services.beside.rectification.order_rectification import OrderRectification, order_rectification
from services.beside.rectification.report import report
from services.beside.rectification.verify import VerifyRectification, verify
from services.beside.supervision.close import CloseSupervision, close
from services.beside.supervision.explain import ExplainDelay, explain
from services.beside.supervision.open_supervision import OpenSupervision, open_supervision
from services.case.archive_case import ArchiveCase, archive_case
from services.case.lifecycle import move_stage
from services.casefile.decisions import NewDecision, record_decision
from services.casefile.get_case import list_matters
from services.forms.task_case import TaskCase
from services.once.once_per_job import JobIdentity
from services.views.cases import SearchCases, search_cases
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.unit.services.projected_task import submit, walk_to
from tests.whole_file import get_case_file

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)

ANSWER = {"findings_text": "一", "decision_text": "二", "measures_text": "三", "ways": ["phone"]}
NEEDED = {
    "improvement": "needed",
    "improvement_cause": "窗口没有一次性告知清单",
    "improvement_owner": "YH-ZW",
}


def archive(office: FullOffice, case: str, key: str = "880") -> None:
    archive_case(
        ArchiveCase(case, 1, JobIdentity(key, "2251799813685301", "complaint.archive-case")),
        office.unit_of_work(),
        SYSTEM,
    )


def ordered(office: FullOffice) -> str:
    """An answered case with an order, a transfer and a supervision that are open."""
    case = office.file().complaint_id
    walk_to(office, case, "give-answer")
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        actor = office.actor("heng.gongyun")
        order_rectification(
            OrderRectification("SJ", RectificationKind.RECTIFY, "请整改"), complaint, unit, actor
        )
        list_matters(case, unit)[0].disposals = ["correct_error", "propose_discipline"]
        propose_for_opinion(complaint, unit, actor)
        open_supervision(OpenSupervision(case, "久无进展"), unit, office.actor("jian.rujing"))
    submit(office, case, "give-answer", "xun.wenshi", **ANSWER)
    return case


def still_open(office: FullOffice, case: str) -> tuple[int, int]:
    """As the list says it, and as the file does."""
    actor = office.actor("jian.rujing")
    listed = search_cases(SearchCases(), office.unit_of_work(), actor)
    return next(iter(listed)).open_after_archive, get_case_file(
        case, office.unit_of_work(), actor
    ).summary.open_after_archive


def test_orders_transfers_and_supervisions_run_on_with_their_clocks(office: FullOffice) -> None:
    """DM-21: the archive waits for none of them and lets nobody off; list and file count them down."""
    case = ordered(office)
    assert still_open(office, case) == (0, 0), "an open case says by its tasks what is open"
    archive(office, case)
    assert office.rows(Complaint, id=case)[0].stage is Stage.ARCHIVED
    kinds = (ClockKind.RECTIFICATION, ClockKind.DISCIPLINARY_TRANSFER, ClockKind.SUPERVISION)
    clocks = [row for row in office.rows(Clock, complaint_id=case) if row.kind in kinds]
    assert [row.stopped_at for row in clocks] == [None, None, None]
    assert still_open(office, case) == (3, 3)
    with office.unit_of_work() as unit:
        order = unit.session.query(Rectification).one()
        report(order, "已整改", unit, office.actor("zhang.zhaoquan"))
        verify(order, VerifyRectification(is_verified=True), unit, office.actor("jian.rujing"))
    assert still_open(office, case) == (2, 2)


def test_what_comes_in_after_the_archive_is_a_marked_entry_of_the_file(office: FullOffice) -> None:
    """DM-21: 补卷, each paper once, and nothing of it before the archive."""
    case = ordered(office)
    with office.unit_of_work() as unit:
        explain(
            unit.session.query(Supervision).one(),
            ExplainDelay("人手", "补"),
            unit,
            office.actor("xun.wenshi"),
        )
    assert office.rows(FileEntry, kind=FileEntryKind.ADDENDUM) == []
    archive(office, case)
    with office.unit_of_work() as unit:
        order = unit.session.query(Rectification).one()
        report(order, "已整改", unit, office.actor("zhang.zhaoquan"))
        verify(order, VerifyRectification(is_verified=True), unit, office.actor("jian.rujing"))
        transfer = unit.session.query(DisciplinaryTransfer).one()
        hand_over(transfer, HandOver("X-JW", "JW-1"), unit, office.actor("jian.rujing"))
        record_result(transfer, "批评教育", unit, office.actor("jian.rujing"))
        supervision = unit.session.query(Supervision).one()
        close(supervision, CloseSupervision("已说明"), unit, office.actor("jian.rujing"))
    entries = sorted(office.rows(FileEntry, kind=FileEntryKind.ADDENDUM), key=lambda row: row.text)
    assert [row.text for row in entries] == [
        "补卷：整改要求第1号的整改情况报告。",
        "补卷：整改要求第1号的核实记录（核实到位）。",
        "补卷：督办第1号的结论。",
        "补卷：问题线索移送第1号的处理结果。",
        "补卷：问题线索移送第1号的移送回执。",
    ]
    assert len(office.rows(TrailEvent, kind="file.added_to")) == len(entries)
    assert office.rows(Supervision)[0].state is RequestState.ANSWERED


def test_what_the_file_lacks_is_named_and_holds_no_lawful_closing_back(office: FullOffice) -> None:
    """DM-21: the list by the outcome; what was missing at the archive stays on the trail."""
    case = office.file().complaint_id
    walk_to(office, case, "give-answer")
    submit(office, case, "give-answer", "xun.wenshi", **ANSWER)
    shown = get_case_file(case, office.unit_of_work(), office.actor("xun.wenshi")).closing.pieces
    lacking = [line.piece.value for line in shown if not line.is_there]
    assert lacking == ["investigation", "return_visit"]
    archive(office, case)
    assert office.rows(TrailEvent, kind="case.archived")[0].payload["missing"] == lacking


def test_who_approves_says_what_is_to_be_improved_by_whom_or_why_nothing_is(office: FullOffice) -> None:
    """DM-38, R1: with the approval; without a cause, an owner or a reason nothing is approved."""
    case = office.file().complaint_id
    walk_to(office, case, "approve-opinion")
    for said, field in (
        ({}, "improvement"),
        ({**NEEDED, "improvement_cause": ""}, "improvement_cause"),
        ({**NEEDED, "improvement_owner": "X-JW"}, "improvement_owner"),
        ({**NOTHING_TO_IMPROVE, "improvement_reason": ""}, "improvement_reason"),
    ):
        with pytest.raises(InvalidInput) as refused:
            submit(office, case, "approve-opinion", "heng.gongyun", opinion_decision="approve", **said)
        assert set(refused.value.errors) == {field}
    submit(office, case, "approve-opinion", "heng.gongyun", opinion_decision="approve", **NEEDED)
    row = office.rows(ImprovementVerdict, complaint_id=case)[0]
    assert (row.cause, row.owner_unit, row.by, row.is_derived) == (
        "窗口没有一次性告知清单",
        "YH-ZW",
        "heng.gongyun",
        False,
    )
    assert office.rows(TrailEvent, kind="improvement.judged")[0].payload["owner_unit"] == "YH-ZW"


def test_sending_an_opinion_back_judges_nothing(office: FullOffice) -> None:
    case = office.file().complaint_id
    walk_to(office, case, "approve-opinion")
    submit(
        office, case, "approve-opinion", "heng.gongyun", opinion_decision="return", comment="依据", **NEEDED
    )
    assert office.rows(ImprovementVerdict) == []


# An opinion and a settlement on the spot have a verdict that a person says.
@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.ACCEPTED, Outcome.SETTLED}))
def test_a_file_without_an_opinion_says_why_no_verdict_was_made(office: FullOffice, outcome: Outcome) -> None:
    """R1: every closed case has one; where nobody could say it, the file says that it follows from the closing."""
    case = office.file().complaint_id
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        record_decision(NewDecision(case, DecisionKind.WITHDRAWAL, 1, {}), unit, SYSTEM)
        publish_by_itself(TaskCase(unit, complaint, Task(), SYSTEM), ("query_code",))
        move_stage(complaint, Stage.FEEDBACK, unit, SYSTEM)
        complaint.outcome = outcome
    archive(office, case)
    row = office.rows(ImprovementVerdict, complaint_id=case)[0]
    assert (row.is_needed, row.is_derived) == (False, True)
    assert row.none_reason
    shown = get_case_file(case, office.unit_of_work(), office.actor("xun.wenshi"))
    assert [line.piece.value for line in shown.closing.pieces if line.piece.value == "improvement"] == [
        "improvement"
    ]
