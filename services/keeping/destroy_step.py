"""The workers' step: carries out lists of destruction that two people watch over, one file a commit."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from models.case.destruction import DestructionLine, DestructionList
from models.ground.keeping_codes import DestructionState
from models.vault.keyring import get_keyring
from services.actor import SYSTEM
from services.keeping.destroy_file import destroy_file
from services.unit_of_work import UnitFactory

FILES_AT_ONCE = 20
# What could not be destroyed is not tried again with every round.
REST = timedelta(minutes=10)
_READY = (DestructionList.second_witness.is_not(None), DestructionList.carried_out_at.is_(None))

_log = structlog.get_logger(__name__)


def destroy_files_step(make_unit: UnitFactory, key_file: Path | None = None) -> int:
    """One round over all lists; how many files were dealt with. Looks without a lock first: most rounds find nothing.

    A file that cannot be emptied now, or whose stored files cannot be deleted, keeps no other waiting and is tried again.
    """
    moved = sum(_destroy(key, make_unit, key_file) for key in _list_due(make_unit))
    for list_id in _list_done(make_unit):
        _end(list_id, make_unit)
    return moved


def _list_due(make_unit: UnitFactory) -> Sequence[tuple[str, int]]:
    tried_at = DestructionLine.tried_at
    with make_unit().reading() as unit:
        due = (
            select(DestructionLine.list_id, DestructionLine.position)
            .join(DestructionList, DestructionList.id == DestructionLine.list_id)
            .where(*_READY, DestructionLine.done_at.is_(None))
            .where(or_(tried_at.is_(None), tried_at < unit.clock.now() - REST))
            # What was tried in vain comes last.
            .order_by(tried_at.is_not(None), tried_at, DestructionList.opened_at, DestructionLine.list_id)
            .order_by(DestructionLine.position)
            .limit(FILES_AT_ONCE)
        )
        return [(row[0], row[1]) for row in unit.session.execute(due)]


def _destroy(key: tuple[str, int], make_unit: UnitFactory, key_file: Path | None) -> bool:
    try:
        destroy_file(*key, make_unit, key_file)
    except SQLAlchemyError:
        raise
    except Exception as fault:
        # One file that nobody foresaw must not keep all others.
        _log.warning("file_not_destroyed", list_id=key[0], place=key[1], error_type=type(fault).__name__)
        with make_unit() as unit:
            line = unit.session.get_one(DestructionLine, key, with_for_update=True)
            line.tried_at = unit.clock.now()
        return False
    return True


def _list_done(make_unit: UnitFactory) -> Sequence[str]:
    """Lists of which no file waits any more."""
    with make_unit().reading() as unit:
        return unit.session.scalars(select(DestructionList.id).where(*_READY, ~_waits())).all()


def _waits() -> ColumnElement[bool]:
    return exists().where(DestructionLine.list_id == DestructionList.id, DestructionLine.done_at.is_(None))


def _end(list_id: str, make_unit: UnitFactory) -> None:
    """Once for a list, when no file of it waits."""
    with make_unit() as unit:
        row = unit.session.get_one(DestructionList, list_id, with_for_update=True)
        waits = exists().where(DestructionLine.list_id == list_id, DestructionLine.done_at.is_(None))
        if row.carried_out_at is not None or unit.session.scalar(select(waits)):
            return
        row.carried_out_at, row.sealed_by = unit.clock.now(), get_keyring().active_key_id
        counts = dict(
            unit.session.execute(
                select(DestructionLine.state, func.count())
                .where(DestructionLine.list_id == list_id)
                .group_by(DestructionLine.state)
            ).all()
        )
        payload = {
            "number": row.number,
            "emptied": counts.get(DestructionState.EMPTIED, 0),
            "held": counts.get(DestructionState.HELD, 0),
        }
        unit.trail.add(None, "destruction.carried_out", payload, SYSTEM)
