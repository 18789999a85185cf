"""Requests for more time to handle a complaint."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from models.beside.side_request import SideRequest
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class Extension(SideRequest, Base):
    """One request; it takes effect only approved and told before the old date."""

    __tablename__ = "extension"

    reason: Mapped[str] = mapped_column(SealedText("extension:reason"))
    amount: Mapped[int]
    unit: Mapped[str] = mapped_column(String(CODE_LENGTH))
    extended_clock_id: Mapped[str] = mapped_column("clock_id", String(ID_LENGTH))
    old_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    new_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_approved: Mapped[bool | None]
    comment: Mapped[str | None] = mapped_column(SealedText("extension:comment"))
    basis: Mapped[str | None] = mapped_column(SealedText("extension:basis"))
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    told_ways: Mapped[list[str]] = mapped_column(JSON, default=list)
    told_text: Mapped[str | None] = mapped_column(SealedText("extension:told_text"))
    is_effective: Mapped[bool] = mapped_column(default=False)
    own_clock_id: Mapped[str | None] = mapped_column("extension_clock_id", String(ID_LENGTH))
