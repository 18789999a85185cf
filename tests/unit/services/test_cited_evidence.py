"""What findings rest on, how often an investigation went on and why, and who answers for what was found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models.case.complaint import Complaint
from models.case.evidence_item import EvidenceItem
from models.case.further_investigation import FurtherInvestigation
from models.case.lifecycle import Stage
from models.case.matter import Matter
from models.case.task import Task
from models.ground.errors import InvalidInput
from models.ground.evidence_codes import FurtherSource, Responsibility
from services.views.task_page import get_task
from services.worklist.submit_task import SubmitTask, submit_task
from tests.act_record import FORM, record_at
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import add_task, submit, walk_to

HANDLER = "xun.wenshi"
TRUE = {"finding": "substantiated", "facts": "清单多列一项", "heard": "当面听取", "responsibility": "unit"}
UNTRUE = {"finding": "not_substantiated", "facts": "清单与指南一致"}
OPINION = {
    "finding": "substantiated",
    **SAID,
    "disposals": ["correct_error"],
    "reason": "指南无此材料",
    "basis": "办事指南",
}


def with_record(office: FullOffice) -> tuple[str, str]:
    """A case before its findings with one record of the investigation, and the item that came of it."""
    case = office.file().complaint_id
    walk_to(office, case, "record-findings")
    key = add_task(office, case, FORM)
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).details = {"method": "site"}
    submit_task(SubmitTask(key, record_at(office.clock.now())), office.unit_of_work(), office.actor(HANDLER))
    return case, office.rows(EvidenceItem, complaint_id=case)[0].id


def exclude(office: FullOffice, item_id: str) -> None:
    with office.unit_of_work() as unit:
        unit.session.get_one(EvidenceItem, item_id).excluded_at = unit.clock.now()


def find(office: FullOffice, case: str, *rows: dict[str, Any], **answers: Any) -> None:
    submit(office, case, "record-findings", HANDLER, matters=list(rows), **answers)


def show(office: FullOffice, case: str, form_id: str, login: str = HANDLER) -> dict[str, Any]:
    key = add_task(office, case, form_id)
    return get_task(key, office.unit_of_work(), office.actor(login)).data


def test_true_with_nothing_cited_and_no_reason_is_refused(office: FullOffice) -> None:
    """R4: 属实 rests on evidence of the file, or says why there is none; nothing is saved before."""
    case, item = with_record(office)
    with pytest.raises(InvalidInput) as refused:
        find(office, case, {**TRUE, "cited": [item]}, TRUE)
    assert refused.value.errors == {"matters.1.cited": "NOTHING_CITED"}
    assert [matter.finding for matter in office.rows(Matter, complaint_id=case)] == [None, None]
    find(office, case, {**TRUE, "cited": [item]}, {**TRUE, "uncited_reason": "窗口当场承认"})
    one, two = office.rows(Matter, complaint_id=case)
    assert (one.cited_evidence, one.uncited_reason) == ([item], None)
    assert (two.cited_evidence, two.uncited_reason) == ([], "窗口当场承认")


def test_what_is_not_true_needs_no_evidence(office: FullOffice) -> None:
    """R4."""
    case, _ = with_record(office)
    find(office, case, UNTRUE, {**UNTRUE, "finding": "unverifiable"})
    assert office.rows(Matter, complaint_id=case)[0].cited_evidence == []


def test_excluded_evidence_is_not_offered_and_a_finding_that_cites_it_is_refused(office: FullOffice) -> None:
    """R44: 排除."""
    case, item = with_record(office)
    assert [option["value"] for option in show(office, case, "record-findings")["evidence_options"]] == [item]
    exclude(office, item)
    assert show(office, case, "record-findings")["evidence_options"] == []
    with pytest.raises(InvalidInput) as refused:
        find(office, case, {**TRUE, "cited": [item]}, UNTRUE)
    assert refused.value.errors == {"matters.0.cited": "NOT_AN_OPTION"}


def test_an_opinion_keeps_what_was_cited_until_it_is_excluded(office: FullOffice) -> None:
    """R4, R44: it is refused at the drafting, and at the approval of what was drafted before."""
    case, item = with_record(office)
    find(office, case, {**TRUE, "cited": [item]}, UNTRUE)
    untrue = {
        "finding": "not_substantiated",
        "disposals": ["no_action"],
        "reason": "一致",
        "basis": "办事指南",
    }
    assert show(office, case, "draft-opinion")["matters"][0]["cited"] == [item]
    submit(office, case, "draft-opinion", HANDLER, matters=[OPINION, untrue])
    words = show(office, case, "approve-opinion", "heng.gongyun")["opinion"]
    assert "证据：证据1（勘验笔录）现场勘验笔录（C03窗口）" in words
    assert "责任：单位责任" in words
    exclude(office, item)
    with pytest.raises(InvalidInput) as refused:
        submit(
            office, case, "approve-opinion", "heng.gongyun", opinion_decision="approve", **NOTHING_TO_IMPROVE
        )
    assert refused.value.errors == {"opinion_decision": "EXCLUDED_CITED"}
    with pytest.raises(InvalidInput) as refused:
        submit(office, case, "draft-opinion", HANDLER, matters=[OPINION, untrue])
    assert refused.value.errors == {"matters.0.cited": "NOTHING_CITED"}


def test_who_answers_for_what_was_found_is_kept_with_the_matter(office: FullOffice) -> None:
    """责任界定 stands with the finding."""
    case, item = with_record(office)
    system = {"responsibility": "system", "responsibility_note": "清单模板未更新"}
    find(office, case, {**TRUE, "cited": [item], **system}, UNTRUE)
    one, two = office.rows(Matter, complaint_id=case)
    assert (one.responsibility, one.responsibility_note) == (Responsibility.SYSTEM, "清单模板未更新")
    assert two.responsibility is None


def test_who_answers_is_asked_of_what_is_true(office: FullOffice) -> None:
    """Without it a finding is refused."""
    case, item = with_record(office)
    unsaid = {key: value for key, value in TRUE.items() if key != "responsibility"}
    with pytest.raises(InvalidInput) as refused:
        find(office, case, {**unsaid, "cited": [item]}, UNTRUE)
    assert refused.value.errors == {"matters.0.responsibility": "REQUIRED"}


def test_an_investigation_that_goes_on_says_why_and_is_counted(office: FullOffice) -> None:
    """R48: 进一步调查 by the investigator and by the approver, each with its reason; who plans it reads them."""
    case, item = with_record(office)
    with pytest.raises(InvalidInput) as refused:
        find(office, case, UNTRUE, UNTRUE, needs_further="yes")
    assert refused.value.errors == {"further_reason": "REQUIRED"}
    find(office, case, UNTRUE, UNTRUE, needs_further="yes", further_reason="录像时间对不上")
    assert show(office, case, "plan-investigation")["further"] == "第1次继续调查：录像时间对不上"
    office.clock.moment += timedelta(minutes=1)
    find(office, case, {**TRUE, "cited": [item]}, {**TRUE, "cited": [item]})
    submit(office, case, "draft-opinion", HANDLER, matters=[OPINION] * 2)
    sent = {"opinion_decision": "investigate", "comment": "再核对取号记录"}
    submit(office, case, "approve-opinion", "heng.gongyun", **sent)
    turns = office.rows(FurtherInvestigation, complaint_id=case)
    assert [(turn.no, turn.source, turn.reason, turn.asked_by) for turn in turns] == [
        (1, FurtherSource.FINDINGS, "录像时间对不上", HANDLER),
        (2, FurtherSource.APPROVER, "再核对取号记录", "heng.gongyun"),
    ]
    assert case_stage(office, case) is Stage.INVESTIGATION
    assert show(office, case, "plan-investigation")["further"] == "第2次继续调查：再核对取号记录"


def case_stage(office: FullOffice, case: str) -> Stage:
    with office.unit_of_work().reading() as unit:
        return unit.session.get_one(Complaint, case).stage
