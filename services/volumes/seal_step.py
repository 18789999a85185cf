"""Seals the volumes that were ordered, one file after the other; what cannot be sealed now is tried again."""

from datetime import timedelta

import structlog
from sqlalchemy import or_, select

from models.case.complaint import Complaint
from models.case.file_volume import FileVolume
from models.ground.away import DATABASE_AWAY
from models.ground.errors import Conflict, Crowded, DatabaseBusy, DomainError, OutsideUnavailable
from services.actor import SYSTEM
from services.unit_of_work import UnitFactory
from services.volumes.seal_volume import CHANGED, seal_volume

MOST = 10
# What cannot be sealed is laid out in vain each time.
REST = timedelta(minutes=10)
# A store that is away comes back, and who writes into a file stops; a kept paper that has changed says the same for good.
REST_OF_AWAY = timedelta(seconds=30)

_log = structlog.get_logger(__name__)


def seal_files_step(make_unit: UnitFactory) -> int:
    """How many were sealed; workers stop between any two steps. What was tried in vain comes last, and not before a rest.

    Raises what says nothing of one file: DatabaseBusy, Crowded, a database that is away.
    """
    tried_at = FileVolume.tried_at
    with make_unit().reading() as unit:
        waiting = (
            select(FileVolume.id, FileVolume.complaint_id)
            .join(Complaint, Complaint.id == FileVolume.complaint_id)
            .where(FileVolume.sealed_at.is_(None), Complaint.destroyed_at.is_(None))
            .where(or_(tried_at.is_(None), tried_at < unit.ports.system_clock.now() - REST))
            .order_by(tried_at.is_not(None), tried_at, FileVolume.ordered_at, FileVolume.id)
        )
        found = unit.session.execute(waiting.limit(MOST)).all()
    return sum(_seal(volume_id, complaint_id, make_unit) for volume_id, complaint_id in found)


def _seal(volume_id: str, complaint_id: str, make_unit: UnitFactory) -> bool:
    try:
        seal_volume(complaint_id, make_unit(), SYSTEM)
    except (DatabaseBusy, Crowded, *DATABASE_AWAY):
        raise
    except Exception as fault:
        # One file that nobody foresaw keeps no other waiting, and none of the steps behind this one.
        code = fault.code if isinstance(fault, DomainError) else type(fault).__name__
        _log.warning("file_not_sealed", complaint_id=complaint_id, code=code)
        _rest(volume_id, REST_OF_AWAY if _passes_soon(fault) else REST, make_unit)
        return False
    return True


def _passes_soon(fault: Exception) -> bool:
    """A store is away, or somebody writes into the file at this moment: nothing is wrong with it."""
    return isinstance(fault, OutsideUnavailable) or (isinstance(fault, Conflict) and fault.code == CHANGED)


def _rest(volume_id: str, rest: timedelta, make_unit: UnitFactory) -> None:
    """Not before `rest`, by the machine: a demo office that stands still or jumps must not change it."""
    with make_unit() as unit:
        row = unit.session.get(FileVolume, volume_id, with_for_update=True)
        if row is not None:
            # As if it had been tried so long ago that this much of the long rest is left.
            row.tried_at = unit.ports.system_clock.now() - (REST - rest)
