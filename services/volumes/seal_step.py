"""Seals the volumes that were ordered, one file after the other; what cannot be sealed now is tried again."""

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from models.case.complaint import Complaint
from models.case.file_volume import FileVolume
from models.ground.errors import DomainError
from services.actor import SYSTEM
from services.unit_of_work import UnitFactory
from services.volumes.seal_volume import seal_volume

# The newest first: what cannot be sealed for long keeps no other file waiting.
MOST = 10

_log = structlog.get_logger(__name__)


def seal_files_step(make_unit: UnitFactory) -> int:
    """How many were sealed; workers stop between any two steps."""
    with make_unit().reading() as unit:
        waiting = (
            select(FileVolume.complaint_id)
            .join(Complaint, Complaint.id == FileVolume.complaint_id)
            .where(FileVolume.sealed_at.is_(None), Complaint.destroyed_at.is_(None))
        )
        ids = unit.session.scalars(
            waiting.order_by(FileVolume.ordered_at.desc(), FileVolume.id).limit(MOST)
        ).all()
    return sum(_seal(complaint_id, make_unit) for complaint_id in ids)


def _seal(complaint_id: str, make_unit: UnitFactory) -> bool:
    try:
        seal_volume(complaint_id, make_unit(), SYSTEM)
    except SQLAlchemyError:
        raise
    except Exception as fault:
        # One file that nobody foresaw keeps no other waiting, and none of the steps behind this one.
        code = fault.code if isinstance(fault, DomainError) else type(fault).__name__
        _log.warning("file_not_sealed", complaint_id=complaint_id, code=code)
        return False
    return True
