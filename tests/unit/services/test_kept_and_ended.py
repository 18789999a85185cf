"""How a file ends: by the office's own table, after an appraisal, and never while it is frozen (档案法实施条例 arts. 19, 24)."""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.ground.errors import RuleRefused
from services.keeping.destroy_list import open_destruction
from services.keeping.destroy_step import destroy_files_step
from services.keeping.freeze_file import FreezeFile, freeze_file
from tests.full_office import FullOffice
from tests.unit.services.keeping_files import SUPERVISOR, change, keeping_of
from tests.unit.services.test_appraisal import DAY_AFTER, close_due, list_due_cases
from tests.unit.services.test_destroyed_file import decide_to_destroy, list_and_witness


def test_a_file_ends_by_the_offices_table_after_an_appraisal_and_never_while_it_is_frozen(
    office: FullOffice,
) -> None:
    """DM-29, DM-37, R114: its own table says the term, nothing is destroyed before its appraisal, a frozen file stays."""
    due, frozen = close_due(office), close_due(office)
    change(office, "without_result", "years_30", "later")
    later = close_due(office)
    ends = [keeping_of(office, case).ends_on for case in (due, frozen, later)]
    assert [end.year for end in ends if end is not None] == [2036, 2036, 2056]
    office.clock.set(DAY_AFTER)
    assert set(list_due_cases(office)) == {due, frozen}
    with pytest.raises(RuleRefused, match="NOTHING_TO_DESTROY"):
        open_destruction(office.unit_of_work(), office.actor(SUPERVISOR))
    decide_to_destroy(office, due, frozen)
    freeze_file(FreezeFile(frozen, "court", "法院调卷"), office.unit_of_work(), office.actor(SUPERVISOR))
    list_and_witness(office)
    destroy_files_step(office.unit_of_work)
    with office.unit_of_work().reading() as unit:
        kept = {case: unit.session.get_one(Complaint, case).matter != "" for case in (due, frozen, later)}
    assert kept == {due: False, frozen: True, later: True}
