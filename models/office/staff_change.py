"""What was changed of a member of staff, and by whom: the history on his page."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class StaffChange(Base):
    """One field from `old` to `new`, both as they are kept (codes, logins); a password has neither."""

    __tablename__ = "staff_change"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.login"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    field: Mapped[str] = mapped_column(String(CODE_LENGTH))
    old: Mapped[str] = mapped_column(Text, default="")
    new: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str | None] = mapped_column(SealedText("staff_change:reason"))
