"""The watch over like complaints among 100,000 cases: one indexed query by time, and a proposal is made once (N11)."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select, text

from models.case.complaint import Complaint
from models.case.group_proposal import GroupProposal, ProposedFile
from models.ground.ids import new_id
from services.groups.alike_files import MOST_COMPARED, SeenFiles
from services.groups.list_proposals import count_open_proposals
from services.groups.propose_groups import propose_groups_step
from tests.both_databases.at_once import at_once
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.unit.services.test_group_proposals import OUTAGE, outage, shown, tell

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
    """N11, PF-1: old cases are not read; what is new is compared once, and a count for the page stays small."""
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
    """N11: a flood costs a bounded look, and the next one of the same files next to nothing."""
    outage(office, 1)
    add_copies(office, office.clock.now())
    seen = SeenFiles()
    made, took, _ = look(office, seen)
    assert (made, took < LONGEST_FLOOD) == (1, True), took
    assert len(office.rows(ProposedFile)) == MOST_COMPARED
    made, took, _ = look(office, seen)
    assert (made, took < LONGEST_LOOK) == (0, True), took


def test_two_sweeps_at_once_make_one_proposal(office: FullOffice) -> None:
    """N11: each of them finds the four for the first time; and a fifth one is added once."""
    outage(office)
    made = at_once(3, lambda: propose_groups_step(office.unit_of_work, SeenFiles()))
    assert sorted(made) == [0, 0, 1]
    tell(office, OUTAGE[4])
    made = at_once(3, lambda: propose_groups_step(office.unit_of_work, SeenFiles()))
    assert sorted(made) == [0, 0, 1]
    assert len(office.rows(GroupProposal)) == 1
    assert len(office.rows(ProposedFile)) == 5
