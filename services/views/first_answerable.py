"""The complaints that a person is answerable for because he first took them, with the date by which somebody must have signed."""

from dataclasses import dataclass
from datetime import UTC, datetime

from models.case.lifecycle import Stage
from services.access.readable_cases import list_readable_cases
from services.actor import Actor, staff_id_of
from services.casefile.first_answerable import has_taken_first, list_held_by
from services.unit_of_work import UnitOfWork

MOST_SHOWN = 100
# Behind every date.
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HeldCase:
    """One line; `seconds_left` is negative when it is late, None where nothing has a date."""

    complaint_id: str
    number: str
    received_at: datetime
    stage: Stage
    due_at: datetime | None
    seconds_left: float | None


def list_held_cases(unit_of_work: UnitOfWork, actor: Actor) -> list[HeldCase]:
    """The nearest date first; a case that is not for him any more is in no list of his."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        now = unit.clock.now()
        held_cases = list_held_by(login, MOST_SHOWN, unit)
        readable = list_readable_cases([complaint for complaint, _ in held_cases], unit, actor)
        rows = [
            HeldCase(
                complaint.id,
                complaint.number,
                complaint.received_at,
                complaint.stage,
                held.due_at,
                None if held.due_at is None else (held.due_at - now).total_seconds(),
            )
            for complaint, held in held_cases
            if complaint.id in readable
        ]
    return sorted(rows, key=lambda row: (row.due_at or LAST, row.received_at))


def may_hold_cases(unit_of_work: UnitOfWork, actor: Actor) -> bool:
    """Whether there is reason to look at that list; one query."""
    with unit_of_work.reading() as unit:
        return has_taken_first(staff_id_of(actor), unit)
