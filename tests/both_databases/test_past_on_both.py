"""A made past on each database: whole rows, a whole chain, and nothing twice."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from deploy.history.make_history import Wanted, make_history
from models.case.complaint import Complaint
from models.ledger.trail_check import verify_trail
from models.office.transaction_volume import TransactionVolume
from services.clocks.clock_shift import found_demo_office
from tests.full_office import FullOffice

CASES = 60


@pytest.mark.check(sister="tests/deploy/test_history.py")
def test_a_past_is_written_whole_and_once(office: FullOffice) -> None:
    with office.unit_of_work() as unit:
        found_demo_office(unit.session, 0.0)
    wanted = Wanted(years=2, cases=CASES, seed=3, make="gusty", until=date(2026, 9, 6))

    def make() -> int:
        return make_history(wanted, office.folder, office.unit_of_work, lambda _done, _of: None)

    assert make() == CASES
    assert make() == 0
    with office.unit_of_work().reading() as unit:
        assert unit.session.scalar(select(func.count()).select_from(Complaint)) == CASES
        rows = unit.session.scalar(select(func.count()).select_from(TransactionVolume))
        assert rows is not None and rows > 100
        assert verify_trail(unit.session).fault is None
