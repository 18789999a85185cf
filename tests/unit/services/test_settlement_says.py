"""What is settled on the spot says what is done, who answers, and what is to be improved, in its own form and its approval."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from models.case.disposal import MatterDisposal
from models.case.improvement_verdict import ImprovementVerdict
from models.ground.codes import Disposal
from models.ground.errors import InvalidInput
from models.office.deployed_form import DeployedForm
from services.actor import SYSTEM
from services.case.archive_case import ArchiveCase, archive_case
from services.case.completeness import list_missing_pieces
from services.once.once_per_job import JobIdentity
from services.views.task_page import get_task
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import ACCEPT, add_task, submit, submit_alone
from tests.unit.services.requests_office import case_of

CLERK, APPROVER = "ying.shoudao", "heng.gongyun"
BARE = {
    "finding": "substantiated",
    "disposals": ["improve_service"],
    "reason": "当场取出",
    "responsibility": "unit",
}
ROW = {**SAID, **BARE}
SETTLED = {"is_settled": "yes", "confirmed_by_complainant": True}
IMPROVED = {"improvement": "needed", "improvement_cause": "叫号屏没有提示", "improvement_owner": "RS"}


@pytest.fixture
def case(office: FullOffice) -> str:
    filed = office.file().complaint_id
    decision = {"category": "bad_attitude", "route": "on_spot", "complexity": "simple"}
    submit(office, filed, "decide-acceptance", CLERK, **decision, matters=[ACCEPT, ACCEPT])
    return filed


def faults(office: FullOffice, case: str, row: Mapping[str, object], **verdict: object) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        submit(office, case, "settle-on-spot", CLERK, **SETTLED, **verdict, matters=[row, ROW])
    return dict(refused.value.errors)


def archive(office: FullOffice, case: str) -> list[str]:
    archive_case(
        ArchiveCase(case, 1, JobIdentity("1", "2", "complaint.archive-case")), office.unit_of_work(), SYSTEM
    )
    with office.unit_of_work().reading() as unit:
        return list_missing_pieces(case_of(office, case), unit)


def without(office: FullOffice, form_id: str, *names: str) -> None:
    """The form as an earlier version of it, which does not ask for these."""
    with office.unit_of_work() as unit:
        form = unit.session.get_one(DeployedForm, f"1{form_id}"[:20])
        kept = [part for part in form.schema_json["components"] if part.get("key") not in names]
        form.schema_json = {**form.schema_json, "components": kept}


def test_a_settlement_says_what_is_to_be_improved_or_why_nothing_is(office: FullOffice, case: str) -> None:
    """Said by who settles it and not derived from the closing; the faults stand at the fields."""
    assert faults(office, case, ROW) == {"improvement": "REQUIRED"}
    assert faults(office, case, ROW, improvement="none") == {"improvement_reason": "REQUIRED"}
    assert faults(office, case, ROW, improvement="needed") == {
        "improvement_cause": "REQUIRED",
        "improvement_owner": "REQUIRED",
    }
    submit(office, case, "settle-on-spot", CLERK, **SETTLED, **IMPROVED, matters=[ROW, ROW])
    (row,) = office.rows(ImprovementVerdict, complaint_id=case)
    assert (row.cause, row.owner_unit, row.by, row.is_derived) == ("叫号屏没有提示", "RS", CLERK, False)
    assert "improvement" not in archive(office, case)


def test_a_settlement_by_an_earlier_form_goes_on_and_the_file_names_what_it_lacks(
    office: FullOffice, case: str
) -> None:
    """Nobody was asked, and nothing is made up for it."""
    add_task(office, case, "settle-on-spot")
    without(office, "settle-on-spot", *IMPROVED, "improvement_reason")
    submit(office, case, "settle-on-spot", CLERK, **SETTLED, matters=[ROW, ROW])
    assert office.rows(ImprovementVerdict, complaint_id=case) == []
    assert "improvement" in archive(office, case)
    assert office.rows(ImprovementVerdict, complaint_id=case) == []


def test_a_settlement_says_of_each_disposal_what_it_is(office: FullOffice, case: str) -> None:
    """DM-32: kind, owner and date of an improvement, act and who of a correction, at their fields."""
    fields = ("improvement_area", "improvement_text", "improvement_owner", "improvement_on")
    required = {f"matters.0.{field}": "REQUIRED" for field in fields}
    assert faults(office, case, BARE, **NOTHING_TO_IMPROVE) == required
    corrected = {**BARE, "disposals": ["correct_error"]}
    required = {f"matters.0.{field}": "REQUIRED" for field in ("correction_act", "correction_who")}
    assert faults(office, case, corrected, **NOTHING_TO_IMPROVE) == required
    done = {**corrected, "correction_act": "当场取出证照", "correction_who": "C03窗口"}
    submit(office, case, "settle-on-spot", CLERK, **SETTLED, **NOTHING_TO_IMPROVE, matters=[done, ROW])
    (row,) = office.rows(MatterDisposal, complaint_id=case, kind=Disposal.CORRECT_ERROR)
    assert (row.what, row.responsible, row.proof) == ("当场取出证照", "C03窗口", "投诉人当场确认已解决")


def test_who_approves_a_settlement_reads_all_that_it_says(office: FullOffice, case: str) -> None:
    """DM-7, DM-32: person, facts and organ, who answers, and the verdict, which counts with the approval alone."""
    told = {
        **ROW,
        "disposals": ["propose_discipline"],
        "responsibility": "person",
        "responsibility_note": "收银员",
    }
    claims = [{"answer": "supported"}] * 2
    answers = {**SETTLED, **IMPROVED, "claims": claims}
    submit_alone(office, case, "settle-on-spot", CLERK, **answers, matters=[told, ROW])
    assert office.rows(ImprovementVerdict, complaint_id=case) == []
    key = add_task(office, case, "approve-settlement")
    words = str(get_task(key, office.unit_of_work(), office.actor(APPROVER)).data["proposal"])
    for said in (
        "责任：个人责任。收银员",
        "多要材料",
        "建议处分的人员：当班人员",
        "改进判定：有需要改进之处。叫号屏没有提示",
    ):
        assert said in words
    submit_alone(office, case, "approve-settlement", APPROVER, approval="approve")
    (row,) = office.rows(ImprovementVerdict, complaint_id=case)
    assert (row.cause, row.is_derived) == ("叫号屏没有提示", False)
