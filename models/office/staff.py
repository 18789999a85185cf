"""Members of staff with their roles, line and deputy."""

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base


class Staff(Base):
    """One person. `deputy_id` is the B post (AB角); `stand_in_id` is who acts now, while this person is away on leave.

    The telephone is kept as its blind index only: it tells that a complaint is the person's own.
    """

    __tablename__ = "staff"

    login: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    badge: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    unit: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    title: Mapped[str | None] = mapped_column(String(80))
    reports_to: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    roles: Mapped[list[str]] = mapped_column(JSON, default=list)
    active: Mapped[bool] = mapped_column(default=True)
    deputy_id: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    stand_in_id: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    phone_index: Mapped[str | None] = mapped_column(String(64))
