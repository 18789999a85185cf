"""The office's retention table (保管期限表) as it was changed; data of the centre, not code."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.keeping_codes import FileKind, KeepingClass, KeepingReach, KeepingStart
from models.vault.sealed import SealedText


class KeepingRule(Base):
    """What holds for one kind of file; a change ends the row and adds another. Without a row the shipped table holds."""

    __tablename__ = "keeping_rule"
    __table_args__ = (
        Index(
            "ix_keeping_rule_current",
            "kind",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[FileKind] = mapped_column(EnumText(FileKind))
    keeping: Mapped[KeepingClass] = mapped_column(EnumText(KeepingClass))
    starts: Mapped[KeepingStart] = mapped_column(EnumText(KeepingStart))
    reach: Mapped[KeepingReach] = mapped_column(EnumText(KeepingReach))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    reason: Mapped[str] = mapped_column(SealedText("keeping_rule:reason"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
