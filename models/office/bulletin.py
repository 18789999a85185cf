"""定期通报: what was proposed from figures, each version that people wrote, what units said to it, and editions as published."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.bulletin_codes import BulletinState
from models.ground.summary_codes import PeriodKind
from models.vault.sealed import SealedText


class Bulletin(Base):
    """One period; `id` is its name (`2026-11`, `2026-Q4`). `proposed` are all lines that its figures came to when it was opened.

    `version_no` is the version that people see; of a `heard` one units may answer to and with `say_until`, None where it names
    none that could.
    """

    __tablename__ = "bulletin"
    __table_args__ = (UniqueConstraint("kind", "begins_on"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    kind: Mapped[PeriodKind] = mapped_column(EnumText(PeriodKind))
    begins_on: Mapped[date]
    state: Mapped[BulletinState] = mapped_column(EnumText(BulletinState))
    # Any: JSON of services/bulletins/lines.py.
    proposed: Mapped[Any] = mapped_column(JSON)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version_no: Mapped[int]
    say_until: Mapped[date | None]
    sent_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    returned_words: Mapped[str | None] = mapped_column(SealedText("bulletin:returned_words"))
    returned_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    correcting: Mapped[str | None] = mapped_column(SealedText("bulletin:correcting"))


class BulletinVersion(Base):
    """What one person wrote: the lines that stay and the words; triggers refuse UPDATE and DELETE."""

    __tablename__ = "bulletin_version"

    bulletin_id: Mapped[str] = mapped_column(ForeignKey("bulletin.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # Any: as Bulletin.proposed.
    lines: Mapped[Any] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(SealedText("bulletin_version:words"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class BulletinReply(Base):
    """What a unit that a version names says to it; triggers refuse UPDATE and DELETE."""

    __tablename__ = "bulletin_reply"

    bulletin_id: Mapped[str] = mapped_column(ForeignKey("bulletin.id"), primary_key=True)
    version_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    words: Mapped[str] = mapped_column(SealedText("bulletin_reply:words"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class BulletinEdition(Base):
    """A version as it was published; triggers refuse UPDATE and DELETE. `reason` says why one takes the place of another.

    `digest` is SHA-256 over lines, words and replies.
    """

    __tablename__ = "bulletin_edition"

    bulletin_id: Mapped[str] = mapped_column(ForeignKey("bulletin.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version_no: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(SealedText("bulletin_edition:reason"))
    published_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
