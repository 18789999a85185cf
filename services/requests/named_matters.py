"""The matters that a request names: chosen by number, all that are accepted when none is chosen."""

from collections.abc import Sequence

from models.case.complaint import Complaint
from models.case.matter import Matter
from models.ground.errors import InvalidInput
from services.casefile.get_case import list_accepted_matters, list_matters
from services.unit_of_work import Unit

Option = dict[str, str]
_SHOWN = 40


def list_matter_options(complaint: Complaint, unit: Unit) -> list[Option]:
    """One to tick for each accepted matter, before acceptance for each of the case, with the beginning of its text."""
    return [
        {"label": f"第{matter.no}项 {matter.text[:_SHOWN]}", "value": str(matter.no)}
        for matter in _list_matters(complaint, unit)
    ]


def read_matter_nos(ticked: Sequence[str]) -> tuple[int, ...]:
    """The numbers ticked in a form."""
    return tuple(int(no) for no in ticked if no.isdecimal())


def chosen_matters(matter_nos: Sequence[int], complaint: Complaint, unit: Unit) -> list[int] | None:
    """The numbers in their order; none chosen means all that are accepted, None before acceptance.

    InvalidInput on `matter_nos` for one that the case has not.
    """
    if not set(matter_nos) <= {matter.no for matter in _list_matters(complaint, unit)}:
        raise InvalidInput({"matter_nos": "NOT_AN_OPTION"})
    accepted = [matter.no for matter in list_accepted_matters(complaint.id, unit)]
    return sorted(matter_nos) or accepted or None


def _list_matters(complaint: Complaint, unit: Unit) -> list[Matter]:
    return list_accepted_matters(complaint.id, unit) or list_matters(complaint.id, unit)
