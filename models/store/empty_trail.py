"""Destroys what the entries of one case in the trail say; who did what when stays, and the chain still holds."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.ground.base import JsonObject
from models.ledger.emptied_trail import EMPTIED, FILE_DESTROYED, Skeletons
from models.ledger.noted_rows import note_whole_case
from models.ledger.trail_event import TrailEvent, lock_chain
from models.store.append_only import updates_allowed
from models.store.empty_case import empty_added


def empty_trail(complaint_id: str, session: Session) -> JsonObject:
    """What the event `file.destroyed`, the next one of the case, has to say of the entries: how many, and their digest.

    In the caller's transaction, which appends that event: nobody else's entry comes in between. With it goes what stands in
    tables that are only added to; DatabaseBusy.
    """
    lock_chain(session)
    empty_added(complaint_id, session)
    session.flush()
    ours = (TrailEvent.complaint_id == complaint_id, TrailEvent.kind != FILE_DESTROYED)
    with updates_allowed(session, TrailEvent.__tablename__):
        session.execute(
            update(TrailEvent).where(*ours).values(payload=dict(EMPTIED), digests=None),
            execution_options={"synchronize_session": False},
        )
    session.expire_all()
    note_whole_case(complaint_id, session)
    skeletons = Skeletons()
    for row in session.scalars(select(TrailEvent).where(*ours).order_by(TrailEvent.seq)):
        skeletons.add(row)
    return skeletons.tell()
