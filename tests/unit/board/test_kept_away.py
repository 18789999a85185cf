"""What a count of the database leaves out is what the rule of all lists leaves out (R45)."""

from __future__ import annotations

from sqlalchemy import select

from models.case.complaint import Complaint
from services.access.find_exclusion import find_exclusions
from services.access.kept_away import must_keep_away
from tests.full_office import FullOffice
from tests.unit.board.kept_away import (
    COMPANY,
    LOGIN,
    RULES,
    file_one,
    related_to_complainant,
    with_telephone,
)

OWN_PHONE = "199-0000-0777"


def test_the_condition_hides_exactly_what_the_rule_excludes(office: FullOffice) -> None:
    """One case for each rule, and beside each one that is nearly like it and stays."""
    hidden = set()
    for no, keep_away in enumerate(RULES.values()):
        case = file_one(office, no)
        keep_away(office, case)
        hidden.add(case)
    related_to_complainant(office)
    own_name = with_telephone(office, OWN_PHONE)
    hidden.add(file_one(office, 10, organisation=COMPANY))
    hidden.add(file_one(office, 11, phone=OWN_PHONE, name=own_name))
    open_ones = {
        file_one(office, 12),
        file_one(office, 13, organisation="云河市近水餐饮有限公司"),
        file_one(office, 14, phone=OWN_PHONE, name="另一人"),
    }
    with office.unit_of_work().reading() as unit:
        every = unit.session.scalars(select(Complaint.id)).all()
        shown = set(unit.session.scalars(select(Complaint.id).where(~must_keep_away(LOGIN, unit))))
        excluded = find_exclusions(every, LOGIN, unit).keys()
    assert shown == set(every) - excluded
    assert shown == open_ones
    assert hidden == excluded
