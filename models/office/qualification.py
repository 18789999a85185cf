"""资格和培训: what a member of staff is qualified for or was trained in, until when, and what proves it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.qualification_codes import QualificationKind
from models.vault.sealed import SealedText


class Qualification(Base):
    """One version of one record; a later one says which it `replaces`, and that one stays with who replaced it and when."""

    __tablename__ = "qualification"
    __table_args__ = (Index("ix_qualification_staff_id", "staff_id"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.login"))
    kind: Mapped[QualificationKind] = mapped_column(EnumText(QualificationKind))
    name: Mapped[str] = mapped_column(SealedText("qualification:name"))
    acquired_on: Mapped[date]
    valid_until: Mapped[date | None]
    proof: Mapped[str] = mapped_column(SealedText("qualification:proof"))
    replaces: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    recorded_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    superseded_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def is_valid_on(self, day: date) -> bool:
        """Whether it holds on a day, that of its end included."""
        return self.acquired_on <= day and (self.valid_until is None or day <= self.valid_until)
