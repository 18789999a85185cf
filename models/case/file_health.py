"""卷宗体检: how the file of an open complaint stands by the score sheet, as the workers saw it last."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime


class FileHealth(Base):
    """One open complaint: `points` of `of_points` that are due and judged by rule; looked at again at `look_at`."""

    __tablename__ = "file_health"
    __table_args__ = (
        Index("ix_file_health_gaps", "gaps", "complaint_id"),
        Index("ix_file_health_look_at", "look_at"),
    )

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    sheet_key: Mapped[str] = mapped_column(String(CODE_LENGTH))
    gaps: Mapped[int]
    points: Mapped[int]
    of_points: Mapped[int]
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    look_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FileHealthGap(Base):
    """One line of the sheet that an open file does not keep."""

    __tablename__ = "file_health_gap"
    __table_args__ = (Index("ix_file_health_gap_code", "code", "complaint_id"),)

    complaint_id: Mapped[str] = mapped_column(ForeignKey("file_health.complaint_id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)


class FileHealthMark(Base):
    """How far the workers have come: all events of the trail up to `seq`, and all open files up to `swept_to` by id.

    `swept_to` is None once every open file was seen by the sheet of `sheet_key`.
    """

    __tablename__ = "file_health_mark"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    sheet_key: Mapped[str] = mapped_column(String(CODE_LENGTH))
    swept_to: Mapped[str | None] = mapped_column(String(ID_LENGTH))
