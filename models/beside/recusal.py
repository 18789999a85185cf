"""Requests that a person or unit keeps away from a case."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.beside.side_request import SideRequest
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import RecusalOutcome, RecusalSubject, RequestedSide
from models.vault.sealed import SealedText


class Recusal(SideRequest, Base):
    """One request; who is recused is replaced by a designated person."""

    __tablename__ = "recusal"

    who_kind: Mapped[RecusalSubject] = mapped_column(EnumText(RecusalSubject))
    who: Mapped[str] = mapped_column(String(CODE_LENGTH))
    reason: Mapped[str] = mapped_column(SealedText("recusal:reason"))
    requested_side: Mapped[RequestedSide] = mapped_column(EnumText(RequestedSide))
    outcome: Mapped[RecusalOutcome | None] = mapped_column(EnumText(RecusalOutcome))
    replaced_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decision_reason: Mapped[str | None] = mapped_column(SealedText("recusal:decision_reason"))
    basis: Mapped[str | None] = mapped_column(SealedText("recusal:basis"))
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    own_clock_id: Mapped[str | None] = mapped_column("clock_id", String(ID_LENGTH))
