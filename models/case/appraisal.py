"""Appraisals (到期鉴定): files whose term is over, judged by two people, file by file, and decided by the head of the organ."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.keeping_codes import Hold, Judgement
from models.vault.sealed import SealedText

_OPEN = text("decided_at IS NULL")


class Appraisal(Base):
    """One batch of files. `number` is its public one; the words are those of who decided, and why it was sent back."""

    __tablename__ = "appraisal"
    __table_args__ = (Index("ix_appraisal_opened_at", "opened_at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    number: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    files: Mapped[int]
    opened_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_back_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    sent_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_back_words: Mapped[str | None] = mapped_column(SealedText("appraisal:sent_back_words"))
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_words: Mapped[str | None] = mapped_column(SealedText("appraisal:decision_words"))


class AppraisalLine(Base):
    """One file of a batch, as two people judge it. A file stands in one batch that is not decided at most.

    `settled` is what counts once the head has decided; `held_by` what kept the file from it on that day.
    """

    __tablename__ = "appraisal_line"
    __table_args__ = (
        Index(
            "ix_appraisal_line_open", "complaint_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index("ix_appraisal_line_complaint_id", "complaint_id"),
    )

    appraisal_id: Mapped[str] = mapped_column(ForeignKey("appraisal.id"), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    ended_on: Mapped[date]
    first_judgement: Mapped[Judgement | None] = mapped_column(EnumText(Judgement))
    first_words: Mapped[str | None] = mapped_column(SealedText("appraisal_line:first_words"))
    first_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    first_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_judgement: Mapped[Judgement | None] = mapped_column(EnumText(Judgement))
    second_words: Mapped[str | None] = mapped_column(SealedText("appraisal_line:second_words"))
    second_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    second_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled: Mapped[Judgement | None] = mapped_column(EnumText(Judgement))
    held_by: Mapped[Hold | None] = mapped_column(EnumText(Hold))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def agreed(self) -> Judgement | None:
        """What both say; None while one has not judged and where they differ."""
        return self.first_judgement if self.first_judgement is self.second_judgement else None
