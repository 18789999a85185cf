"""The watch over like complaints among 100,000 cases: one indexed query by time, and a proposal is made once."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select, text

from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.group_proposal import GroupProposal, ProposedFile
from models.ground.errors import Conflict
from models.ground.ids import new_id
from services.answer.end_rated_visit import end_rated_visits_step
from services.groups.alike_files import MOST_COMPARED, SeenFiles
from services.groups.carry_late import carry_late_step
from services.groups.join_accepted import join_accepted_step
from services.groups.list_proposals import count_open_proposals
from services.groups.propose_groups import propose_groups_step
from tests.both_databases.at_once import at_once
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept
from tests.unit.services.requests_office import told
from tests.unit.services.test_group import TOLD, approve, join, leading
from tests.unit.services.test_group_closing import RATED, answered_group, rated
from tests.unit.services.test_group_proposals import OUTAGE, confirm, outage, shown, tell
from tests.unit.services.test_split_file import second_of, split
from tests.unit.services.test_split_member import member_of_two

MANY = 100_000
# Many times what they need on a quiet machine.
LONGEST_LOOK, LONGEST_FLOOD = 2.0, 20.0


def add_copies(office: FullOffice, received_at: datetime) -> None:
    """Many cases with the words of the first, received at one moment."""
    with office.unit_of_work() as unit:
        first = unit.session.execute(select(Complaint.__table__)).mappings().first()
        assert first is not None
        rows = [
            {
                **first,
                "id": new_id(),
                "submission_id": new_id(),
                "number": f"YH-2025-{no:06}",
                "received_at": received_at,
            }
            for no in range(MANY)
        ]
        unit.session.execute(insert(Complaint.__table__), rows)


def look(office: FullOffice, seen: SeenFiles) -> tuple[int, float, list[str]]:
    """What a look made, how long it took, and what it asked of the cases."""
    with statements(office) as asked:
        began = time.monotonic()
        made = propose_groups_step(office.unit_of_work, seen)
        took = time.monotonic() - began
    return made, took, [sql for sql in asked if "FROM complaint" in sql]


@pytest.mark.check(sister="tests/unit/services/test_group_proposals.py")
def test_a_hundred_thousand_cases_cost_a_look_one_query_by_time(office: FullOffice) -> None:
    """PF-1: old cases are not read; what is new is compared once, and a count for the page stays small."""
    outage(office)
    add_copies(office, office.clock.now() - timedelta(days=30))
    seen = SeenFiles()
    made, took, _ = look(office, seen)
    assert (made, took < LONGEST_LOOK) == (1, True), took
    assert [len(one.files) for one in shown(office)] == [4]
    made, took, asked = look(office, seen)
    assert (made, took < LONGEST_LOOK, len(asked)) == (0, True, 1), took
    assert "received_at >=" in asked[0]
    assert "stage !=" in asked[0]
    with office.database.read() as session:
        if session.get_bind().dialect.name == "sqlite":
            plan = session.execute(
                text(
                    "EXPLAIN QUERY PLAN SELECT id FROM complaint WHERE received_at >= '2026-09-04' "
                    "AND stage != 'archived' AND merged_into IS NULL ORDER BY received_at DESC LIMIT 500"
                )
            )
            told = " ".join(str(row[-1]) for row in plan)
            assert "ix_complaint_received_at" in told
    with statements(office) as counted:
        assert count_open_proposals(office.unit_of_work(), office.actor("wen.rusheng")) == 1
    assert len(counted) < 20


@pytest.mark.check(sister="tests/unit/services/test_group_proposals.py")
def test_of_a_hundred_thousand_of_one_day_the_newest_five_hundred_are_compared(office: FullOffice) -> None:
    """A flood costs a bounded look, and the next one of the same files next to nothing."""
    outage(office, 1)
    add_copies(office, office.clock.now())
    seen = SeenFiles()
    made, took, _ = look(office, seen)
    assert (made, took < LONGEST_FLOOD) == (1, True), took
    assert len(office.rows(ProposedFile)) == MOST_COMPARED
    made, took, _ = look(office, seen)
    assert (made, took < LONGEST_LOOK) == (0, True), took


def test_two_sweeps_at_once_make_one_proposal(office: FullOffice) -> None:
    """Each of them finds the four for the first time; and a fifth one is added once."""
    outage(office)
    made = at_once(3, lambda: propose_groups_step(office.unit_of_work, SeenFiles()))
    assert sorted(made) == [0, 0, 1]
    tell(office, OUTAGE[4])
    made = at_once(3, lambda: propose_groups_step(office.unit_of_work, SeenFiles()))
    assert sorted(made) == [0, 0, 1]
    assert len(office.rows(GroupProposal)) == 1
    assert len(office.rows(ProposedFile)) == 5


def test_two_people_at_once_open_one_mass_complaint(office: FullOffice) -> None:
    """The second one is told that it was decided before."""
    filed = outage(office)
    accept(office, filed[0].complaint_id, matters=1)
    propose_groups_step(office.unit_of_work, SeenFiles())
    (proposal,) = shown(office)

    def decide() -> str:
        try:
            return confirm(office, proposal)
        except Conflict as refused:
            return refused.code

    assert sorted(at_once(3, decide), key=str) == sorted(
        [filed[0].complaint_id, "DECIDED_BEFORE", "DECIDED_BEFORE"]
    )
    assert len(office.rows(ComplaintGroup)) == 1


def test_two_sweeps_at_once_let_a_file_join_once(office: FullOffice) -> None:
    """Chosen before its acceptance, it joins with it, in the name of who chose it."""
    filed = outage(office)
    accept(office, filed[0].complaint_id, matters=1)
    propose_groups_step(office.unit_of_work, SeenFiles())
    confirm(office, shown(office)[0])
    accept(office, filed[1].complaint_id, matters=1)
    assert sorted(at_once(3, lambda: join_accepted_step(office.unit_of_work))) == [0, 0, 1]
    (member,) = office.rows(GroupMember)
    assert (member.complaint_id, member.joined_by) == (filed[1].complaint_id, "wen.rusheng")


def test_two_sweeps_at_once_carry_a_late_member_once(office: FullOffice) -> None:
    """DM-41: accepted after the opinion of the leading file was approved, it is told to the engine once."""
    first, second = leading(office), member_of_two(office)
    join(office, second)
    new = second_of(office, split(office, second, moved_matters=["2"])).id
    approve(office, first)
    accept(office, new, matters=1)
    assert sorted(at_once(3, lambda: carry_late_step(office.unit_of_work))) == [0, 0, 1]
    keys = [message["correlation_key"] for message in told(office, TOLD)]
    assert keys.count(new) == 1


def test_two_sweeps_at_once_end_a_rated_visit_once(office: FullOffice) -> None:
    """The leading file was rated before its share was met."""
    first, second = answered_group(office)
    rated(office, first, 5)
    rated(office, second, 4)
    assert sorted(at_once(3, lambda: end_rated_visits_step(office.unit_of_work))) == [0, 0, 1]
    assert len(told(office, RATED)) == 2
