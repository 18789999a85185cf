"""What the decision tables suggested at intake; people decide."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, JsonObject, UtcDateTime


class Suggestion(Base):
    """The last suggestion for a case, as codes, with the versions of the tables that made it."""

    __tablename__ = "suggestion"

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    category: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    severity: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    route: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    unit: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    complexity: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    versions: Mapped[JsonObject] = mapped_column(JSON, default=dict)
