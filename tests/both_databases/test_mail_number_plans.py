"""Whether a number of the post stands with another letter is asked by indexes, whatever an office has sent by then."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text

from tests.full_office import FullOffice

TABLES = ("letter_delivery", "answer_sending", "interim_sending", "review_sending")


@pytest.mark.parametrize("table", TABLES)
def test_a_number_of_the_post_is_found_by_its_index(office: FullOffice, table: str) -> None:
    """As `find_taken` asks, at the mail room for two hundred numbers at once."""
    index = f"ix_{table}_mail_no"
    with office.database.read() as session:
        indexes = inspect(session.connection()).get_indexes(table)
        assert [one["column_names"] for one in indexes if one["name"] == index] == [["mail_no"]]
        if office.database.is_sqlite:
            query = f"SELECT mail_no FROM {table} WHERE mail_no IN ('XA1', 'XA2')"  # noqa: S608  # of this test
            plan = session.execute(text(f"EXPLAIN QUERY PLAN {query}"))
            assert index in " ".join(str(row[-1]) for row in plan)
