"""What a complainant once told of himself and had corrected: kept sealed, never shown again. Read by services/identity only."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.vault.masking import PersonalField
from models.vault.sealed import SealedText


class EarlierIdentity(Base):
    """One value of one field that counted until a moment, with who replaced it."""

    __tablename__ = "earlier_identity"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    field: Mapped[PersonalField] = mapped_column(EnumText(PersonalField))
    value: Mapped[str] = mapped_column(SealedText("earlier_identity:value"))
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
