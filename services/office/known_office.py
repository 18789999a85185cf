"""What nearly every rule and every name of a page of work asks of the office, asked beforehand in two questions."""

from services.office.active_staff import list_staff
from services.office.unit_options import list_units
from services.unit_of_work import Unit


def know_office(unit: Unit) -> None:
    """People and units of the office, for a look that reads: whoever is asked for by name afterwards is there."""
    list_staff(unit)
    list_units(unit)
