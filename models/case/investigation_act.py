"""Acts of an investigation with their records."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import Method
from models.vault.sealed import SealedText


class InvestigationAct(Base):
    """One act by one method."""

    __tablename__ = "investigation_act"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    round: Mapped[int]
    method: Mapped[Method] = mapped_column(EnumText(Method))
    place: Mapped[str | None] = mapped_column(SealedText("investigation_act:place"))
    persons: Mapped[str | None] = mapped_column(SealedText("investigation_act:persons"))
    record_text: Mapped[str] = mapped_column(SealedText("investigation_act:record_text"))
    evidence: Mapped[str | None] = mapped_column(SealedText("investigation_act:evidence"))
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
