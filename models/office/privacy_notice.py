"""What the centre tells people about the use of their personal data (个人信息处理告知), version by version."""

from datetime import datetime

from sqlalchemy import JSON, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.privacy_codes import NoticeState


class PrivacyNotice(Base):
    """One text as it was proposed, kept whatever became of it; approved it has a version and never changes.

    `parts` are its words by NoticePart. One is in force at a time: from `in_force_from` until `ended_at`. The one that comes
    with the product was proposed and approved by nobody.
    """

    __tablename__ = "privacy_notice"
    __table_args__ = (
        Index(
            "ix_privacy_notice_open",
            "state",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    version: Mapped[str | None] = mapped_column(String(CODE_LENGTH), unique=True)
    parts: Mapped[dict[str, str]] = mapped_column(JSON)
    state: Mapped[NoticeState] = mapped_column(EnumText(NoticeState))
    changes_purpose: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_reason: Mapped[str | None] = mapped_column(Text)
    in_force_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
