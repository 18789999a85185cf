"""Why what was found true could happen, as a reader of the file finds it: what holds, what was said before, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.office.cause import Cause
from services.casefile.matter_causes import Said, is_told_in_leading, list_caused, list_said
from services.office.causes import list_tree
from services.office.people_names import map_people_names
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class CausesPart:
    """`now` by number of the matter that was found true, None where nobody said a cause; `earlier` the last saying first.

    `tree` is the wording in force by code, `names` are of staff by login. `is_led`: the leading file of a group tells them.
    """

    now: dict[int, Said | None]
    earlier: tuple[Said, ...]
    tree: dict[str, Cause]
    names: dict[str, str]
    is_led: bool


def read_causes_part(complaint: Complaint, unit: Unit) -> CausesPart:
    """Of a case that the person may read."""
    said = list_said(complaint.id, unit)
    holding = {row.matter_no: row for row in said if row.first.ended_at is None}
    return CausesPart(
        now={matter.no: holding.get(matter.no) for matter in list_caused(complaint.id, unit)},
        earlier=tuple(row for row in said if row.first.ended_at is not None),
        tree={row.code: row for row in list_tree(unit)} if said else {},
        names=map_people_names(unit, logins={row.first.by for row in said}),
        is_led=is_told_in_leading(complaint.id, unit),
    )
