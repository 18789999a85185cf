"""Clues of misconduct handed to the authority that may punish."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from models.beside.side_request import SideRequest
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class DisciplinaryTransfer(SideRequest, Base):
    """One hand-over, proven by its receipt, and what came of it."""

    __tablename__ = "disciplinary_transfer"

    matter_nos: Mapped[list[int]] = mapped_column(JSON, default=list)
    to_unit: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    receipt: Mapped[str | None] = mapped_column(SealedText("disciplinary_transfer:receipt"))
    note: Mapped[str | None] = mapped_column(SealedText("disciplinary_transfer:note"))
    transferred_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    transferred_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result_text: Mapped[str | None] = mapped_column(SealedText("disciplinary_transfer:result_text"))
    result_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    result_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    own_clock_id: Mapped[str | None] = mapped_column("clock_id", String(ID_LENGTH))
