"""Service items: what a citizen can get done at which windows."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, UtcDateTime


class ServiceItem(Base):
    """One item with its promised and statutory days, windows and documents."""

    __tablename__ = "service_item"

    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    unit: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    name: Mapped[str] = mapped_column(String(200))
    promised_workdays: Mapped[int | None]
    statutory_workdays: Mapped[int | None]
    windows: Mapped[list[str]] = mapped_column(JSON, default=list)
    documents: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Counts what people changed here; 1 for what stands as the organisation's document says.
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    # Offered no longer from then on; cases that name it keep its name.
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
