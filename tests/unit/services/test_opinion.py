"""What an opinion says of matters and claims, and what of it goes together."""

from __future__ import annotations

import pytest

from models.case.claim import Claim
from models.case.matter import Matter
from models.ground.errors import InvalidInput
from models.ground.matter_codes import MatterKind
from tests.full_office import FullOffice
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import submit, walk_to


@pytest.mark.parametrize(
    ("finding", "disposals", "fault"),
    [
        ("substantiated", ["no_action", "correct_error"], "NO_ACTION_ON_TRUE"),
        ("partly_substantiated", [], "DISPOSAL_REQUIRED"),
        ("partly_substantiated", ["no_action"], "NO_ACTION_ON_TRUE"),
        ("not_substantiated", ["order_rectification"], "ACTION_ON_NOT_TRUE"),
        ("not_substantiated", ["no_action", "propose_discipline"], "ACTION_ON_NOT_TRUE"),
        ("unverifiable", [], "ACTION_ON_NOT_TRUE"),
        ("unverifiable", ["improve_service"], "ACTION_ON_NOT_TRUE"),
        ("substantiated", ["improve_service"], None),
        ("not_substantiated", ["no_action", "improve_service"], None),
        ("unverifiable", ["no_action"], None),
    ],
)
def test_finding_and_disposals_agree(
    office: FullOffice, finding: str, disposals: list[str], fault: str | None
) -> None:
    """DM-11: 属实 + 不予处理 and 不属实 + 责令整改 passed drafting and approval."""
    case = office.file().complaint_id
    walk_to(office, case, "draft-opinion")
    row = {
        "finding": finding,
        **SAID,
        "disposals": disposals,
        "reason": "x",
        "basis": "办事指南",
        "departure": "新的录像",
    }
    if fault is None:
        submit(office, case, "draft-opinion", "xun.wenshi", matters=[row, row])
        return
    with pytest.raises(InvalidInput) as refused:
        submit(office, case, "draft-opinion", "xun.wenshi", matters=[row, row])
    assert refused.value.errors == {"matters.0.disposals": fault, "matters.1.disposals": fault}


def test_an_opinion_that_departs_from_the_finding_says_why(office: FullOffice) -> None:
    """DM-11: the opinion may overturn the investigator's finding, but not silently."""
    case = office.file().complaint_id
    walk_to(office, case, "draft-opinion")
    row = {
        "finding": "not_substantiated",
        "disposals": ["no_action"],
        "reason": "录像与笔录不符",
        "basis": "办事指南",
    }
    with pytest.raises(InvalidInput) as refused:
        submit(office, case, "draft-opinion", "xun.wenshi", matters=[row, row])
    assert refused.value.errors == {"matters.0.departure": "REQUIRED", "matters.1.departure": "REQUIRED"}
    row["departure"] = "补充的录像显示窗口当时开着"
    submit(office, case, "draft-opinion", "xun.wenshi", matters=[row, row])
    kept = [(m.finding.value, m.investigated_finding.value, m.departure) for m in office.rows(Matter)]
    assert kept == [("not_substantiated", "substantiated", row["departure"])] * 2


def test_each_claim_is_answered_with_its_reason(office: FullOffice) -> None:
    """DM-1: a wish is answered, never found true; R26, N4: whoever is not fully supported reads why."""
    case = office.file().complaint_id
    walk_to(office, case, "draft-opinion")
    row = {
        "finding": "substantiated",
        **SAID,
        "disposals": ["correct_error"],
        "reason": "指南无此材料",
        "basis": "办事指南",
    }
    bare = [{"answer": "supported"}, {"answer": "not_supported"}]
    with pytest.raises(InvalidInput) as refused:
        submit(office, case, "draft-opinion", "xun.wenshi", matters=[row, row], claims=bare)
    assert refused.value.errors == {"claims.1.answer_reason": "REQUIRED"}
    told = [bare[0], {"answer": "explained", "answer_reason": "指南当日已更新"}]
    submit(office, case, "draft-opinion", "xun.wenshi", matters=[row, row], claims=told)
    kept = [
        (claim.answer.value, claim.reason) for claim in sorted(office.rows(Claim), key=lambda claim: claim.no)
    ]
    assert kept == [("supported", None), ("explained", "指南当日已更新")]


def test_a_suggestion_is_adopted_or_not_and_never_found_true(office: FullOffice) -> None:
    """ST-8c: a suggestion had to get a finding; its answer said 无法查实."""
    case = office.file().complaint_id
    walk_to(office, case, "draft-opinion")
    with office.unit_of_work() as unit:
        for matter in unit.session.query(Matter):
            matter.kind, matter.finding, matter.investigated_finding = MatterKind.SUGGESTION, None, None
    row = {
        "adoption": "not_adopted",
        **SAID,
        "disposals": ["improve_service"],
        "reason": "税务专网不能并窗",
        "basis": "办事指南",
    }
    with pytest.raises(InvalidInput) as refused:
        submit(office, case, "draft-opinion", "xun.wenshi", matters=[row, row])
    assert refused.value.errors["matters.0.disposals"] == "NOT_WITH_THIS_ADOPTION"
    row |= {"adoption": "partly_adopted", "not_adopted": "并窗要等专网改造"}
    submit(office, case, "draft-opinion", "xun.wenshi", matters=[{**row, "finding": "substantiated"}, row])
    assert [(m.finding, m.adoption.value) for m in office.rows(Matter)] == [(None, "partly_adopted")] * 2
