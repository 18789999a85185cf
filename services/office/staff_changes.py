"""The history of a member of staff: each changed field with who changed it, from what, to what, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.office.staff_change import StaffChange
from services.actor import Actor
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class ChangedStaff:
    """Old and new value by field, as they are kept, and why."""

    staff_id: str
    values: Mapping[str, tuple[str, str]]
    reason: str = ""


def note_staff_change(changed: ChangedStaff, unit: Unit, actor: Actor) -> None:
    """Keep it in the caller's unit."""
    unit.session.add_all(
        StaffChange(
            staff_id=changed.staff_id,
            at=unit.clock.now(),
            by=actor.name,
            field=field,
            old=old,
            new=new,
            reason=changed.reason.strip() or None,
        )
        for field, (old, new) in changed.values.items()
    )


def list_staff_changes(staff_id: str, unit: Unit) -> list[StaffChange]:
    """What was changed of this person, the last first."""
    rows = select(StaffChange).where(StaffChange.staff_id == staff_id).order_by(StaffChange.id.desc())
    return list(unit.session.scalars(rows))
