"""A forger of rows is found by the rules themselves: cases go through the step, and its order is what the page shows."""

from __future__ import annotations

import random

import pytest

from models.ground.signal_codes import SignalCode
from services.signals.read_signals import AskedSignals, read_signals
from tests.full_office import FullOffice
from tests.unit.services.forged_offices import CASES, MAKES, USUAL, fill_office
from tests.unit.services.signalled_cases import DIRECTOR, look

FIRST = 10


@pytest.mark.check(sister="tests/unit/services/test_signals.py")
def test_three_makes_of_forger_are_among_the_first_ten_for_what_they_forged(office: FullOffice) -> None:
    fill_office(office, random.Random(0))  # noqa: S311 - a made office, no secret
    assert look(office) >= CASES // 200
    page = read_signals(AskedSignals(), office.unit_of_work(), office.actor(DIRECTOR))
    looked = {row.code: row.looked for row in page.rules}
    assert all(looked[code] == CASES for code in USUAL if code is not SignalCode.BACK_DATED)
    first = {one.person: one for one in page.ranked[:FIRST]}
    assert set(MAKES) <= set(first)
    for forger, forged in MAKES.items():
        tells = {line.code for line in first[forger].lines if line.surprise > 0}
        assert set(forged) <= tells, (forger, "each thing that he forged speaks for a look at him")
