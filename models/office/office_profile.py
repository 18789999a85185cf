"""Who leads complaint handling, which body does it, by which rules, with whom and with which money (组织保障, 经费保障)."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, UtcDateTime

SOURCE_LENGTH = 200


class OfficeProfile(Base):
    """One version of what the office says of itself to everybody, by ProfilePart; the latest holds.

    Triggers refuse UPDATE and DELETE.
    """

    __tablename__ = "office_profile"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    parts: Mapped[dict[str, str]] = mapped_column(JSON)
    entered_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OfficeFund(Base):
    """What complaint handling had in a year, in fen; triggers refuse UPDATE and DELETE, the latest of a year holds."""

    __tablename__ = "office_fund"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    year: Mapped[int]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH))
    used_for: Mapped[str] = mapped_column(Text)
    entered_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
