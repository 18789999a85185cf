"""Accounts of staff: the password's hash, and whether an administrator stopped them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import Base, UtcDateTime


class Account(Base):
    """One account of one member of staff. Times are the system clock's, also in a demo office.

    `stopped_at` is an administrator's word and stands until he takes it back. Failed attempts leave nothing here: they are
    counted by account and source (`models/office/rate_limit.py`).
    """

    __tablename__ = "account"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.login"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
