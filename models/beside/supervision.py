"""Supervisions (督办) of a late or stuck case."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.beside.side_request import SideRequest
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class Supervision(SideRequest, Base):
    """One supervision; an automatic one names the clock that was too long over."""

    __tablename__ = "supervision"

    late_clock_id: Mapped[str | None] = mapped_column("clock_id", String(ID_LENGTH))
    own_clock_id: Mapped[str | None] = mapped_column("supervision_clock_id", String(ID_LENGTH))
    is_automatic: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(SealedText("supervision:reason"))
    explanation: Mapped[str | None] = mapped_column(SealedText("supervision:explanation"))
    measures: Mapped[str | None] = mapped_column(SealedText("supervision:measures"))
    planned_on: Mapped[date | None]
    explained_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    explained_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opinion: Mapped[str | None] = mapped_column(SealedText("supervision:opinion"))
    is_in_bulletin: Mapped[bool] = mapped_column(default=False)
    closed_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
