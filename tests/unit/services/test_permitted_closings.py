"""Each permitted closing of a file with the facts that make it one; without any of them the archive is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from models.beside.referral import Referral
from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind, Stage
from models.case.matter import Matter
from models.case.task import Task
from models.ground.codes import (
    Finding,
    IdentityKind,
    MatterDecision,
    NonAcceptGround,
    ReferralKind,
    ReferralRole,
)
from models.ground.ids import new_id
from services.actor import SYSTEM
from services.answer.publish_answer import publish_by_itself
from services.case.archive_case import ArchiveCase, archive_case
from services.case.lawful_end import NotLawful
from services.case.lifecycle import move_stage
from services.casefile.decisions import find_decision
from services.casefile.get_case import list_matters
from services.forms.task_case import TaskCase
from services.once.once_per_job import JobIdentity
from services.unit_of_work import Unit
from tests.full_office import FullOffice
from workers.hardened.outcome import Incident
from workers.outcomes import outcome_of

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)

Edit = Callable[[Complaint, Unit], None]
OTHER = "YH-2026-000001"


def decided(kind: DecisionKind, by: str) -> Edit:
    """This decision of the round stands on file."""

    def edit(complaint: Complaint, unit: Unit) -> None:
        at = unit.clock.now()
        row = Decision(
            id=new_id(), complaint_id=complaint.id, kind=kind, round=complaint.round, by=by, at=at, content={}
        )
        unit.session.add(row)

    return edit


def without(kind: DecisionKind) -> Edit:
    """It is gone."""

    def edit(complaint: Complaint, unit: Unit) -> None:
        unit.session.delete(find_decision(complaint.id, kind, complaint.round, unit))

    return edit


def matters(**values: object) -> Edit:
    """Each matter says so."""

    def edit(complaint: Complaint, unit: Unit) -> None:
        for matter in list_matters(complaint.id, unit):
            for name, value in values.items():
                setattr(matter, name, value)

    return edit


def handed_over(complaint: Complaint, unit: Unit) -> None:
    """To a unit outside, which signed."""
    row = Referral(
        id=new_id(),
        complaint_id=complaint.id,
        round=complaint.round,
        no=1,
        kind=ReferralKind.TRANSFER,
        role=ReferralRole.TRANSFER,
        unit_code="X-DSJ",
        state="open",
        requested_at=unit.clock.now(),
        requested_by="wen.rusheng",
        signed_at=unit.clock.now(),
    )
    unit.session.add(row)
    unit.session.flush()
    matters(decision=MatterDecision.REFER, referral_id=row.id)(complaint, unit)


def receipt(**values: object) -> Edit:
    """The receipt of the receiving unit, or its result."""

    def edit(complaint: Complaint, unit: Unit) -> None:
        row = unit.session.query(Referral).filter_by(complaint_id=complaint.id).one()
        for name, value in values.items():
            setattr(row, name, value)

    return edit


def undone_approver(complaint: Complaint, unit: Unit) -> None:
    """Who drafted approved it himself."""
    approval = find_decision(complaint.id, DecisionKind.APPROVAL, complaint.round, unit)
    assert approval is not None
    approval.by = "xun.wenshi"


ACCEPTED = matters(
    decision=MatterDecision.ACCEPT, finding=Finding.SUBSTANTIATED, disposals=["correct_error"], reason="属实"
)
REFUSED = matters(
    decision=MatterDecision.REFUSE, nonaccept_ground=NonAcceptGround.IN_TRIAL, decided_by="wen.rusheng"
)
# By closing: what makes it one, and what takes each of its facts away again.
CLOSINGS: dict[str, tuple[tuple[Edit, ...], dict[str, Edit]]] = {
    "approved opinion": (
        (
            ACCEPTED,
            decided(DecisionKind.OPINION, "xun.wenshi"),
            decided(DecisionKind.APPROVAL, "heng.gongyun"),
        ),
        {
            "opinion": without(DecisionKind.OPINION),
            "approval": without(DecisionKind.APPROVAL),
            "other person": undone_approver,
            "disposals": matters(disposals=[]),
        },
    ),
    "merged into the file that answers for it": (
        (matters(decision=MatterDecision.MERGE, merged_into=OTHER),),
        {
            "number": matters(merged_into=None),
            "file": matters(merged_into="YH-2026-009999"),
        },
    ),
    "settled on the spot": (
        (
            matters(decision=MatterDecision.SETTLE_ON_SPOT, settled=True, reason="当场办好"),
            decided(DecisionKind.SETTLEMENT, "wen.rusheng"),
        ),
        {"record": without(DecisionKind.SETTLEMENT), "mark": matters(settled=False)},
    ),
    "question answered": (
        (matters(decision=MatterDecision.CONSULTATION, reason="可以在网上预约。"),),
        {"reply": matters(reason=None)},
    ),
    "refusal": (
        (REFUSED,),
        {"ground": matters(nonaccept_ground=None), "who decided": matters(decided_by=None)},
    ),
    "handed over": (
        (handed_over,),
        {"receipt": receipt(signed_at=None), "hand-over": matters(referral_id=None)},
    ),
    "withdrawn": (
        (decided(DecisionKind.WITHDRAWAL, "wen.rusheng"),),
        {"verification": without(DecisionKind.WITHDRAWAL)},
    ),
}
TAKEN_AWAY = [(closing, fact) for closing, (_, facts) in CLOSINGS.items() for fact in facts]


@contextmanager
def edited(office: FullOffice, case: str) -> Iterator[tuple[Complaint, Unit]]:
    with office.unit_of_work() as unit:
        yield unit.session.get_one(Complaint, case), unit


def closed_so(office: FullOffice, closing: str, identity: IdentityKind) -> str:
    """A file that was answered and has this closing; only the archive is left."""
    leading = office.file()
    assert leading.number == OTHER
    case = office.file(name="简二趟").complaint_id
    with edited(office, case) as (complaint, unit):
        complaint.identity_kind = identity
        for edit in CLOSINGS[closing][0]:
            edit(complaint, unit)
            unit.session.flush()
        publish_by_itself(TaskCase(unit, complaint, Task(), SYSTEM), ("query_code",))
        move_stage(complaint, Stage.FEEDBACK, unit, SYSTEM)
    return case


def archive(office: FullOffice, case: str) -> None:
    job = JobIdentity("880", "2251799813685301", "complaint.archive-case")
    archive_case(ArchiveCase(case, 1, job), office.unit_of_work(), SYSTEM)


@pytest.mark.parametrize("identity", IdentityKind)
@pytest.mark.parametrize("closing", CLOSINGS)
def test_a_permitted_closing_closes_the_file(
    office: FullOffice, closing: str, identity: IdentityKind
) -> None:
    case = closed_so(office, closing, identity)
    archive(office, case)
    assert office.rows(Complaint, id=case)[0].stage is Stage.ARCHIVED


@pytest.mark.parametrize("identity", IdentityKind)
@pytest.mark.parametrize(("closing", "fact"), TAKEN_AWAY)
def test_without_any_one_of_its_facts_no_file_is_closed(
    office: FullOffice, closing: str, fact: str, identity: IdentityKind
) -> None:
    """DM-34, OW-1: anonymous or not; the refused job is an incident that says in Chinese what is missing and what to do."""
    case = closed_so(office, closing, identity)
    with edited(office, case) as (complaint, unit):
        CLOSINGS[closing][1][fact](complaint, unit)
    with pytest.raises(NotLawful) as refused:
        archive(office, case)
    assert office.rows(Complaint, id=case)[0].stage is Stage.FEEDBACK
    told = outcome_of(refused.value)
    assert isinstance(told, Incident)
    assert re.match(r"暂不能归档：第1、2项投诉事项[\u4e00-\u9fff]", told.message)
    assert "怎么办" in told.message


def test_a_hand_over_with_its_result_needs_no_receipt_beside_it(office: FullOffice) -> None:
    case = closed_so(office, "handed over", IdentityKind.REAL_NAME)
    with edited(office, case) as (complaint, unit):
        receipt(signed_at=None, result_at=unit.clock.now())(complaint, unit)
    archive(office, case)
    assert office.rows(Complaint, id=case)[0].stage is Stage.ARCHIVED


def test_a_file_that_was_merged_into_itself_has_no_answer(office: FullOffice) -> None:
    case = closed_so(office, "merged into the file that answers for it", IdentityKind.REAL_NAME)
    with edited(office, case) as (complaint, unit):
        complaint.merged_into = complaint.number
        matters(merged_into=complaint.number)(complaint, unit)
    with pytest.raises(NotLawful, match="并案"):
        archive(office, case)


def test_no_file_is_closed_that_holds_no_matter(office: FullOffice) -> None:
    case = closed_so(office, "refusal", IdentityKind.ANONYMOUS)
    with edited(office, case) as (complaint, unit):
        unit.session.query(Matter).filter_by(complaint_id=complaint.id).delete()
    with pytest.raises(NotLawful, match="案卷中没有投诉事项"):
        archive(office, case)


def test_no_file_is_closed_without_its_answer(office: FullOffice) -> None:
    case = closed_so(office, "refusal", IdentityKind.ANONYMOUS)
    with edited(office, case) as (complaint, unit):
        unit.session.delete(unit.session.get_one(Answer, (complaint.id, complaint.round)))
    with pytest.raises(NotLawful, match="尚未答复投诉人"):
        archive(office, case)
