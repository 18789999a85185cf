"""The section of letters of a case in which letters stand and were worded asks the database forty times at most."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.case.complaint import Complaint
from services.letters.freeze_letter import FreezeLetter, freeze_letter
from services.letters.list_letters import list_proposed
from services.letters.word_letter import WordLetter, word_letter
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.web.pages import Visitor
from tests.web_staff.cases import read
from tests.web_staff.furnished_case import furnish_case
from tests.web_staff.people import BY_ROLE
from tests.web_staff.test_page_statements import MOST

CLERK = BY_ROLE["intake"]


@pytest.mark.parametrize("role", ["supervisor", "director", "intake"])
def test_letters_that_stand_make_the_section_ask_no_more_than_forty_times(
    office: FullOffice, sign_in: Callable[[str], Visitor], role: str
) -> None:
    """UX-42: the names of who worded and froze them are read too."""
    case = furnish_case(office, "203.0.113.20").complaint_id
    with office.unit_of_work().reading() as unit:
        proposed = list_proposed(unit.session.get_one(Complaint, case), unit)
    frozen, worded = proposed[0], proposed[1]
    clerk = office.actor(CLERK)
    freeze = FreezeLetter(case, frozen.kind.name, frozen.subject, {}, 0, "http://office.test/")
    freeze_letter(freeze, office.unit_of_work(), clerk)
    word_letter(WordLetter(case, worded.kind.name, worded.subject, {}, 0), office.unit_of_work(), clerk)
    visitor = sign_in(BY_ROLE[role])
    visitor.get("/")
    with statements(office) as seen:
        status, _ = read(visitor, f"/cases/{case}/letters")
    assert status == 200
    assert len(seen) <= MOST, len(seen)
