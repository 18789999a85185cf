"""Orders the next volume of a file: it is bound and sealed after the commit, since laying out takes longer than a lock may."""

from sqlalchemy import func, select

from models.case.file_volume import FileVolume
from models.ground.ids import new_id
from services.actor import Actor
from services.unit_of_work import Unit


def order_volume(complaint_id: str, unit: Unit, actor: Actor) -> FileVolume:
    """The volume that waits, or a new one; the case is locked."""
    waiting = select(FileVolume).where(
        FileVolume.complaint_id == complaint_id, FileVolume.sealed_at.is_(None)
    )
    if known := unit.session.scalars(waiting).one_or_none():
        return known
    last = unit.session.scalar(select(func.max(FileVolume.no)).where(FileVolume.complaint_id == complaint_id))
    row = FileVolume(id=new_id(), complaint_id=complaint_id, no=(last or 0) + 1, ordered_by=actor.name)
    row.ordered_at = unit.clock.now()
    unit.session.add(row)
    unit.session.flush()
    return row
