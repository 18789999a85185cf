"""Many like complaints are proposed to a person, who confirms or dismisses it; the watch decides nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.group_policy import GroupPolicy
from models.case.group_proposal import GroupProposal, ProposedFile
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ledger.trail_event import TrailEvent
from services.filing.new_case import FiledComplaint
from services.groups.alike_files import SeenFiles
from services.groups.change_group_policy import ChangeGroupPolicy, change_group_policy
from services.groups.decide_proposal import ConfirmProposal, confirm_proposal, dismiss_proposal
from services.groups.join_accepted import join_accepted_step
from services.groups.list_proposals import OpenProposal, count_open_proposals, list_open_proposals
from services.groups.propose_groups import propose_groups_step
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept
from tests.unit.services.requests_office import act

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)

CLERK, SUPERVISOR, READER = "wen.rusheng", "jian.rujing", "du.daodi"
# One morning, told by each in his own words.
OUTAGE = (
    "今天上午十点左右社保窗口的系统坏了，叫号停了两个小时，材料一件也没有收，没有人出来说明。",
    "社保窗口系统坏了，叫号一直停着，等了两个小时没有人说明什么时候恢复，材料也没有收。",
    "上午十点去社保窗口办事，系统坏了叫号停了，没有人说明，两个小时材料没有收。我代表同来的三位一起反映。",
    "社保窗口的叫号系统坏了两个小时，没有人说明原因，材料不收，白跑一趟。",
    "叫号停了，社保窗口说系统坏了，等了两个小时，材料没有收，也没有人说明。大家推选我为代表。",
)
OTHER = "公积金提取的指南上写要三份材料，到了现场又要求补交一份租房合同原件，来回跑了三趟。"


def tell(office: FullOffice, words: str, **fields: Any) -> FiledComplaint:
    return office.file(
        content=words, wanted="请说明原因", address=f"swarm-{len(office.rows(Complaint))}", **fields
    )


def outage(office: FullOffice, number: int = 4, **fields: Any) -> list[FiledComplaint]:
    return [tell(office, OUTAGE[no], **fields) for no in range(number)]


def look(office: FullOffice) -> int:
    """A sweep of a process that has just begun: it remembers nothing."""
    return propose_groups_step(office.unit_of_work, SeenFiles())


def shown(office: FullOffice, login: str = CLERK) -> list[OpenProposal]:
    return list_open_proposals(office.unit_of_work(), office.actor(login))


def confirm(office: FullOffice, proposal: OpenProposal, **fields: object) -> str:
    numbers = [line.number for line in proposal.files]
    known = {"chosen": numbers, "leading": numbers[0], "name": "0907停办", "statement": proposal.statement}
    command = ConfirmProposal(proposal.id, **{**known, "reason": "同一上午同一窗口", **fields})  # type: ignore[arg-type]  # by name in tests
    return confirm_proposal(command, office.unit_of_work(), office.actor(CLERK))


def dismiss(office: FullOffice, proposal: OpenProposal, reason: str = "互不相干") -> None:
    dismiss_proposal(proposal.id, reason, office.unit_of_work(), office.actor(CLERK))


def test_like_complaints_of_a_few_hours_are_proposed_with_reasons_speakers_and_a_statement(
    office: FullOffice,
) -> None:
    """N11: n in t hours are proposed, with the files, who could speak for them and a draft of the holding statement."""
    filed = [*outage(office, 3), tell(office, OTHER)]
    assert look(office) == 0
    assert shown(office) == []
    filed += [tell(office, OUTAGE[3]), tell(office, OUTAGE[4])]
    assert look(office) == 1
    (proposal,) = shown(office)
    alike = [one.number for one in filed if one.number != filed[3].number]
    assert [line.number for line in proposal.files] == alike
    assert all({"unit", "day"} <= set(line.reasons) for line in proposal.files)
    assert all(line.likeness >= 10 for line in proposal.files)
    assert [(line.number, line.speaks) for line in proposal.speakers] == [
        (filed[2].number, "我代表同来的三位一起反映"),
        (filed[5].number, "推选我为代表"),
    ]
    assert "简一趟" not in proposal.statement
    assert "我们已收到多位办事人" in proposal.statement


def test_nothing_is_decided_and_nobody_is_told_by_the_watch(office: FullOffice) -> None:
    """A proposal opens no group, moves no file and sends nothing."""
    filed = outage(office)
    before = [(row.stage, row.handler_id, row.merged_into, row.category) for row in office.rows(Complaint)]
    events = len(office.rows(TrailEvent, complaint_id=filed[0].complaint_id))
    look(office)
    assert [
        (row.stage, row.handler_id, row.merged_into, row.category) for row in office.rows(Complaint)
    ] == before
    assert office.rows(ComplaintGroup) == []
    assert len(office.rows(TrailEvent, complaint_id=filed[0].complaint_id)) == events
    (told,) = office.rows(TrailEvent, kind="group.proposed")
    assert told.complaint_id is None
    assert told.payload == {"proposal_id": office.rows(GroupProposal)[0].id, "files": 4}


def test_the_same_is_proposed_once_and_grows_with_who_comes_later(office: FullOffice) -> None:
    seen = SeenFiles()
    outage(office)
    assert propose_groups_step(office.unit_of_work, seen) == 1
    assert propose_groups_step(office.unit_of_work, seen) == 0
    assert look(office) == 0, "another process, or one that began anew"
    tell(office, OUTAGE[4])
    assert propose_groups_step(office.unit_of_work, seen) == 1
    assert len(office.rows(GroupProposal)) == 1
    assert [len(one.files) for one in shown(office)] == [5]


def test_what_came_hours_apart_is_none(office: FullOffice) -> None:
    outage(office, 3)
    office.clock.moment += timedelta(hours=4, minutes=1)
    tell(office, OUTAGE[3])
    assert look(office) == 0


def test_what_a_person_dismissed_comes_back_only_with_a_new_one(office: FullOffice) -> None:
    """Dismissed with a reason, which stays on record."""
    outage(office)
    look(office)
    (proposal,) = shown(office)
    with pytest.raises(InvalidInput) as wrong:
        dismiss(office, proposal, "  ")
    assert wrong.value.errors == {"reason": "REQUIRED"}
    dismiss(office, proposal)
    (row,) = office.rows(GroupProposal)
    assert (row.is_confirmed, row.decided_by, row.reason) == (False, CLERK, "互不相干")
    assert (look(office), shown(office)) == (0, [])
    with pytest.raises(Conflict):
        dismiss(office, proposal)
    tell(office, OUTAGE[4])
    assert look(office) == 1
    assert [len(one.files) for one in shown(office)] == [5]


def test_confirmed_the_accepted_files_are_handled_together_and_the_others_from_their_acceptance_on(
    office: FullOffice,
) -> None:
    """The parent case is opened by the person's word, through the acts that there are."""
    filed = outage(office, 5)
    look(office)
    (early,) = shown(office)
    assert not early.can_be_confirmed
    for case in filed[:2]:
        accept(office, case.complaint_id, matters=1)
    (proposal,) = shown(office)
    numbers = [line.number for line in proposal.files]
    with pytest.raises(InvalidInput) as wrong:
        confirm(office, proposal, leading=numbers[3], reason="")
    assert wrong.value.errors == {"reason": "REQUIRED", "leading": "NOT_AN_OPTION"}
    leading = confirm(office, proposal, chosen=numbers[:4])
    assert leading == filed[0].complaint_id
    (group,) = office.rows(ComplaintGroup)
    assert (group.leading_id, group.name, group.opened_by) == (leading, "0907停办", CLERK)
    assert {row.complaint_id for row in office.rows(GroupMember)} == {filed[1].complaint_id}
    assert join_accepted_step(office.unit_of_work) == 0
    for case in filed[2:]:
        accept(office, case.complaint_id, matters=1)
    assert join_accepted_step(office.unit_of_work) == 2
    assert join_accepted_step(office.unit_of_work) == 0
    members = office.rows(GroupMember, leading_id=leading)
    assert {row.complaint_id for row in members} == {case.complaint_id for case in filed[1:4]}
    assert {row.joined_by for row in members} == {CLERK}
    with pytest.raises(Conflict):
        confirm(office, proposal)


def test_who_comes_after_the_group_was_opened_is_proposed_for_it(office: FullOffice) -> None:
    filed = outage(office)
    for case in filed:
        accept(office, case.complaint_id, matters=1)
    look(office)
    leading = confirm(office, shown(office)[0])
    assert (look(office), shown(office)) == (0, [])
    late = tell(office, OUTAGE[4])
    assert look(office) == 1
    (proposal,) = shown(office)
    assert (proposal.leading, [line.number for line in proposal.files]) == (
        filed[0].number,
        [late.number],
    )
    assert confirm(office, proposal, leading="") == leading
    accept(office, late.complaint_id, matters=1)
    join_accepted_step(office.unit_of_work)
    assert len(office.rows(GroupMember, leading_id=leading)) == 4


def test_a_file_that_a_person_left_out_is_not_proposed_for_that_group_again(office: FullOffice) -> None:
    filed = outage(office, 5)
    for case in filed:
        accept(office, case.complaint_id, matters=1)
    look(office)
    (proposal,) = shown(office)
    confirm(office, proposal, chosen=[line.number for line in proposal.files][:4])
    assert look(office) == 0
    late = tell(office, OUTAGE[1])
    look(office)
    assert [[line.number for line in one.files] for one in shown(office)] == [[late.number]]


def test_restricted_files_are_in_no_proposal_and_anonymous_ones_may_be(office: FullOffice) -> None:
    """ST-10: not counted, not listed; what is restricted later leaves the proposal of everybody else."""
    filed = [*outage(office, 3), tell(office, OUTAGE[4], name="", phone="", is_anonymous=True)]
    act(office, filed[0].complaint_id, "restrict-file", SUPERVISOR, readers=[READER], reason="敏感")
    assert look(office) == 0
    more = tell(office, OUTAGE[3])
    assert look(office) == 1
    (proposal,) = shown(office)
    assert filed[0].number not in {line.number for line in proposal.files}
    (anonymous,) = [line for line in proposal.files if line.is_anonymous]
    assert anonymous.speaks
    assert anonymous not in proposal.speakers, "nobody knows who it is"
    act(office, more.complaint_id, "restrict-file", SUPERVISOR, readers=[READER], reason="敏感")
    assert (shown(office), count_open_proposals(office.unit_of_work(), office.actor(CLERK))) == ([], 0)
    with pytest.raises(NotFound):
        dismiss(office, proposal)


def test_a_file_restricted_between_word_and_acceptance_does_not_join(office: FullOffice) -> None:
    filed = outage(office)
    accept(office, filed[0].complaint_id, matters=1)
    look(office)
    confirm(office, shown(office)[0])
    accept(office, filed[1].complaint_id, matters=1)
    act(office, filed[1].complaint_id, "restrict-file", SUPERVISOR, readers=[READER], reason="敏感")
    assert join_accepted_step(office.unit_of_work) == 0
    assert office.rows(GroupMember) == []
    assert [
        row.is_chosen for row in office.rows(ProposedFile) if row.complaint_id == filed[1].complaint_id
    ] == [False]


def test_only_who_lets_files_join_sees_and_decides(office: FullOffice) -> None:
    outage(office)
    look(office)
    assert count_open_proposals(office.unit_of_work(), office.actor(SUPERVISOR)) == 1
    for login in ("xun.wenshi", "heng.gongyun", "guan.xitong"):
        assert count_open_proposals(office.unit_of_work(), office.actor(login)) == 0
        with pytest.raises(NotPermitted):
            list_open_proposals(office.unit_of_work(), office.actor(login))


def test_an_administrator_edits_the_policy_within_bounds(office: FullOffice) -> None:
    """How many, and within how long, are data of the centre; a change is on record and looked by at once."""
    seen = SeenFiles()
    outage(office, 3)
    assert propose_groups_step(office.unit_of_work, seen) == 0
    told = {"within_hours": "4", "least_likeness": "10", "closing_share": "60", "basis": "本中心规定"}
    for least, fault in (("2", "TOO_SMALL"), ("101", "TOO_LARGE"), ("三", "NOT_A_NUMBER"), ("", "REQUIRED")):
        with pytest.raises(InvalidInput) as wrong:
            command = ChangeGroupPolicy(least_complaints=least, **told)
            change_group_policy(command, office.unit_of_work(), office.actor("guan.xitong"))
        assert wrong.value.errors == {"least_complaints": fault}
    with pytest.raises(NotPermitted):
        change_group_policy(
            ChangeGroupPolicy(least_complaints="3", **told), office.unit_of_work(), office.actor(SUPERVISOR)
        )
    change_group_policy(
        ChangeGroupPolicy(least_complaints="3", **told), office.unit_of_work(), office.actor("guan.xitong")
    )
    (row,) = office.rows(GroupPolicy)
    assert (row.least_complaints, row.entered_by) == (3, "guan.xitong")
    (event,) = office.rows(TrailEvent, kind="group.policy_entered")
    assert event.payload == {"least_complaints": [4, 3]}
    assert propose_groups_step(office.unit_of_work, seen) == 1
