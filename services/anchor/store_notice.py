"""What people are told of the engine's store: that it is not the office's as it was left, or that nobody could tell."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from models.office.engine_anchor import StoreState
from models.office.standstill import Standstill, StandstillKind, StandstillLook
from services.anchor.read_anchor import lock_anchor
from services.unit_of_work import Unit, UnitFactory

STORE_ROW = "store"
# Work goes on there, and whose store it is cannot be told: a row of its own, which is no strange store.
NO_ANCHOR_ROW = "no_anchor"


def find_strange_store(unit: Unit) -> StoreState | None:
    """Why no process goes on with what is filed and submitted, and kept; None where all is well."""
    return state_of(unit.session.get(Standstill, (StandstillKind.STORE, STORE_ROW)))


def state_of(told: Standstill | None) -> StoreState | None:
    """What the row of the store says."""
    return None if told is None else StoreState(told.facts["state"])


def tell_no_anchor(judged_key: str | None, moment: datetime, make_unit: UnitFactory) -> None:
    """The diagram of the anchor is not deployed, as where the engine refused one of those that come with it.

    `judged_key` is that of the anchor when the store was looked at; where another process has begun one since, it is untrue.
    """
    with make_unit() as unit:
        if lock_anchor(unit).process_instance_key != judged_key:
            return
        if unit.session.get(Standstill, (StandstillKind.STORE, NO_ANCHOR_ROW)) is None:
            told = Standstill(kind=StandstillKind.STORE, key=NO_ANCHOR_ROW, since=moment)
            told.facts = {"state": NO_ANCHOR_ROW}
            unit.session.add(told)
        unit.session.merge(StandstillLook(kind=StandstillKind.STORE, looked_at=moment))


def forget_no_anchor(unit: Unit) -> None:
    """It has begun."""
    unit.session.execute(
        delete(Standstill).where(Standstill.kind == StandstillKind.STORE, Standstill.key == NO_ANCHOR_ROW)
    )
