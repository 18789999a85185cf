"""Consent of a complainant that the unit which solves his matter is told who he is."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class IdentityConsent(Base):
    """One consent as somebody of the office recorded it; what was ticked when filing stands with the receipt."""

    __tablename__ = "identity_consent"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    # When and in which way he consented, in words.
    text: Mapped[str] = mapped_column(SealedText("identity_consent:text"))
    recorded_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
