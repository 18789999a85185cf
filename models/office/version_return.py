"""A version that came past the office's door is taken out of use: the earlier one is deployed again."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import ID_LENGTH, KEY_LENGTH, Base, EnumText, UtcDateTime


class ReturnState(StrEnum):
    """Ordered by a person, done by the workers, or not taken."""

    ORDERED = "ordered"
    DONE = "done"
    FAILED = "failed"


class VersionReturn(Base):
    """`version_key` is taken out, `earlier_key` deployed anew; `failure` is a code or what the check says."""

    __tablename__ = "version_return"
    __table_args__ = (Index("ix_version_return_state", "state"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    version_key: Mapped[str] = mapped_column(String(KEY_LENGTH), ForeignKey("deployed_version.key"))
    earlier_key: Mapped[str] = mapped_column(String(KEY_LENGTH), ForeignKey("deployed_version.key"))
    state: Mapped[ReturnState] = mapped_column(EnumText(ReturnState))
    reason: Mapped[str] = mapped_column(String(500))
    ordered_by: Mapped[str] = mapped_column(ForeignKey("staff.login"))
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[str | None] = mapped_column(String(500))
