"""The second factor of an account: the secret of an app that shows codes, and codes on paper for when it is lost."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import Base, UtcDateTime
from models.vault.sealed import SealedText


class SecondFactor(Base):
    """One of an account; it asks for codes once it is confirmed. `last_step`: the newest time step whose code was used."""

    __tablename__ = "second_factor"

    staff_id: Mapped[str] = mapped_column(ForeignKey("account.staff_id"), primary_key=True)
    secret: Mapped[str] = mapped_column(SealedText("second_factor:secret"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_step: Mapped[int | None] = mapped_column(BigInteger)


class RecoveryCode(Base):
    """A code that stands in for the app once; only its keyed digest is kept, and gone when it was used."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("ix_recovery_code_staff_id", "staff_id"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("account.staff_id"))
