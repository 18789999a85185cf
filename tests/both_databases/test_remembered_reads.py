"""The same question asked twice of a reading session is one statement; other questions and other values are their own."""

from __future__ import annotations

from sqlalchemy import select

from models.office.absence import Absence
from models.office.staff import Staff
from models.store.remembered_reads import remembered_reads
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice


def test_an_answer_from_before_is_the_answer_of_now(office: FullOffice) -> None:
    """Rows, columns and a row that is not there; by values, not by statement alone."""
    with office.unit_of_work().reading() as unit, remembered_reads(unit.session):
        for _ in range(3):
            with statements(office) as asked:
                people = [unit.session.scalars(select(Staff).where(Staff.login.in_(logins))).one().login
                          for logins in (["wen.rusheng"], ["xun.wenshi"])]  # fmt: skip
                assert people == ["wen.rusheng", "xun.wenshi"]
                assert unit.session.get(Absence, "nobody") is None
                assert unit.session.execute(select(Staff.login).where(Staff.login == "wen.rusheng")).one()
        assert asked == []


def test_outside_the_block_everything_is_asked_again(office: FullOffice) -> None:
    query = select(Staff.name).where(Staff.login == "wen.rusheng")
    with office.unit_of_work().reading() as unit:
        with remembered_reads(unit.session):
            unit.session.execute(query).one()
        with statements(office) as asked:
            unit.session.execute(query).one()
    assert len(asked) == 1
