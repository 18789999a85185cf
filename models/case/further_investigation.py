"""How often the investigation of a case went on, and why (进一步调查). Rows are only ever added."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.evidence_codes import FurtherSource
from models.vault.sealed import SealedText


class FurtherInvestigation(Base):
    """One more turn of the investigation; an owner's form of an earlier release asks for no reason."""

    __tablename__ = "further_investigation"
    __table_args__ = (UniqueConstraint("complaint_id", "no"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    no: Mapped[int]
    round: Mapped[int]
    source: Mapped[FurtherSource] = mapped_column(EnumText(FurtherSource))
    reason: Mapped[str | None] = mapped_column(SealedText("further_investigation:reason"))
    asked_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
