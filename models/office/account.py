"""Accounts of staff: the password's hash and what failed attempts lead to."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import Base, UtcDateTime


class Account(Base):
    """One account of one member of staff. Times are the system clock's, also in a demo office.

    `locked_until` follows failed attempts and passes; `stopped_at` is an administrator's word and stands until he takes
    it back.
    """

    __tablename__ = "account"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.login"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=True)
    failed: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
