"""Why something that was found true could happen (原因编码): causes of the office's tree, one of them the main one."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class MatterCause(Base):
    """One cause of one matter until `ended_at`; the rows of one saying have one `turn`. `note` stands with the main one.

    What was said before is ended and never changed. It counts while the matter is found true, at least in part.
    """

    __tablename__ = "matter_cause"
    __table_args__ = (
        UniqueConstraint("complaint_id", "matter_no", "turn", "code"),
        Index(
            "ix_matter_cause_main",
            "complaint_id",
            "matter_no",
            unique=True,
            sqlite_where=text("is_main AND ended_at IS NULL"),
            postgresql_where=text("is_main AND ended_at IS NULL"),
        ),
        Index(
            "ix_matter_cause_current",
            "code",
            "complaint_id",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    matter_no: Mapped[int]
    turn: Mapped[int]
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    is_main: Mapped[bool]
    note: Mapped[str | None] = mapped_column(SealedText("matter_cause:note"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
