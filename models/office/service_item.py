"""Service items: what a citizen can get done at which windows."""

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base


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
