"""弄虚作假线索: what in the records of a case does not go together, and of how many records it was asked. Never a verdict."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.signal_codes import SignalCode, SignalState
from models.vault.sealed import SealedText

# Of the one row of `signal_watch`.
THE_WATCH = 1


class FalsificationSignal(Base):
    """One record of one case for which one rule fired; `key` tells records of one case apart, `person` made the record.

    `evidence` is [{what, at, ref}]: a code, a moment (ISO) and an id of a row, an entry of the trail or another case, each of
    the last two None where there is none. `ceased_at`: since when the records do go together; it stays to be looked at.
    """

    __tablename__ = "falsification_signal"
    __table_args__ = (
        UniqueConstraint("complaint_id", "code", "key"),
        Index("ix_falsification_signal_state_found_at", "state", "found_at", "id"),
        Index("ix_falsification_signal_person", "person", "state"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    code: Mapped[SignalCode] = mapped_column(EnumText(SignalCode))
    key: Mapped[str] = mapped_column(String(CODE_LENGTH))
    person: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ceased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Any: codes, moments and ids alone.
    evidence: Mapped[Any] = mapped_column(JSON)
    state: Mapped[SignalState] = mapped_column(EnumText(SignalState))
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(SealedText("falsification_signal:reason"))


class SignalExposure(Base):
    """One record of which a rule was asked, on the Beijing day of the record: the base rates are made of these."""

    __tablename__ = "signal_exposure"
    __table_args__ = (Index("ix_signal_exposure_on_day", "on_day", "code", "person", "fires"),)

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    code: Mapped[SignalCode] = mapped_column(EnumText(SignalCode), primary_key=True)
    key: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    person: Mapped[str] = mapped_column(String(CODE_LENGTH))
    on_day: Mapped[date]
    fires: Mapped[int]


class SignalWatch(Base):
    """How far the trail was looked at, and what was counted at `counted_at`. One row.

    `rates` are [code, login, records asked about, records for which it fired] of the year before; files for named readers
    alone are in none.
    """

    __tablename__ = "signal_watch"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Any: codes, logins and numbers alone.
    rates: Mapped[Any] = mapped_column(JSON)
