"""The split into matters is a person's to correct until the opinion is drafted."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.case.matter import Matter
from models.ground.codes import MatterDecision
from models.ground.errors import Conflict, InvalidInput
from models.ground.matter_codes import MatterKind
from services.case.correct_matters import CorrectMatters, correct_matters
from services.views.task_page import get_task
from tests.full_office import FullOffice
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import ACCEPT, REFUSE, accept, add_task, submit, walk_to
from tests.whole_file import get_case_file


def correct(office: FullOffice, case: str, *texts: str, login: str = "wen.rusheng") -> None:
    correct_matters(CorrectMatters(case, texts), office.unit_of_work(), office.actor(login))


def split(office: FullOffice, case: str) -> list[tuple[str, MatterDecision | None]]:
    rows = sorted(office.rows(Matter, complaint_id=case), key=lambda row: row.no)
    assert [row.no for row in rows] == list(range(1, len(rows) + 1))
    return [(row.text, row.decision) for row in rows]


@pytest.fixture
def accepted(office: FullOffice) -> str:
    case = office.file().complaint_id
    accept(office, case)
    return case


def test_a_matter_that_is_found_after_the_acceptance_is_a_part_of_what_was_accepted(
    office: FullOffice, accepted: str
) -> None:
    """ST-8a: what comes to light later becomes a matter of its own, decided as the whole, its date not moved."""
    before = office.rows(Matter, complaint_id=accepted)[0].decided_at
    correct(office, accepted, "甲", "乙", "丙", login="xun.wenshi")
    assert split(office, accepted) == [(text, MatterDecision.ACCEPT) for text in ("甲", "乙", "丙")]
    assert {row.decided_at for row in office.rows(Matter, complaint_id=accepted)} == {before}
    file = get_case_file(accepted, office.unit_of_work(), office.actor("wen.rusheng"))
    [event] = [event for event in file.timeline if event.kind == "matters.corrected"]
    assert event.payload["count"] == 3


def test_an_accepted_matter_may_go_into_another(office: FullOffice, accepted: str) -> None:
    correct(office, accepted, "一件事")
    assert split(office, accepted) == [("一件事", MatterDecision.ACCEPT)]


def test_another_wording_is_not_the_one_that_was_worded_for_a_unit(office: FullOffice, accepted: str) -> None:
    with office.unit_of_work() as unit:
        for row in unit.session.scalars(select(Matter).where(Matter.complaint_id == accepted)):
            row.text, row.is_reworded = f"中性表述{row.no}", True
    correct(office, accepted, "中性表述1", "乙")
    assert {row.no: row.is_reworded for row in office.rows(Matter)} == {1: True, 2: False}


def test_a_matter_that_was_decided_apart_stays_a_matter(office: FullOffice) -> None:
    case = office.file().complaint_id
    told = {"category": "irregular_operation", "route": "intervene", "complexity": "simple"}
    submit(office, case, "decide-acceptance", "wen.rusheng", **told, matters=[ACCEPT, REFUSE])
    with pytest.raises(Conflict) as refused:
        correct(office, case, "一件事")
    assert refused.value.code == "ALREADY_DECIDED"
    correct(office, case, "甲", "乙", "丙")
    decisions = [decision for _text, decision in split(office, case)]
    assert decisions == [MatterDecision.ACCEPT, MatterDecision.REFUSE, MatterDecision.ACCEPT]


def test_where_nothing_was_accepted_no_matter_comes_after_the_decision(office: FullOffice) -> None:
    case = office.file().complaint_id
    told = {"category": "irregular_operation", "route": "intervene", "complexity": "simple"}
    submit(office, case, "decide-acceptance", "wen.rusheng", **told, matters=[REFUSE, REFUSE])
    with pytest.raises(Conflict):
        correct(office, case, "甲", "乙", "丙")
    assert len(split(office, case)) == 2


def test_a_matter_with_a_finding_is_not_taken_away(office: FullOffice) -> None:
    case = office.file().complaint_id
    walk_to(office, case, "draft-opinion")
    with pytest.raises(Conflict) as refused:
        correct(office, case, "一件事")
    assert refused.value.code == "ALREADY_DECIDED"


def test_the_split_ends_with_the_opinion_and_the_page_says_so(office: FullOffice) -> None:
    case = office.file().complaint_id
    walk_to(office, case, "draft-opinion")
    clerk = office.actor("wen.rusheng")
    assert get_case_file(case, office.unit_of_work(), clerk).can_correct_matters
    opinion = {
        "finding": "substantiated",
        **SAID,
        "disposals": ["correct_error"],
        "reason": "有依据",
        "basis": "办事指南",
    }
    submit(office, case, "draft-opinion", "xun.wenshi", matters=[opinion] * 2)
    with pytest.raises(Conflict) as refused:
        correct(office, case, "甲", "乙", "丙")
    assert refused.value.code == "OPINION_DRAFTED"
    assert not get_case_file(case, office.unit_of_work(), clerk).can_correct_matters


def test_what_is_accepted_by_the_way_of_suggestions_is_a_suggestion_and_so_is_its_part(
    office: FullOffice,
) -> None:
    """ST-8c: a suggestion is adopted or not."""
    case = office.file().complaint_id
    told = {"category": "suggestion", "route": "suggestion", "complexity": "simple"}
    submit(office, case, "decide-acceptance", "wen.rusheng", **told, matters=[ACCEPT, REFUSE])
    correct(office, case, "甲", "乙", "丙")
    kinds = {row.no: row.kind for row in office.rows(Matter, complaint_id=case)}
    assert kinds == {1: MatterKind.SUGGESTION, 2: MatterKind.COMPLAINT, 3: MatterKind.SUGGESTION}


def test_a_person_says_of_what_kind_each_matter_is(office: FullOffice, accepted: str) -> None:
    """W12: a suggestion beside a complaint; the earlier kind stays on the trail, and a finding is none of a suggestion."""
    correct_matters(
        CorrectMatters(accepted, ("甲", "乙"), kinds=(MatterKind.COMPLAINT, MatterKind.SUGGESTION)),
        office.unit_of_work(),
        office.actor("wen.rusheng"),
    )
    kinds = {row.no: row.kind for row in office.rows(Matter, complaint_id=accepted)}
    assert kinds == {1: MatterKind.COMPLAINT, 2: MatterKind.SUGGESTION}
    file = get_case_file(accepted, office.unit_of_work(), office.actor("wen.rusheng"))
    [event] = [event for event in file.timeline if event.kind == "matters.corrected"]
    assert event.payload["earlier_kinds"] == ["complaint", "complaint"]


def test_what_was_accepted_is_no_question_and_what_was_refused_keeps_its_kind(office: FullOffice) -> None:
    case = office.file().complaint_id
    told = {"category": "irregular_operation", "route": "intervene", "complexity": "simple"}
    submit(office, case, "decide-acceptance", "wen.rusheng", **told, matters=[ACCEPT, REFUSE])
    texts = tuple(text for text, _decision in split(office, case))
    for kinds, refusal in (
        ((MatterKind.CONSULTATION, MatterKind.COMPLAINT), InvalidInput),
        ((MatterKind.COMPLAINT, MatterKind.SUGGESTION), Conflict),
    ):
        with pytest.raises(refusal):
            correct_matters(
                CorrectMatters(case, texts, kinds=kinds), office.unit_of_work(), office.actor("wen.rusheng")
            )
    assert {row.kind for row in office.rows(Matter, complaint_id=case)} == {MatterKind.COMPLAINT}


def test_whoever_decides_on_acceptance_says_which_matter_is_a_suggestion(office: FullOffice) -> None:
    """ST-9, W12: the form proposes the kind that stands, a held question is proposed to be answered at once."""
    case = office.file().complaint_id
    texts = tuple(text for text, _decision in split(office, case))
    held = CorrectMatters(case, texts, kinds=(MatterKind.COMPLAINT, MatterKind.CONSULTATION))
    correct_matters(held, office.unit_of_work(), office.actor("wen.rusheng"))
    key = add_task(office, case, "decide-acceptance")
    shown = get_task(key, office.unit_of_work(), office.actor("wen.rusheng")).data
    assert [(row["kind"], row.get("decision")) for row in shown["matters"]] == [
        ("complaint", None),
        ("complaint", "consultation"),
    ]
    told = {"category": "irregular_operation", "route": "intervene", "complexity": "simple"}
    rows = [{**ACCEPT, "kind": "complaint"}, {**ACCEPT, "kind": "suggestion"}]
    submit(office, case, "decide-acceptance", "wen.rusheng", **told, matters=rows)
    kinds = [row.kind for row in sorted(office.rows(Matter, complaint_id=case), key=lambda row: row.no)]
    assert kinds == [MatterKind.COMPLAINT, MatterKind.SUGGESTION]
