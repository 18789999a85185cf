"""Whom a complaint is about, down to department, window, person and item by the roster of the day."""

from datetime import date, datetime

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import RespondentMatch
from models.vault.sealed import SealedText


class Respondent(Base):
    """One respondent of a complaint; `roster_day` is the day whose roster named the person.

    `no` counts those of a case, superseded ones too. `matter_no` is the matter it belongs to, None for the whole
    complaint. `named_by` is the person who chose it, None for what was read from the words; that is a suggestion until
    `confirmed_at`. A row that was corrected or taken away stays, with who, when and why; `replaces` is the row before.
    """

    __tablename__ = "respondent"
    __table_args__ = (
        Index("ix_respondent_complaint_id", "complaint_id"),
        Index("ix_respondent_staff_id", "staff_id"),
        Index("ix_respondent_item", "item", "complaint_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    no: Mapped[int] = mapped_column(default=1, server_default="1")
    matter_no: Mapped[int | None]
    unit: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    window: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    staff_id: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    item: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    match: Mapped[RespondentMatch] = mapped_column(EnumText(RespondentMatch))
    roster_day: Mapped[date | None]
    candidates: Mapped[list[str]] = mapped_column(JSON, default=list)
    named_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    named_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(SealedText("respondent:reason"))
    replaces: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    confirmed_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    superseded_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    superseded_reason: Mapped[str | None] = mapped_column(SealedText("respondent:superseded_reason"))

    @classmethod
    def in_force(cls) -> ColumnElement[bool]:
        """The condition that nobody corrected the row or took it away: what every rule and list goes by."""
        return cls.superseded_at.is_(None)

    @property
    def is_named(self) -> bool:
        """Whether it says anything: an office, a window, a person or an item."""
        return any((self.unit, self.window, self.staff_id, self.item))

    @property
    def is_suggested(self) -> bool:
        """Whether it was read from the words and nobody has confirmed it yet."""
        return self.confirmed_at is None
