"""Files taken apart, as the page of either tells it: where this one comes from, what was taken out of it."""

from dataclasses import dataclass
from datetime import date

from models.case.complaint import Complaint
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.casefile.file_splits import find_split, list_taken_out
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class SplitLine:
    """The other file; `is_first` where this one comes from it. `first_told_on` is of the one that was taken out."""

    id: str
    number: str
    is_first: bool
    first_told_on: date
    is_counted_from_first_day: bool
    reason: str


def list_split_lines(complaint: Complaint, unit: Unit, actor: Actor) -> tuple[SplitLine, ...]:
    """The files that this person may read, the first one first; of others nothing is told, not even that there are any."""
    own = find_split(complaint.id, unit)
    first = [] if own is None else [unit.session.get_one(Complaint, own.first_id)]
    others = [*first, *list_taken_out(complaint.id, unit)]
    readable = list_readable_cases(others, unit, actor)
    lines = []
    for other in others:
        split = own if other in first else find_split(other.id, unit)
        if split is not None and other.id in readable:
            counted, told = split.is_counted_from_first_day, split.first_told_on
            lines.append(SplitLine(other.id, other.number, other in first, told, counted, split.reason))
    return tuple(lines)
