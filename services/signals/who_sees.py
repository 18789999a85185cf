"""Who sees which signals: supervisors and directors, none about himself, and none of a case that is kept from him."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from models.ground.codes import Role
from models.ground.errors import NotFound
from models.office.falsification_signal import FalsificationSignal
from services.access.kept_away import is_kept_away
from services.actor import Actor, require_role
from services.unit_of_work import Unit


def may_see(unit: Unit, actor: Actor) -> ColumnElement[bool]:
    """The condition on `falsification_signal`; NotPermitted for others than supervisors and directors."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    return and_(
        FalsificationSignal.person != login, ~is_kept_away(FalsificationSignal.complaint_id, login, unit)
    )


def get_signal(signal_id: str, unit: Unit, actor: Actor, *, for_update: bool = False) -> FalsificationSignal:
    """One that he may see; NotFound for any other, so that nobody learns that there is one about himself."""
    seen = may_see(unit, actor)
    row = unit.session.get(FalsificationSignal, signal_id, with_for_update=for_update or None)
    if row is None or not _is_among(row, seen, unit):
        raise NotFound
    return row


def _is_among(row: FalsificationSignal, seen: ColumnElement[bool], unit: Unit) -> bool:
    query = unit.session.query(FalsificationSignal.id).filter(FalsificationSignal.id == row.id, seen)
    return query.first() is not None
