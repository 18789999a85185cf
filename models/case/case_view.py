"""What a person searched the cases for: kept under a name as a view of his own, or without one as his last searches."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, JsonObject, UtcDateTime
from models.vault.sealed import SealedJson, SealedText

LONGEST_NAME = 40


class CaseView(Base):
    """One filter of one person; sealed, for its words and its name may repeat what somebody complained of."""

    __tablename__ = "case_view"
    __table_args__ = (Index("ix_case_view_staff_id", "staff_id", "made_at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    staff_id: Mapped[str] = mapped_column(String(CODE_LENGTH), ForeignKey("staff.login"))
    name: Mapped[str | None] = mapped_column(SealedText("case_view:name"))
    is_named: Mapped[bool] = mapped_column(default=False)
    asked: Mapped[JsonObject] = mapped_column(SealedJson("case_view:asked"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
