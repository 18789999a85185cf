"""No answer and no archive without what the law asks for, whatever a diagram says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete

from api.i18n import _catalogue
from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind, Stage
from models.case.matter import Matter
from models.ground.codes import MatterDecision, NonAcceptGround
from services.actor import SYSTEM
from services.case.archive_case import ArchiveCase, archive_case
from services.case.lawful_end import NEEDS, WORDS, Lack, Missing, NotLawful, list_missing_for_answer
from services.case.lifecycle import move_stage
from services.casefile.decisions import NewDecision, record_decision
from services.once.once_per_job import JobIdentity
from services.unit_of_work import Unit
from tests.full_office import FullOffice
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import accept, submit, walk_to
from workers.hardened.outcome import Incident
from workers.outcomes import outcome_of

ANSWER = {"findings_text": "一", "decision_text": "二", "measures_text": "三", "ways": ["phone"]}
JOB = JobIdentity("880", "2251799813685301", "complaint.archive-case")


def archive(office: FullOffice, case: str) -> None:
    archive_case(ArchiveCase(case, 1, JOB), office.unit_of_work(), SYSTEM)


def change(office: FullOffice, case: str, edit: Callable[[Complaint, Unit], None]) -> None:
    with office.unit_of_work() as unit:
        edit(unit.session.get_one(Complaint, case), unit)


def missing(office: FullOffice, case: str) -> list[Missing]:
    with office.unit_of_work().reading() as unit:
        return list_missing_for_answer(unit.session.get_one(Complaint, case), unit)


def set_matters(office: FullOffice, case: str, **values: object) -> None:
    def edit(complaint: Complaint, unit: Unit) -> None:
        for matter in unit.session.query(Matter).filter_by(complaint_id=complaint.id):
            for name, value in values.items():
                setattr(matter, name, value)

    change(office, case, edit)


def decide(office: FullOffice, case: str, kind: DecisionKind) -> None:
    def edit(complaint: Complaint, unit: Unit) -> None:
        record_decision(NewDecision(complaint.id, kind, complaint.round, {}), unit, SYSTEM)

    change(office, case, edit)


def enter_feedback(complaint: Complaint, unit: Unit) -> None:
    move_stage(complaint, Stage.FEEDBACK, unit, SYSTEM)


def test_an_accepted_case_is_not_answered_without_its_approved_opinion(office: FullOffice) -> None:
    """OW-1: with the approval taken out of the diagram the answer went out unapproved."""
    case = office.file().complaint_id
    walk_to(office, case, "approve-opinion")
    change(office, case, enter_feedback)
    with pytest.raises(NotLawful) as refused:
        submit(office, case, "give-answer", "xun.wenshi", **ANSWER)
    assert refused.value.code == "OPINION_NOT_APPROVED"
    assert office.rows(Answer) == []
    assert missing(office, case) == [Missing(Lack.OPINION_NOT_APPROVED, (1, 2))]


def test_a_case_without_an_answer_is_not_archived_and_the_incident_says_what_to_do(
    office: FullOffice,
) -> None:
    """OW-1: with the answer taken out of the diagram the case was archived in silence."""
    case = office.file().complaint_id
    walk_to(office, case, "give-answer")
    with pytest.raises(NotLawful) as refused:
        archive(office, case)
    assert office.rows(Complaint, id=case)[0].stage is Stage.FEEDBACK
    told = outcome_of(refused.value)
    assert isinstance(told, Incident)
    assert "尚未答复投诉人" in told.message
    assert "怎么办" in told.message
    submit(office, case, "give-answer", "xun.wenshi", **ANSWER)
    archive(office, case)
    assert office.rows(Complaint, id=case)[0].stage is Stage.ARCHIVED


def test_a_case_is_not_archived_while_a_part_has_no_outcome(office: FullOffice) -> None:
    case = office.file().complaint_id
    walk_to(office, case, "give-answer")
    submit(office, case, "give-answer", "xun.wenshi", **ANSWER)
    set_matters(office, case, decision=None)
    with pytest.raises(NotLawful, match="第1、2项投诉事项尚未决定是否受理"):
        archive(office, case)


def test_an_approval_does_not_reach_an_opinion_that_was_written_after_it(office: FullOffice) -> None:
    case = office.file().complaint_id
    walk_to(office, case, "give-answer")
    assert missing(office, case) == []
    office.clock.set("2026-09-20T10:00")
    decide(office, case, DecisionKind.OPINION)
    assert missing(office, case) == [Missing(Lack.OPINION_NOT_APPROVED, (1, 2))]


@pytest.mark.parametrize(
    ("values", "lack"),
    [
        ({"decision": None}, Lack.PART_UNDECIDED),
        ({"decision": MatterDecision.ACCEPT}, Lack.OPINION_NOT_APPROVED),
        ({"decision": MatterDecision.SETTLE_ON_SPOT, "settled": True}, Lack.SETTLEMENT_MISSING),
        ({"decision": MatterDecision.REFUSE}, Lack.REFUSAL_MISSING),
        ({"decision": MatterDecision.REFER, "referred_to": "X-DSJ"}, Lack.HANDOVER_MISSING),
        ({"decision": MatterDecision.MERGE}, Lack.MERGE_MISSING),
    ],
)
def test_each_way_of_a_matter_needs_its_own_paper(
    office: FullOffice, values: dict[str, object], lack: Lack
) -> None:
    case = office.file().complaint_id
    set_matters(office, case, **values)
    assert missing(office, case) == [Missing(lack, (1, 2))]


@pytest.mark.parametrize("decision", [None, MatterDecision.ACCEPT, MatterDecision.REFER])
def test_a_confirmed_withdrawal_stands_for_what_was_not_finished(
    office: FullOffice, decision: MatterDecision | None
) -> None:
    case = office.file().complaint_id
    set_matters(office, case, decision=decision)
    decide(office, case, DecisionKind.WITHDRAWAL)
    assert missing(office, case) == []


def test_a_refusal_needs_its_ground_also_after_a_withdrawal(office: FullOffice) -> None:
    case = office.file().complaint_id
    set_matters(office, case, decision=MatterDecision.REFUSE)
    decide(office, case, DecisionKind.WITHDRAWAL)
    assert [item.lack for item in missing(office, case)] == [Lack.REFUSAL_MISSING]
    set_matters(office, case, nonaccept_ground=NonAcceptGround.IN_TRIAL, decided_by="wen.rusheng")
    assert missing(office, case) == []


def test_discipline_that_was_proposed_on_the_spot_needs_an_approval(office: FullOffice) -> None:
    case = office.file().complaint_id
    settled = {
        "decision": MatterDecision.SETTLE_ON_SPOT,
        "settled": True,
        **SAID,
        "disposals": ["propose_discipline"],
    }
    set_matters(office, case, **settled)
    decide(office, case, DecisionKind.SETTLEMENT)
    assert [item.lack for item in missing(office, case)] == [Lack.DISCIPLINE_NOT_APPROVED]
    decide(office, case, DecisionKind.APPROVAL)
    assert missing(office, case) == []


def test_an_approval_of_an_earlier_round_is_none_of_this_round(office: FullOffice) -> None:
    case = office.file().complaint_id
    walk_to(office, case, "give-answer")

    def next_round(complaint: Complaint, unit: Unit) -> None:
        complaint.round += 1
        unit.session.execute(delete(Answer))

    change(office, case, next_round)
    assert [item.lack for item in missing(office, case)] == [Lack.OPINION_NOT_APPROVED]
    assert {row.round for row in office.rows(Decision, kind=DecisionKind.APPROVAL)} == {1}


def test_what_is_missing_is_said_in_both_languages_and_without_the_words_of_the_complaint(
    office: FullOffice,
) -> None:
    assert set(WORDS) == set(Lack)
    for language in ("zh", "en"):
        known = _catalogue(language)
        assert [lack for lack in Lack if not {f"problem.{lack}", f"advice.{lack}"} <= known.keys()] == []
    case = office.file(name="简一趟", wanted="请C03窗口收件").complaint_id
    accept(office, case, matters=1)
    with pytest.raises(NotLawful) as refused:
        archive(office, case)
    assert "简一趟" not in str(refused.value)
    assert "C03" not in str(refused.value)


def test_every_way_that_a_matter_may_go_has_its_permitted_closing() -> None:
    assert set(NEEDS) == {None, *MatterDecision}
