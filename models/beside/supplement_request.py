"""Requests to the complainant for missing material. What comes back is in supplement.py."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from models.beside.side_request import SideRequest
from models.ground.base import CODE_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class SupplementRequest(SideRequest, Base):
    """One round of asking; while it is open the clocks of the stage stand still."""

    __tablename__ = "supplement_request"

    items: Mapped[str] = mapped_column(SealedText("supplement_request:items"))
    way: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    window_wd: Mapped[int]
    window_ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_text: Mapped[str | None] = mapped_column(SealedText("supplement_request:answered_text"))
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    matter_nos: Mapped[list[int] | None] = mapped_column(JSON)
    waiver_paper: Mapped[str | None] = mapped_column(SealedText("supplement_request:waiver_paper"))
