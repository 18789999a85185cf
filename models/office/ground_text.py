"""What the centre says by default when it does not accept a matter, by ground; data that an administrator edits."""

from datetime import datetime

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import NonAcceptGround


class GroundText(Base):
    """The standard reason, bases, right place and remedies of one ground; a change ends the row and adds another.

    `basis_codes` are bases of the register, whichever version is in force then. `note` is for the clerk alone.
    """

    __tablename__ = "ground_text"
    __table_args__ = (Index("ix_ground_text_ground", "ground"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    ground: Mapped[NonAcceptGround] = mapped_column(EnumText(NonAcceptGround))
    text: Mapped[str] = mapped_column(Text)
    basis_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    right_place: Mapped[str] = mapped_column(Text)
    remedies: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    # None for one that came with the product.
    since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    reason: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
