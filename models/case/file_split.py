"""Files taken apart (分立, 一事一卷): the new file, the one that it comes from, and from which day it was told."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class FileSplit(Base):
    """One new file of one split; `matter_nos` are the numbers that its matters had in the first file.

    `first_told_on` is the day on which the complainant told of it first, as a person entered it. The limits count from the
    split; `is_counted_from_first_day` where that person said otherwise, with his reason.
    """

    __tablename__ = "file_split"
    __table_args__ = (Index("ix_file_split_first_id", "first_id"),)

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    first_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    matter_nos: Mapped[list[int]] = mapped_column(JSON, default=list)
    first_told_on: Mapped[date]
    is_counted_from_first_day: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(SealedText("file_split:reason"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
