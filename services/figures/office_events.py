"""Events that name no complaint and yet change what is counted of many: the calendar, and whose unit somebody belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from models.case.respondent import Respondent
from models.ledger.trail_event import TrailEvent
from services.unit_of_work import Unit

_CALENDAR = "calendar."
_STAFF = frozenset({"organisation.staff_changed", "organisation.staff_added", "organisation.staff_returned"})


def changes_all(kinds: Iterable[str]) -> bool:
    """Whether one of these events changes the working days of any complaint: all are to be read anew."""
    return any(kind.startswith(_CALENDAR) for kind in kinds)


def list_of_moved_staff(kinds: Iterable[str], since: int, unit: Unit) -> list[str]:
    """The complaints about people who were changed since that event, and who stand there without their unit.

    `kinds` are those of the events; the people are read only where one of them is of staff.
    """
    if not _STAFF.intersection(kinds):
        return []
    payloads = unit.session.scalars(
        select(TrailEvent.payload).where(TrailEvent.seq > since, TrailEvent.kind.in_(_STAFF))
    )
    logins = {str(payload.get("staff_id")) for payload in payloads}
    about = select(Respondent.complaint_id).where(
        Respondent.staff_id.in_(logins), Respondent.unit.is_(None), Respondent.in_force()
    )
    return list(unit.session.scalars(about.distinct()))
