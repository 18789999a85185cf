"""到期鉴定: files whose term is over are judged by two people and decided by a third; what anything holds stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from models.beside.review import Review
from models.case.appraisal import AppraisalLine
from models.case.complaint import Complaint
from models.case.data_request import DataRequest
from models.case.file_keeping import FileKeeping
from models.case.lifecycle import Outcome, Stage
from models.case.respondent import Respondent
from models.ground.codes import RequestedSide, RespondentMatch
from models.ground.errors import Conflict, InvalidInput, NotPermitted, RuleRefused
from models.ground.ids import new_id
from models.ground.keeping_codes import Hold, Judgement, KeepingClass
from models.ground.privacy_codes import AskedBy, DataRequestState, DataRight, IdentityCheck
from models.ledger.trail_event import TrailEvent
from models.office.staff import Staff
from services.keeping.decide_appraisal import DecideAppraisal, decide_appraisal
from services.keeping.due_files import PAGE, list_due
from services.keeping.freeze_file import FreezeFile, freeze_file
from services.keeping.judge_files import JudgeFiles, judge_files
from services.keeping.keep_files_step import keep_files_step
from services.keeping.open_appraisal import open_appraisal
from services.keeping.read_appraisal import read_appraisal
from tests.full_office import FullOffice
from tests.unit.services.keeping_files import DIRECTOR, SUPERVISOR, change, close, keeping_of, seal

APPROVER, OTHER_SUPERVISOR = "heng.gongyun", "du.daodi"
# The term of a refused complaint of 2026 ends with 2036.
LAST_DAY, DAY_AFTER = "2036-12-31T23:59", "2037-01-01T00:00"


def close_due(office: FullOffice) -> str:
    """A file without a result, sealed in 2026."""
    case = close(office, "2026-10-08T09:00", Outcome.REFUSED)
    seal(office, case)
    return case


def list_due_cases(office: FullOffice) -> list[str]:
    with office.unit_of_work().reading() as unit:
        return [file.complaint.id for file in list_due("", unit, office.actor(SUPERVISOR)).files]


def start(office: FullOffice, login: str = SUPERVISOR) -> str:
    return open_appraisal(office.unit_of_work(), office.actor(login))


def judge(office: FullOffice, batch: str, login: str, **judged: str) -> None:
    """By case what somebody says of it."""
    for case, judgement in judged.items():
        command = JudgeFiles(batch, [case.removeprefix("c")], judgement, "已无利用价值")
        judge_files(command, office.unit_of_work(), office.actor(login))


def judge_alike(office: FullOffice, batch: str, **judged: str) -> None:
    for login in (SUPERVISOR, APPROVER):
        judge(office, batch, login, **judged)


def decide(office: FullOffice, batch: str, login: str = DIRECTOR, decision: str = "approve") -> None:
    command = DecideAppraisal(batch, decision, "同意")
    decide_appraisal(command, office.unit_of_work(), office.actor(login))


def line_of(office: FullOffice, case: str) -> AppraisalLine:
    row: AppraisalLine
    (row,) = office.rows(AppraisalLine, complaint_id=case)
    return row


def test_a_file_is_due_the_day_after_its_term_and_no_sooner(office: FullOffice) -> None:
    case, kept = close_due(office), close(office, "2026-10-08T09:00", upward=True)
    seal(office, kept)
    office.clock.set(LAST_DAY)
    assert list_due_cases(office) == []
    with pytest.raises(RuleRefused, match="NOTHING_DUE"):
        start(office)
    office.clock.set(DAY_AFTER)
    assert list_due_cases(office) == [case]
    batch = start(office)
    assert list_due_cases(office) == [], "it stands in one appraisal at a time"
    assert line_of(office, case).appraisal_id == batch
    with pytest.raises(NotPermitted):
        start(office, "xun.wenshi")


def hold_open(office: FullOffice, case: str) -> None:
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).stage = Stage.INTAKE


def hold_review(office: FullOffice, case: str) -> None:
    with office.unit_of_work() as unit:
        row = Review(id=new_id(), complaint_id=case, no=1, round=1, requested_by="citizen", reason="不服")
        row.requested_side, row.requested_at = RequestedSide.COMPLAINANT, unit.clock.now()
        unit.session.add(row)


def hold_frozen(office: FullOffice, case: str) -> None:
    freeze_file(FreezeFile(case, "court", "法院调卷"), office.unit_of_work(), office.actor(SUPERVISOR))


def hold_data_request(office: FullOffice, case: str) -> None:
    with office.unit_of_work() as unit:
        row = DataRequest(id=new_id(), complaint_id=case, kind=DataRight.EXPLAIN, text="为何保留")
        row.asked_by, row.identity_check = AskedBy.CODE, IdentityCheck.CODE
        row.asked_at, row.due_on = unit.clock.now(), date(2037, 1, 20)
        row.state = DataRequestState.OPEN
        unit.session.add(row)


HOLDS = [
    (hold_open, Hold.OPEN),
    (hold_review, Hold.REVIEW),
    (hold_frozen, Hold.FROZEN),
    (hold_data_request, Hold.REQUEST),
]


@pytest.mark.parametrize(("hold", "named"), HOLDS)
def test_what_is_held_comes_into_no_appraisal_and_drops_out_of_one(
    office: FullOffice, hold: Callable[[FullOffice, str], None], named: Hold
) -> None:
    """Nothing frozen or open is decided away, whenever that began."""
    before, meanwhile = close_due(office), close_due(office)
    office.clock.set(DAY_AFTER)
    hold(office, before)
    batch = start(office)
    assert [row.complaint_id for row in office.rows(AppraisalLine)] == [meanwhile]
    judge_alike(office, batch, **{f"c{meanwhile}": "destroy"})
    hold(office, meanwhile)
    decide(office, batch)
    line = line_of(office, meanwhile)
    assert (line.settled, line.held_by) == (None, named)
    assert keeping_of(office, meanwhile).decided is None
    assert [e.payload["held"] for e in office.rows(TrailEvent) if e.kind == "appraisal.approved"] == [1]


def test_a_term_that_was_lengthened_meanwhile_runs_on(office: FullOffice) -> None:
    case = close_due(office)
    office.clock.set(DAY_AFTER)
    batch = start(office)
    judge_alike(office, batch, **{f"c{case}": "destroy"})
    change(office, "without_result", "years_30", "lengthen")
    while keep_files_step(office.unit_of_work):
        pass
    decide(office, batch)
    assert (line_of(office, case).settled, keeping_of(office, case).decided) == (None, None)
    assert keeping_of(office, case).ends_on == date(2056, 12, 31)


def test_what_was_decided_falls_where_the_term_runs_again(office: FullOffice) -> None:
    """Nobody destroys by an old decision what the table has the office keep."""
    case = close_due(office)
    office.clock.set(DAY_AFTER)
    batch = start(office)
    judge_alike(office, batch, **{f"c{case}": "destroy"})
    decide(office, batch)
    assert keeping_of(office, case).decided is Judgement.DESTROY
    change(office, "without_result", "years_30", "lengthen")
    while keep_files_step(office.unit_of_work):
        pass
    assert (keeping_of(office, case).decided, keeping_of(office, case).ends_on) == (None, date(2056, 12, 31))
    office.clock.set("2057-01-01T00:00")
    assert list_due_cases(office) == [case], "it is due again at its new end"


def test_two_different_people_judge_alike_and_a_third_decides(office: FullOffice) -> None:
    """鉴定 by two, approved by the head of the organ, who judged nothing himself."""
    case = close_due(office)
    office.clock.set(DAY_AFTER)
    batch = start(office)
    for _ in range(2):
        judge(office, batch, SUPERVISOR, **{f"c{case}": "destroy"})
    with pytest.raises(RuleRefused, match="APPRAISAL_NOT_AGREED"):
        decide(office, batch)
    judge(office, batch, APPROVER, **{f"c{case}": "keep_10"})
    with pytest.raises(RuleRefused, match="APPRAISAL_NOT_AGREED"):
        decide(office, batch)
    with pytest.raises(RuleRefused, match="JUDGED_BY_TWO_OTHERS"):
        judge(office, batch, OTHER_SUPERVISOR, **{f"c{case}": "destroy"})
    decide(office, batch, decision="send_back")
    judge(office, batch, APPROVER, **{f"c{case}": "destroy"})
    with pytest.raises(NotPermitted):
        decide(office, batch, APPROVER)
    with office.unit_of_work() as unit:
        line = unit.session.get_one(AppraisalLine, (batch, case))
        line.second_by = DIRECTOR
    with pytest.raises(RuleRefused, match="APPRAISAL_NEEDS_A_THIRD"):
        decide(office, batch)
    with office.unit_of_work() as unit:
        unit.session.get_one(AppraisalLine, (batch, case)).second_by = APPROVER
    decide(office, batch)
    assert line_of(office, case).settled is Judgement.DESTROY
    assert keeping_of(office, case).decided is Judgement.DESTROY
    with pytest.raises(Conflict) as late:
        decide(office, batch)
    assert late.value.code == "APPRAISAL_DECIDED"
    with pytest.raises(Conflict):
        judge(office, batch, SUPERVISOR, **{f"c{case}": "keep_10"})
    assert list_due_cases(office) == []
    (told,) = [e for e in office.rows(TrailEvent, complaint_id=case) if e.kind == "file.appraised"]
    assert told.payload["judgement"] == "destroy"


def keep_away(office: FullOffice, case: str, login: str) -> None:
    with office.unit_of_work() as unit:
        row = Respondent(id=new_id(), complaint_id=case, no=9, staff_id=login, candidates=[])
        row.match, row.confirmed_at = RespondentMatch.EXACT, unit.clock.now()
        unit.session.add(row)


def test_a_file_that_the_head_must_keep_away_from_leaves_with_the_sending_back(office: FullOffice) -> None:
    """One such file does not keep the others; it is due again, and nothing is decided on it."""
    case, his = close_due(office), close_due(office)
    office.clock.set(DAY_AFTER)
    batch = start(office)
    judge_alike(office, batch, **{f"c{case}": "destroy", f"c{his}": "destroy"})
    keep_away(office, his, DIRECTOR)
    with pytest.raises(RuleRefused, match="APPRAISAL_KEEPS_AWAY"):
        decide(office, batch)
    decide(office, batch, decision="send_back")
    assert list_due_cases(office) == [his]
    page = read_appraisal(batch, "", office.unit_of_work(), office.actor(OTHER_SUPERVISOR))
    assert {one.complaint.id: one.is_left_out for one in page.lines} == {case: False, his: True}
    with pytest.raises(InvalidInput):
        judge(office, batch, APPROVER, **{f"c{his}": "keep_10"})
    decide(office, batch)
    assert (line_of(office, case).settled, line_of(office, his).settled) == (Judgement.DESTROY, None)
    assert keeping_of(office, his).decided is None


def test_who_has_left_is_stood_in_for_and_nobody_judges_twice(office: FullOffice) -> None:
    """Two who differ and are gone keep no file for good; a judgement of who is there stays his."""
    case = close_due(office)
    office.clock.set(DAY_AFTER)
    batch = start(office)
    judge(office, batch, SUPERVISOR, **{f"c{case}": "destroy"})
    judge(office, batch, APPROVER, **{f"c{case}": "keep_10"})
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, SUPERVISOR).active = False
    for _ in range(2):
        judge(office, batch, OTHER_SUPERVISOR, **{f"c{case}": "keep_10"})
    line = line_of(office, case)
    assert (line.first_by, line.second_by) == (OTHER_SUPERVISOR, APPROVER)
    decide(office, batch)
    assert line_of(office, case).settled is Judgement.KEEP_10


def test_what_is_kept_on_has_a_new_end_that_no_table_makes_shorter(office: FullOffice) -> None:
    ten, ever = close_due(office), close_due(office)
    office.clock.set("2050-05-06T09:00")
    batch = start(office)
    judge_alike(office, batch, **{f"c{ten}": "keep_10", f"c{ever}": "keep_for_ever"})
    decide(office, batch)
    assert keeping_of(office, ten).ends_on == date(2060, 5, 6), "the old end lies more than ten years back"
    assert (keeping_of(office, ever).ends_on, keeping_of(office, ever).keeping) == (
        None,
        KeepingClass.PERMANENT,
    )
    change(office, "without_result", "years_10", "all")
    while keep_files_step(office.unit_of_work):
        pass
    assert keeping_of(office, ten).ends_on == date(2060, 5, 6)
    assert keeping_of(office, ever).ends_on is None


def test_a_decision_falls_with_another_archive(office: FullOffice) -> None:
    case = close_due(office)
    office.clock.set(DAY_AFTER)
    batch = start(office)
    judge_alike(office, batch, **{f"c{case}": "transfer"})
    decide(office, batch)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).closed_at = unit.clock.now()
    row = seal(office, case)
    assert (row.decided, row.ends_on) == (None, date(2047, 12, 31))


def test_the_list_of_due_files_is_read_page_by_page(office: FullOffice) -> None:
    template = close(office, "2026-10-08T09:00")
    with office.unit_of_work() as unit:
        first = unit.session.get_one(Complaint, template)
        names = [column.key for column in Complaint.__table__.columns]
        for no in range(PAGE + 3):
            values = {name: getattr(first, name) for name in names}
            row = Complaint(**{**values, "id": new_id(), "number": f"N{no:04d}", "submission_id": new_id()})
            unit.session.add(row)
            unit.session.flush()
            kept = FileKeeping(complaint_id=row.id, ends_on=date(2020, 1, 1 + no % 7))
            unit.session.add(kept)
    seen, after = list[str](), ""
    with office.unit_of_work().reading() as unit:
        while True:
            page = list_due(after, unit, office.actor(SUPERVISOR))
            seen += [file.complaint.number for file in page.files]
            after = page.next_after
            if not after:
                break
        assert len(list_due("nonsense", unit, office.actor(SUPERVISOR)).files) == PAGE
    assert len(seen) == len(set(seen)) == PAGE + 3


def test_a_judgement_says_what_of_what_and_why(office: FullOffice) -> None:
    close_due(office)
    office.clock.set(DAY_AFTER)
    batch = start(office)
    with pytest.raises(InvalidInput) as refused:
        judge_files(JudgeFiles(batch, [], "burn", " "), office.unit_of_work(), office.actor(SUPERVISOR))
    assert refused.value.errors == {"chosen": "REQUIRED", "judgement": "NOT_AN_OPTION", "words": "REQUIRED"}
    with pytest.raises(InvalidInput) as refused:
        command = JudgeFiles(batch, ["0" * 32], "keep_10", "查考价值")
        judge_files(command, office.unit_of_work(), office.actor(SUPERVISOR))
    assert refused.value.errors == {"chosen": "NOT_AN_OPTION"}
    with pytest.raises(InvalidInput) as refused:
        decide_appraisal(
            DecideAppraisal(batch, "send_back", ""), office.unit_of_work(), office.actor(DIRECTOR)
        )
    assert refused.value.errors == {"words": "REQUIRED"}
