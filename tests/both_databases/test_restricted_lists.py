"""An office of 100,000 cases, some of them for named readers alone: the rule of every list asks an index."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, text

from models.case.file_restriction import FileReader, FileRestriction
from services.views.cases import SearchCases, search_cases
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.web_staff.test_pages_of_lists import add_cases

RESTRICTED = 2_000


@pytest.mark.check(sister="tests/web_staff/test_restricted_over_a_socket.py")
def test_restricted_cases_are_left_out_of_a_hundred_thousand_by_an_index(office: FullOffice) -> None:
    """ST-10, PF-1: the reader finds his, others none, and neither costs a statement a case."""
    cases = add_cases(office, 100_000)
    hidden = cases[:RESTRICTED]
    now = office.clock.now()
    with office.unit_of_work() as unit:
        rows = [
            {"id": case, "complaint_id": case, "kind": "person", "by": "wen.rusheng", "at": now}
            for case in hidden
        ]
        unit.session.execute(insert(FileRestriction), rows)
        readers = [{"restriction_id": case, "staff_id": "jian.rujing"} for case in hidden]
        unit.session.execute(insert(FileReader), readers)
    for login, found in (("jian.rujing", 1), ("zong.lanyun", 0)):
        with statements(office) as seen:
            page = search_cases(SearchCases("000007"), office.unit_of_work(), office.actor(login))
        assert (page.total, len(page)) == (found, found), login
        assert len(seen) < 15
    with statements(office) as seen:
        every = search_cases(SearchCases(), office.unit_of_work(), office.actor("zong.lanyun"))
    assert (every.total, every.has_more) == (10_000, True)
    # Asked of 500 at a time, no further than is counted.
    assert len(seen) < 8 * (RESTRICTED + 10_000) // 500 + 15
    with office.database.read() as session:
        if session.get_bind().dialect.name == "sqlite":
            plan = session.execute(
                text(
                    "EXPLAIN QUERY PLAN SELECT complaint_id FROM file_restriction WHERE complaint_id IN ('a', 'b') "
                    "AND lifted_at IS NULL AND id NOT IN (SELECT restriction_id FROM file_reader WHERE staff_id = 'x')"
                )
            )
            told = " ".join(str(row[-1]) for row in plan)
            assert "ix_file_restriction" in told
            assert "ix_file_reader_staff_id" in told
