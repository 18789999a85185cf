"""Units: parts of the centre, offices in its hall, authorities outside."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import UnitKind


class OrganisationUnit(Base):
    """One unit; `head` is the login of its head."""

    __tablename__ = "unit"

    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[UnitKind] = mapped_column(EnumText(UnitKind))
    location: Mapped[str | None] = mapped_column(String(200))
    head: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    # Of a unit outside: where sheets go, and by what other way (a telephone, another address) a code is told.
    email: Mapped[str | None] = mapped_column(String(200))
    other_way: Mapped[str | None] = mapped_column(String(200))
    # Counts what people changed here; 1 for what stands as the organisation's document says.
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    # Offered no longer from then on; cases that name it keep its name.
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
