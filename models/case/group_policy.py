"""When complaints are many enough to look like one, and when a group of them may be closed: rows of a policy, never changed."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, UtcDateTime


class GroupPolicy(Base):
    """One version; the latest is in force. Shares are in percent.

    `least_complaints` about one unit within `within_hours` whose texts are alike to `least_likeness` are proposed as a
    group. Of the members that were answered `closing_share` have to be satisfied before the leading file is closed.
    """

    __tablename__ = "group_policy"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    least_complaints: Mapped[int]
    within_hours: Mapped[int]
    least_likeness: Mapped[int]
    closing_share: Mapped[int]
    basis: Mapped[str] = mapped_column(String(400))
    entered_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
