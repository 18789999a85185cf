"""The workers' step: makes files of transfers ready one by one, and clears away what was made for those that are over."""

from datetime import timedelta

import structlog
from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError

from models.case.archive_transfer import ArchiveTransfer, ArchiveTransferLine
from models.ground.errors import DomainError
from models.ground.keeping_codes import TransferLineState
from services.transfer.make_line import LineKey, make_line
from services.unit_of_work import UnitFactory, UnitOfWork

# Each is laid out anew, a second or less; workers stop between any two steps.
MOST = 10
MOST_CLEARED = 50
# What could not be laid out is not laid out again with every round.
REST = timedelta(minutes=10)

_log = structlog.get_logger(__name__)


def transfers_step(make_unit: UnitFactory) -> int:
    """One round; how many files were made ready or cleared."""
    waiting = (
        select(ArchiveTransferLine.transfer_id, ArchiveTransferLine.place)
        .where(ArchiveTransferLine.state == TransferLineState.WAITING)
        # What was tried in vain keeps no other file waiting.
        .order_by(
            ArchiveTransferLine.tried_at.is_not(None),
            ArchiveTransferLine.tried_at,
            ArchiveTransferLine.transfer_id,
            ArchiveTransferLine.place,
        )
    )
    with make_unit().reading() as unit:
        tried_at, before = ArchiveTransferLine.tried_at, unit.clock.now() - REST
        due = waiting.where(or_(tried_at.is_(None), tried_at < before)).limit(MOST)
        keys = [(row[0], row[1]) for row in unit.session.execute(due)]
    return sum(_make(key, make_unit()) for key in keys) + _clear(make_unit)


def _make(key: LineKey, unit_of_work: UnitOfWork) -> bool:
    try:
        make_line(key, unit_of_work)
    except SQLAlchemyError:
        raise
    except Exception as fault:
        # One file that nobody foresaw keeps no other waiting either.
        code = fault.code if isinstance(fault, DomainError) else type(fault).__name__
        _log.warning("file_not_made_ready", transfer_id=key[0], place=key[1], code=code)
        with unit_of_work as unit:
            line = unit.session.get_one(ArchiveTransferLine, key, with_for_update=True)
            line.tried_at = unit.clock.now()
        return False
    return True


def _clear(make_unit: UnitFactory) -> int:
    """Files first: what a kill leaves is forgotten again."""
    over = (
        select(ArchiveTransferLine.transfer_id, ArchiveTransferLine.place)
        .join(ArchiveTransfer, ArchiveTransfer.id == ArchiveTransferLine.transfer_id)
        .where(
            ArchiveTransferLine.content.is_not(None),
            or_(
                ArchiveTransfer.confirmed_at.is_not(None),
                ArchiveTransfer.taken_back_at.is_not(None),
                ArchiveTransferLine.state == TransferLineState.LEFT_OUT,
            ),
        )
        .limit(MOST_CLEARED)
    )
    with make_unit().reading() as unit:
        keys = [(row[0], row[1]) for row in unit.session.execute(over)]
    for key in keys:
        _clear_line(key, make_unit())
    return len(keys)


def _clear_line(key: LineKey, unit_of_work: UnitOfWork) -> None:
    with unit_of_work.reading() as unit:
        made = unit.session.get_one(ArchiveTransferLine, key).content
    for stored in made["keys"] if made else ():
        unit_of_work.ports.object_store.delete(stored)
    with unit_of_work as unit:
        unit.session.get_one(ArchiveTransferLine, key, with_for_update=True).content = None
