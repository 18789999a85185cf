"""Who answers for what was found (责任界定): with the finding, in the opinion, on the spot and in a review."""

from __future__ import annotations

from typing import Any

import pytest

from models.case.matter import Matter
from models.ground.errors import InvalidInput
from models.ground.evidence_codes import Responsibility
from services.views.task_page import get_task
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import ACCEPT, add_task, submit, walk_to

HANDLER, APPROVER, CLERK = "xun.wenshi", "heng.gongyun", "ying.shoudao"
UNTRUE = {"finding": "not_substantiated", "facts": "清单与指南一致"}
UNSAID = {name: value for name, value in SAID.items() if name != "responsibility"}
TRUE = {
    **UNSAID,
    "finding": "substantiated",
    "disposals": ["correct_error"],
    "reason": "指南无此材料",
    "basis": "办事指南",
}
TURNED = {**TRUE, "departure": "录像可证", "heard": "当面听取", "uncited_reason": "录像在卷"}


def found_untrue(office: FullOffice) -> str:
    case = office.file().complaint_id
    walk_to(office, case, "record-findings")
    submit(office, case, "record-findings", HANDLER, matters=[UNTRUE, UNTRUE])
    return case


def answers_for(office: FullOffice, case: str) -> list[tuple[Responsibility | None, str | None]]:
    rows = sorted(office.rows(Matter, complaint_id=case), key=lambda matter: matter.no)
    return [(row.responsibility, row.responsibility_note) for row in rows]


def test_an_opinion_that_turns_a_finding_says_who_answers_and_the_approver_reads_it(
    office: FullOffice,
) -> None:
    """Nobody answers for what is not true; whoever finds it true later has to say who does."""
    case = found_untrue(office)
    assert answers_for(office, case) == [(None, None)] * 2
    with pytest.raises(InvalidInput) as refused:
        submit(office, case, "draft-opinion", HANDLER, matters=[TURNED, TURNED])
    assert refused.value.errors == {f"matters.{row}.responsibility": "REQUIRED" for row in (0, 1)}
    system = {**TURNED, "responsibility": "system", "responsibility_note": "清单模板未更新"}
    submit(office, case, "draft-opinion", HANDLER, matters=[system, {**TURNED, "responsibility": "unit"}])
    assert answers_for(office, case) == [
        (Responsibility.SYSTEM, "清单模板未更新"),
        (Responsibility.UNIT, None),
    ]
    key = add_task(office, case, "approve-opinion")
    words = str(get_task(key, office.unit_of_work(), office.actor(APPROVER)).data["opinion"])
    assert "责任：制度、流程或系统原因。清单模板未更新" in words


def test_an_opinion_keeps_what_the_investigator_said_and_shows_it(office: FullOffice) -> None:
    case = office.file().complaint_id
    walk_to(office, case, "draft-opinion")
    key = add_task(office, case, "draft-opinion")
    rows: Any = get_task(key, office.unit_of_work(), office.actor(HANDLER)).data["matters"]
    assert [row["responsibility"] for row in rows] == ["unit", "unit"]
    submit(office, case, "draft-opinion", HANDLER, matters=[TRUE, TRUE])
    assert answers_for(office, case) == [(Responsibility.UNIT, None)] * 2


def test_what_is_true_on_the_spot_says_who_answers_too(office: FullOffice) -> None:
    """The fault stands at the row."""
    case = office.file().complaint_id
    decision = {"category": "bad_attitude", "route": "on_spot", "complexity": "simple"}
    submit(office, case, "decide-acceptance", CLERK, **decision, matters=[ACCEPT, ACCEPT])
    told = {"is_settled": "yes", "confirmed_by_complainant": True, **NOTHING_TO_IMPROVE}
    with pytest.raises(InvalidInput) as refused:
        submit(office, case, "settle-on-spot", CLERK, **told, matters=[TRUE, {**TRUE, **SAID}])
    assert refused.value.errors == {"matters.0.responsibility": "REQUIRED"}
    submit(office, case, "settle-on-spot", CLERK, **told, matters=[{**TRUE, **SAID}] * 2)
    assert answers_for(office, case) == [(Responsibility.UNIT, None)] * 2
