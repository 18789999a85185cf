"""Whose referral it is: representatives see and answer only those of their own unit."""

from __future__ import annotations

from models.beside.referral import Referral
from models.office.staff import Staff
from services.access.task_facts import TaskFacts
from services.requests.find_request_of import find_request_of
from services.unit_of_work import Unit

OTHER_UNIT = "OTHER_UNIT"


def find_receiver_bar(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    """OTHER_UNIT for somebody who does not belong to the unit that the referral of this task went to."""
    row = find_request_of(Referral, facts.process_instance_key, facts.complaint_id, unit)
    staff = unit.session.get(Staff, login)
    if row is None or staff is None or staff.unit != row.unit_code:
        return OTHER_UNIT
    return None
