"""A move of a demo office's clock that somebody asked for on a page, and what it did."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime


class DemoStep(StrEnum):
    """How far: a day on, or to the next moment at which a limit ends."""

    DAY = "day"
    NEXT = "next"


class DemoFault(StrEnum):
    """Why the clock did not come to its goal."""

    REPLAYING = "REPLAYING"
    NOT_QUIET = "NOT_QUIET"
    INTERRUPTED = "INTERRUPTED"
    NOTHING_DUE = "NOTHING_DUE"


class DemoMove(Base):
    """Asked for by a page, made by the supervisor of the processes; moments are the office's."""

    __tablename__ = "demo_move"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    step: Mapped[DemoStep] = mapped_column(EnumText(DemoStep))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
