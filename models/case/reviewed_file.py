"""案卷评查: the files of a round, who examines each, the marks of both and what was settled, and orders to make good."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.file_review_codes import DefectState, Mark, ReviewedFileState
from models.vault.sealed import SealedText

# The place of what holds, beside those of the two examiners, 1 and 2.
SETTLED_PLACE = 0


class ReviewedFile(Base):
    """One file of a round by its number there; `standings` are what the rules said of its lines when it was drawn."""

    __tablename__ = "reviewed_file"
    __table_args__ = (
        UniqueConstraint("round_id", "no"),
        UniqueConstraint("round_id", "complaint_id"),
        Index("ix_reviewed_file_complaint_id", "complaint_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("file_review_round.id"))
    no: Mapped[int]
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    # Codes, by the strata of the round.
    stratum: Mapped[list[str]] = mapped_column(JSON)
    standings: Mapped[dict[str, str]] = mapped_column(JSON)
    state: Mapped[ReviewedFileState] = mapped_column(EnumText(ReviewedFileState))
    # Of a hundred, in hundredths; None where no line was asked of it.
    hundredths: Mapped[int | None]
    settled_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FileExaminer(Base):
    """Who examines a file at place 1 or 2; scored once."""

    __tablename__ = "file_examiner"
    __table_args__ = (Index("ix_file_examiner_login", "login"),)

    file_id: Mapped[str] = mapped_column(ForeignKey("reviewed_file.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    login: Mapped[str] = mapped_column(String(CODE_LENGTH))
    appointed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    scored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FileMark(Base):
    """What an examiner said of one line, or at SETTLED_PLACE what holds."""

    __tablename__ = "file_mark"

    file_id: Mapped[str] = mapped_column(ForeignKey("reviewed_file.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    mark: Mapped[Mark] = mapped_column(EnumText(Mark))
    note: Mapped[str | None] = mapped_column(SealedText("file_mark:note"))


class FileDefect(Base):
    """补正: an order to a unit to make good one line of a reviewed file, with its day; reported, then checked or returned."""

    __tablename__ = "file_defect"
    __table_args__ = (
        Index("ix_file_defect_complaint_id", "complaint_id"),
        Index("ix_file_defect_file_id", "file_id"),
        Index("ix_file_defect_state_due_on", "state", "due_on"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    file_id: Mapped[str] = mapped_column(ForeignKey("reviewed_file.id"))
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    unit_code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    words: Mapped[str] = mapped_column(SealedText("file_defect:words"))
    due_on: Mapped[date]
    state: Mapped[DefectState] = mapped_column(EnumText(DefectState))
    ordered_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    report: Mapped[str | None] = mapped_column(SealedText("file_defect:report"))
    reported_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    check_words: Mapped[str | None] = mapped_column(SealedText("file_defect:check_words"))
    checked_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    times_returned: Mapped[int] = mapped_column(default=0)
