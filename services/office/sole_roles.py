"""Which roles a person alone holds: whoever takes them away leaves work that nobody may do."""

from __future__ import annotations

from sqlalchemy import select

from models.ground.codes import Role
from models.office.staff import Staff
from services.unit_of_work import Unit


def list_sole_roles(staff: Staff, unit: Unit) -> tuple[str, ...]:
    """Those of his roles that no other person who works here has; somebody on leave is back some day and counts."""
    others = unit.session.scalars(
        select(Staff.roles).where(Staff.active.is_(True), Staff.login != staff.login)
    ).all()
    held = {role for roles in others for role in roles}
    return tuple(role for role in staff.roles if role not in held)


def is_last_administrator(staff: Staff, unit: Unit) -> bool:
    """Nobody else could open an account or give a role any more."""
    return Role.ADMINISTRATOR in list_sole_roles(staff, unit)
