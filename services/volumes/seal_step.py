"""Seals the volumes that were ordered, one file after the other; what cannot be sealed now is tried again."""

from datetime import timedelta

import structlog
from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError

from models.case.complaint import Complaint
from models.case.file_volume import FileVolume
from models.ground.errors import DomainError
from services.actor import SYSTEM
from services.unit_of_work import UnitFactory
from services.volumes.seal_volume import seal_volume

MOST = 10
# What cannot be sealed is laid out in vain each time.
REST = timedelta(minutes=10)

_log = structlog.get_logger(__name__)


def seal_files_step(make_unit: UnitFactory) -> int:
    """How many were sealed; workers stop between any two steps. What was tried in vain comes last, and not before a rest."""
    tried_at = FileVolume.tried_at
    with make_unit().reading() as unit:
        waiting = (
            select(FileVolume.id, FileVolume.complaint_id)
            .join(Complaint, Complaint.id == FileVolume.complaint_id)
            .where(FileVolume.sealed_at.is_(None), Complaint.destroyed_at.is_(None))
            .where(or_(tried_at.is_(None), tried_at < unit.clock.now() - REST))
            .order_by(tried_at.is_not(None), tried_at, FileVolume.ordered_at, FileVolume.id)
        )
        found = unit.session.execute(waiting.limit(MOST)).all()
    return sum(_seal(volume_id, complaint_id, make_unit) for volume_id, complaint_id in found)


def _seal(volume_id: str, complaint_id: str, make_unit: UnitFactory) -> bool:
    try:
        seal_volume(complaint_id, make_unit(), SYSTEM)
    except SQLAlchemyError:
        raise
    except Exception as fault:
        # One file that nobody foresaw keeps no other waiting, and none of the steps behind this one.
        code = fault.code if isinstance(fault, DomainError) else type(fault).__name__
        _log.warning("file_not_sealed", complaint_id=complaint_id, code=code)
        with make_unit() as unit:
            row = unit.session.get(FileVolume, volume_id, with_for_update=True)
            if row is not None:
                row.tried_at = unit.clock.now()
        return False
    return True
