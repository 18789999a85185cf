"""Postal addresses that a complainant once gave: replaced by a newer one, never lost. Read by services/identity only."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class EarlierAddress(Base):
    """One address that counted until a moment, with who replaced it."""

    __tablename__ = "earlier_address"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    address: Mapped[str] = mapped_column(SealedText("earlier_address:address"))
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
