"""What the decision tables suggested at intake; people decide."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, JsonObject, UtcDateTime


class Suggestion(Base):
    """The last suggestion for a case, as codes, with the versions of the tables that made it."""

    __tablename__ = "suggestion"
    __table_args__ = (Index("ix_suggestion_rules_kept_at", "rules_kept_at", "made_at"),)

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    category: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    severity: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    route: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    unit: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    complexity: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    versions: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    # Inputs, matched rules and outputs of each table, read from the engine once it shows them.
    rules: Mapped[JsonObject | None] = mapped_column(JSON(none_as_null=True))
    rules_kept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
