"""A member of a mass complaint that is taken apart; and what was taken apart is joined again by a person's decision."""

from __future__ import annotations

import pytest

from models.case.claim import Claim
from models.case.complaint_group import GroupMember
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind, Stage
from models.case.matter import Matter
from models.ground.codes import Finding, MatterDecision
from services.groups.carry_late import carry_late_step
from services.views.case_group import find_answered_in
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept, submit
from tests.unit.services.requests_office import act, case_of
from tests.unit.services.test_group import CLERK, accepted, answered_in, approve, group_of, join, leading
from tests.unit.services.test_split_file import TWO, second_of, split

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)


def membership(office: FullOffice, case: str) -> GroupMember | None:
    rows = [row for row in office.rows(GroupMember, complaint_id=case) if row.left_at is None]
    return rows[0] if rows else None


def member_of_two(office: FullOffice) -> str:
    """An accepted file with two matters, each with the claim of its number."""
    case = accepted(office, wanted=TWO)
    with office.unit_of_work() as unit:
        for row in unit.session.query(Claim).filter_by(complaint_id=case):
            row.matter_nos = [row.no]
    return case


def test_a_matter_of_the_group_that_gets_a_file_of_its_own_stays_of_the_group(office: FullOffice) -> None:
    """DM-41: both parts are handled with the leading file, each by its own acceptance."""
    first, second = leading(office), member_of_two(office)
    join(office, second)
    new = second_of(office, split(office, second, moved_matters=["2"]))
    assert membership(office, second) is not None
    joined = membership(office, new.id)
    assert joined is not None
    assert (joined.leading_id, joined.own_matters, joined.own_claims) == (first, [], [])
    assert {line.number for line in group_of(office, first).members} >= {
        new.number,
        case_of(office, second).number,
    }
    approve(office, first)
    assert case_of(office, new.id).stage is Stage.INTAKE
    assert answered_in(office, new.id) is None
    assert carry_late_step(office.unit_of_work) == 0, "whether it is accepted is decided anew"
    accept(office, new.id, matters=1)
    assert carry_late_step(office.unit_of_work) == 1
    assert carry_late_step(office.unit_of_work) == 0
    assert case_of(office, new.id).stage is Stage.FEEDBACK
    assert [row.finding for row in office.rows(Matter, complaint_id=new.id)] == [Finding.SUBSTANTIATED]
    assert answered_in(office, new.id) == case_of(office, first).number


def test_an_own_matter_that_is_taken_out_is_no_part_of_the_group(office: FullOffice) -> None:
    """DM-41: own matters are kept apart, and what stays is the group's without any mark."""
    first, second = leading(office), member_of_two(office)
    join(office, second, own_matters=["2"], own_claims=["2"])
    new = second_of(office, split(office, second, moved_matters=["2"]))
    assert membership(office, new.id) is None
    left = membership(office, second)
    assert left is not None
    assert (left.own_matters, left.own_claims) == ([], [])
    approve(office, first)
    assert case_of(office, second).stage is Stage.FEEDBACK, "nothing of its own is left to wait for"


def test_a_file_of_which_only_own_matters_stay_leaves_the_group(office: FullOffice) -> None:
    """DM-41: the part that is the group's matter takes the membership with it."""
    first, second = leading(office), member_of_two(office)
    join(office, second, own_matters=["1"], own_claims=["1", "2"])
    new = second_of(office, split(office, second, moved_matters=["2"]))
    assert membership(office, second) is None
    joined = membership(office, new.id)
    assert joined is not None
    assert (joined.own_matters, joined.own_claims) == ([], [1])
    (gone,) = office.rows(GroupMember, complaint_id=second)
    assert gone.left_reason == "互不相干，一事一卷"
    approve(office, first)
    assert case_of(office, second).stage is Stage.INVESTIGATION


def test_what_is_told_in_words_is_none_of_the_group_nor_what_leaves_the_leading_file(
    office: FullOffice,
) -> None:
    """DM-41: a thing noticed later, and what a person takes out of the file that leads."""
    first, second = leading(office, wanted=TWO), member_of_two(office)
    join(office, second)
    told = second_of(office, split(office, second, told_matter="另有一笔费用多收了三十元"))
    out = second_of(office, split(office, first, moved_matters=["2"]))
    assert membership(office, told.id) is None
    assert membership(office, out.id) is None
    assert membership(office, second) is not None


def test_a_member_that_has_an_opinion_of_its_own_is_not_carried_late(office: FullOffice) -> None:
    first, second = leading(office), accepted(office)
    act(office, second, "join-group", CLERK, group="M1", own_matters=["1", "2"])
    with office.unit_of_work() as unit:
        row = Decision(
            id="d" * 32,
            complaint_id=second,
            kind=DecisionKind.OPINION,
            round=1,
            by=CLERK,
            at=unit.clock.now(),
            content={},
        )
        unit.session.add(row)
    approve(office, first)
    assert carry_late_step(office.unit_of_work) == 0


def test_what_was_taken_apart_is_joined_again_by_the_decision_on_its_acceptance(office: FullOffice) -> None:
    """Split and join of files: the second file is merged into the first, which answers for it from then on."""
    first = office.file(wanted=TWO).complaint_id
    new = second_of(office, split(office, first, moved_matters=["2"]))
    merge = {"decision": "merge", "merge_into": case_of(office, first).number}
    submit(
        office,
        new.id,
        "decide-acceptance",
        CLERK,
        category="irregular_operation",
        route="intervene",
        complexity="simple",
        matters=[merge],
    )
    assert [row.decision for row in office.rows(Matter, complaint_id=new.id)] == [MatterDecision.MERGE]
    assert case_of(office, new.id).merged_into == case_of(office, first).number
    with office.unit_of_work().reading() as unit:
        assert find_answered_in(case_of(office, new.id), unit) == case_of(office, first).number
