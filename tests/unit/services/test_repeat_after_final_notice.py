"""Whoever complains again of what a review answered for the last time is proposed for refusal by that number (R116)."""

from __future__ import annotations

import pytest

from models.case.matter import Matter
from models.ground.codes import MatterDecision, ReviewOutcome
from services.filing.new_case import FiledComplaint
from services.views.task_page import get_task
from tests.full_office import FullOffice
from tests.review_row import add_review
from tests.unit.services.projected_task import accept, add_task, walk_to


def reviewed(office: FullOffice, outcome: ReviewOutcome | None) -> FiledComplaint:
    """A case that was answered and, with an outcome, reviewed."""
    filed = office.file(address="203.0.113.1")
    walk_to(office, filed.complaint_id, "record-return-visit")
    if outcome is None:
        return filed
    with office.unit_of_work() as unit:
        add_review(filed.complaint_id, outcome, "不服", unit)
    return filed


def shown_rows(office: FullOffice, case: str) -> list[dict[str, object]]:
    key = add_task(office, case, "decide-acceptance", key="777")
    shown = get_task(key, office.unit_of_work(), office.actor("wen.rusheng"))
    rows = shown.data["matters"]
    assert isinstance(rows, list)
    return rows


@pytest.mark.parametrize("outcome", [ReviewOutcome.UPHELD, ReviewOutcome.CHANGED])
def test_the_refusal_of_a_repeat_is_proposed_by_the_number_of_the_last_answer(
    office: FullOffice, outcome: ReviewOutcome
) -> None:
    first = reviewed(office, outcome)
    again = office.file(address="203.0.113.2").complaint_id
    rows = shown_rows(office, again)
    assert {(row["decision"], row["nonaccept_ground"]) for row in rows} == {
        ("refuse", "closed_no_new_evidence")
    }
    assert all(first.number in str(row["basis"]) for row in rows)


@pytest.mark.parametrize("outcome", [None, ReviewOutcome.REOPENED])
def test_what_no_review_ended_is_no_repeat(office: FullOffice, outcome: ReviewOutcome | None) -> None:
    reviewed(office, outcome)
    again = office.file(address="203.0.113.2").complaint_id
    assert all("decision" not in row for row in shown_rows(office, again))


@pytest.mark.parametrize(
    "told",
    [
        {"phone": "199-0000-0777", "name": "别的人"},
        {"content": "停车场入口夜里没有灯，台阶看不见。", "wanted": "装灯", "respondent_window": ""},
    ],
)
def test_another_person_or_another_matter_is_no_repeat(office: FullOffice, told: dict[str, str]) -> None:
    reviewed(office, ReviewOutcome.UPHELD)
    again = office.file(address="203.0.113.2", **told).complaint_id
    assert all("decision" not in row for row in shown_rows(office, again))


def test_the_person_decides_otherwise(office: FullOffice) -> None:
    """New evidence: accepted as any other."""
    reviewed(office, ReviewOutcome.UPHELD)
    again = office.file(address="203.0.113.2").complaint_id
    accept(office, again)
    matters = office.rows(Matter, complaint_id=again)
    assert {row.decision for row in matters} == {MatterDecision.ACCEPT}
