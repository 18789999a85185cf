"""Windows of the hall and the unit that staffs each."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, UtcDateTime


class ServiceWindow(Base):
    """One window by its sign (`A02`)."""

    __tablename__ = "service_window"

    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    unit: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    # Counts what people changed here; 1 for what stands as the organisation's document says.
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    # Offered no longer from then on; cases that name it keep its name.
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
