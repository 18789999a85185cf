"""Which past an office has, as its own trail tells it: files of the data folder may be lost or be another office's."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from deploy.history.asked import Asked
from models.ledger.trail_event import TrailEvent
from services.actor import SYSTEM
from services.unit_of_work import UnitFactory

BEGUN = "history.begun"


def find_begun(session: Session) -> Asked | None:
    """What was asked when the past of this office was begun; None where it has none."""
    query = select(TrailEvent.payload).where(TrailEvent.complaint_id.is_(None), TrailEvent.kind == BEGUN)
    told = session.scalars(query.order_by(TrailEvent.seq)).first()
    return None if told is None else Asked(**{**told, "until": date.fromisoformat(told["until"])})


def tell_begun(asked: Asked, make_unit: UnitFactory) -> None:
    """Before the first row of it, once."""
    with make_unit() as unit:
        if find_begun(unit.session) is None:
            unit.trail.add(None, "history.begun", asked.as_json(), SYSTEM)
