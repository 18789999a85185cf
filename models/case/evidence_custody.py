"""The custody chain of an item of evidence: who took it over from whom and when. Rows are only ever added."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class EvidenceCustody(Base):
    """One hand-over; `recorded_by` entered it, which may be later than it happened."""

    __tablename__ = "evidence_custody"
    __table_args__ = (UniqueConstraint("item_id", "no"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("evidence_item.id"))
    no: Mapped[int]
    from_whom: Mapped[str] = mapped_column(SealedText("evidence_custody:from_whom"))
    to_whom: Mapped[str] = mapped_column(SealedText("evidence_custody:to_whom"))
    taken_over_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(SealedText("evidence_custody:note"))
    recorded_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
