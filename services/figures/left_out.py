"""Who is told figures, and of which complaints he is told none."""

from __future__ import annotations

from models.ground.codes import Role
from services.access.kept_away import list_kept_away
from services.actor import Actor, require_role, staff_id_of
from services.unit_of_work import UnitOfWork


def list_left_out(unit_of_work: UnitOfWork, actor: Actor) -> list[str]:
    """Ids of those that a supervisor or director must keep away from, as in his ledger; NotPermitted for others."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        return list_kept_away(staff_id_of(actor), unit)
