"""Acts of an investigation with their records."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.ground.codes import Method
from models.vault.sealed import SealedJson, SealedText


class InvestigationAct(Base):
    """One act by one method.

    `details` are the fields of its method, by the keys of the form. `began_at` and `recorded_at` are null, and `done_at` is
    the moment of recording, where the form did not ask when the act was.
    """

    __tablename__ = "investigation_act"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    round: Mapped[int]
    method: Mapped[Method] = mapped_column(EnumText(Method))
    place: Mapped[str | None] = mapped_column(SealedText("investigation_act:place"))
    persons: Mapped[str | None] = mapped_column(SealedText("investigation_act:persons"))
    record_text: Mapped[str] = mapped_column(SealedText("investigation_act:record_text"))
    evidence: Mapped[str | None] = mapped_column(SealedText("investigation_act:evidence"))
    details: Mapped[JsonObject | None] = mapped_column(SealedJson("investigation_act:details"))
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
