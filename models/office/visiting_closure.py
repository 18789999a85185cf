"""Days on which no room takes appointments, though the office works."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base


class VisitingClosure(Base):
    """One closed day and why; the reason is for everybody to read."""

    __tablename__ = "visiting_closure"

    day: Mapped[date] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
