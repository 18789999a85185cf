"""The workers' step that erases what came in and became no complaint once its term is over.

The row says afterwards that it came, by which door, when, its digest, and what became of it. Its bytes are owed with the same
commit and deleted after it, so that a kill in between leaves nothing behind.
"""

from datetime import timedelta

from sqlalchemy import delete, exists, select

from models.case.file_freeze import FileFreeze
from models.case.incoming import Incoming
from models.case.owed_erasure import OwedErasure
from models.ground.incoming_codes import IncomingTerm
from services.actor import SYSTEM
from services.incoming.kept_message import list_files
from services.keeping.incoming_terms import find_term
from services.unit_of_work import Unit, UnitFactory

# A message may have ten files: few at once, so that a round is short.
ROWS_AT_ONCE = 50
BYTES_AT_ONCE = 200


def erase_incoming_step(make_unit: UnitFactory) -> int:
    """One round; how many messages were erased. Looks without a lock first, as most rounds find nothing."""
    erased = sum(_erase_old(kind, make_unit) for kind in IncomingTerm)
    _delete_owed(make_unit)
    return erased


def _erase_old(kind: IncomingTerm, make_unit: UnitFactory) -> int:
    with make_unit().reading() as unit:
        term = find_term(kind, unit)
        before = unit.clock.now() - timedelta(days=term.days)
        is_old = (
            Incoming.state == kind.state,
            Incoming.erased_at.is_(None),
            Incoming.state_at < before,
            # What names a frozen file stays with it.
            ~exists().where(
                FileFreeze.complaint_id == Incoming.complaint_id, FileFreeze.released_at.is_(None)
            ),
        )
        ids = unit.session.scalars(
            select(Incoming.id).where(*is_old).order_by(Incoming.state_at).limit(ROWS_AT_ONCE)
        ).all()
    if not ids:
        return 0
    with make_unit() as unit:
        # Looked at again with the lock: somebody may have registered one meanwhile.
        rows = unit.session.scalars(
            select(Incoming).where(Incoming.id.in_(ids), *is_old).with_for_update()
        ).all()
        for row in rows:
            _erase(row, unit)
            payload = {"incoming_id": row.id, "door": row.door.value, "sha256": row.raw_sha256}
            unit.trail.add(None, "incoming.erased", payload | {"days": term.days}, SYSTEM)
    return len(rows)


def _erase(row: Incoming, unit: Unit) -> None:
    files = list_files(row)
    keys = {row.raw_key, *(file.storage_key for file in files)}
    keys |= {file.safe_copy_key for file in files if file.safe_copy_key}
    now = unit.clock.now()
    unit.session.add_all(OwedErasure(storage_key=key, owed_at=now) for key in sorted(keys))
    # Who wrote it is told by what it was found by, too.
    row.content, row.sender_index, row.thread_digest = None, None, None
    row.erased_at = now


def _delete_owed(make_unit: UnitFactory) -> None:
    with make_unit().reading() as unit:
        oldest = select(OwedErasure.storage_key).order_by(OwedErasure.owed_at, OwedErasure.storage_key)
        keys = unit.session.scalars(oldest.limit(BYTES_AT_ONCE)).all()
    if not keys:
        return
    unit_of_work = make_unit()
    for key in keys:
        # A second run finds it gone already.
        unit_of_work.ports.object_store.delete(key)
    with unit_of_work as unit:
        unit.session.execute(delete(OwedErasure).where(OwedErasure.storage_key.in_(keys)))
