"""Alerts by mail: who wants which of them, and the mails that told of them."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.dispatch_codes import DispatchState
from models.vault.sealed import SealedText


class AlertMailChoice(Base):
    """What one person gets: alerts of these kinds, one mail each `minutes` at most. `told_up_to` is the last alert looked at.

    Moments of mails are the machine's.
    """

    __tablename__ = "alert_mail_choice"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.login"), primary_key=True)
    is_on: Mapped[bool] = mapped_column(default=True)
    address: Mapped[str] = mapped_column(SealedText("alert_mail_choice:address"))
    kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    minutes: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_up_to: Mapped[int] = mapped_column(default=0)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AlertMail(Base):
    """One mail that tells a person of some alerts. `next_try_at` of one that is being sent: when it counts as cut off.

    `confirmed_by`: who says that one in doubt has arrived, since `state_at`; None where the server said that it took it.
    """

    __tablename__ = "alert_mail"
    __table_args__ = (
        Index("ix_alert_mail_state_next_try_at", "state", "next_try_at"),
        Index("ix_alert_mail_staff_id", "staff_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.login"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    alert_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    state: Mapped[DispatchState] = mapped_column(EnumText(DispatchState), default=DispatchState.WAITING)
    state_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    confirmed_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
