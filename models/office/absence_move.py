"""What became of each task when somebody left or came back: to whom it went."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, KEY_LENGTH, Base, UtcDateTime


class AbsenceMove(Base):
    """One task that an absence moved; `to` is None where it went back to its group, `is_back` when its person had it again."""

    __tablename__ = "absence_move"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    absence_id: Mapped[str] = mapped_column(ForeignKey("absence.id"), index=True)
    user_task_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    complaint_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    to: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    is_back: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
