"""From how often on the same problem recurs (反复出现): rows of a rule of the office, never changed."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, UtcDateTime

BASIS_LENGTH = 400


class RecurrenceRule(Base):
    """One version; the latest is in force: `least_complaints` found true that were received `within_days`."""

    __tablename__ = "recurrence_rule"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    least_complaints: Mapped[int]
    within_days: Mapped[int]
    basis: Mapped[str] = mapped_column(String(BASIS_LENGTH))
    entered_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
