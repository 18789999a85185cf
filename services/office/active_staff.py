"""Who works in the office."""

from sqlalchemy import select

from models.office.staff import Staff
from services.unit_of_work import Unit


def list_active_staff(unit: Unit) -> list[Staff]:
    """Everybody who has not left, by login; a session that reads asks for them once and knows each by his login then."""
    return list(unit.session.scalars(select(Staff).where(Staff.active.is_(True)).order_by(Staff.login)))
