"""Deletes who came by appointment, a set time after one that led to no case."""

from models.clock.legal_time import beijing_date
from services.identity.appointment_contact import delete_contacts, list_contacts_that_led_to_nothing
from services.retention.policy import VISITORS
from services.unit_of_work import UnitFactory

ROWS_AT_ONCE = 500


def sweep_visitors(make_unit: UnitFactory) -> int:
    """One round; how many went. Looks without a lock first, as most rounds find nothing.

    The day is that of the office's calendar, as appointments have it.
    """
    with make_unit().reading() as unit:
        before = beijing_date(VISITORS.until(unit.clock.now()))
        ids = list_contacts_that_led_to_nothing(before, ROWS_AT_ONCE, unit)
    if not ids:
        return 0
    with make_unit() as unit:
        # Asked again: a clerk may have registered a complaint of one meanwhile.
        return delete_contacts(list_contacts_that_led_to_nothing(before, ROWS_AT_ONCE, unit), unit)
