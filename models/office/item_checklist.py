"""What citizens are told to mind before they do business, for every window and for single service items, version by version."""

from datetime import datetime

from sqlalchemy import JSON, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.checklist_codes import ChecklistState
from models.vault.sealed import SealedText


class ItemChecklist(Base):
    """One text as it was proposed, kept whatever became of it; approved it has a number and never changes.

    `item` is the code of a service item, or GENERAL. `parts` are lines by ChecklistPart, one a line. One of each item is in
    force at a time, one waits. What came with the product or in the organisation's document was proposed by nobody.
    """

    __tablename__ = "item_checklist"
    __table_args__ = (
        UniqueConstraint("item", "no"),
        Index(
            "ix_item_checklist_open",
            "item",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_item_checklist_in_force",
            "item",
            unique=True,
            sqlite_where=text("state = 'approved' AND ended_at IS NULL"),
            postgresql_where=text("state = 'approved' AND ended_at IS NULL"),
        ),
        Index("ix_item_checklist_item_at", "item", "at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    item: Mapped[str] = mapped_column(String(CODE_LENGTH))
    no: Mapped[int | None]
    parts: Mapped[dict[str, str]] = mapped_column(JSON)
    state: Mapped[ChecklistState] = mapped_column(EnumText(ChecklistState))
    reason: Mapped[str] = mapped_column(SealedText("item_checklist:reason"))
    by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_reason: Mapped[str | None] = mapped_column(SealedText("item_checklist:decision_reason"))
    in_force_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
