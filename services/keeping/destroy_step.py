"""The workers' step: carries out lists of destruction that two people watch over, one file a commit."""

from sqlalchemy import exists, func, select

from models.case.destruction import DestructionLine, DestructionList
from models.ground.keeping_codes import DestructionState
from models.vault.keyring import get_keyring
from services.actor import SYSTEM
from services.keeping.destroy_file import destroy_file
from services.unit_of_work import UnitFactory

FILES_AT_ONCE = 20


def destroy_files_step(make_unit: UnitFactory) -> int:
    """One round; how many files were looked at. Looks without a lock first: most rounds find nothing.

    OutsideUnavailable while the store of files is away; the next round goes on with the same file.
    """
    ready = (DestructionList.second_witness.is_not(None), DestructionList.carried_out_at.is_(None))
    with make_unit().reading() as unit:
        list_id = unit.session.scalars(
            select(DestructionList.id).where(*ready).order_by(DestructionList.opened_at).limit(1)
        ).first()
        if list_id is None:
            return 0
        waiting = unit.session.scalars(
            select(DestructionLine.position)
            .where(DestructionLine.list_id == list_id, DestructionLine.done_at.is_(None))
            .order_by(DestructionLine.position)
            .limit(FILES_AT_ONCE)
        ).all()
    for position in waiting:
        destroy_file(list_id, position, make_unit)
    _end(list_id, make_unit)
    return len(waiting)


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
