"""For how long the office keeps what came in by its doors and became no complaint, as it was changed."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.incoming_codes import IncomingTerm
from models.vault.sealed import SealedText


class IncomingRule(Base):
    """The days of one kind; a change ends the row and adds another. Without a row the days as shipped hold."""

    __tablename__ = "incoming_rule"
    __table_args__ = (
        Index(
            "ix_incoming_rule_current",
            "kind",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[IncomingTerm] = mapped_column(EnumText(IncomingTerm))
    days: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    reason: Mapped[str] = mapped_column(SealedText("incoming_rule:reason"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
