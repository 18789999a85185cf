"""The shift of a demo office's clock: one row that all processes add to the machine's clock."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import Base


class ClockShift(Base):
    """The only row has id 1."""

    __tablename__ = "clock_shift"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    offset_seconds: Mapped[float] = mapped_column(default=0.0)
    is_demo: Mapped[bool] = mapped_column(default=False)
