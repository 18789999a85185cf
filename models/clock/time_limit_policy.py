"""Versioned time limits: how long, in which unit, on which basis, how certain."""

from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText
from models.ground.codes import Complexity


class TimeLimitPolicy(Base):
    """One limit from `effective_from` on; a later row of the same key and class replaces it."""

    __tablename__ = "time_limit_policy"
    __table_args__ = (UniqueConstraint("key", "complaint_class", "effective_from"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    key: Mapped[str] = mapped_column(String(CODE_LENGTH))
    # Null: the limit is the same for every class.
    complaint_class: Mapped[Complexity | None] = mapped_column(EnumText(Complexity))
    amount: Mapped[int]
    unit: Mapped[str] = mapped_column(String(8))  # wd working days, cd calendar days
    basis: Mapped[str] = mapped_column(String(400))
    certainty: Mapped[str] = mapped_column(String(80))
    effective_from: Mapped[date]
    approved_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
