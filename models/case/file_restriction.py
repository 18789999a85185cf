"""Whom alone a case is for: while a restriction is open, nobody but its readers knows that there is such a case."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.vault.sealed import SealedText


class RestrictionKind(StrEnum):
    """What restricted a file: the route of a complaint, or a person with a reason."""

    ROUTE = "route"
    PERSON = "person"


class FileRestriction(Base):
    """One restriction of one case; at most one is open, a later one ends it. `route_id` as long as a route holds."""

    __tablename__ = "file_restriction"
    __table_args__ = (
        Index(
            "ix_file_restriction_open",
            "complaint_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
        Index("ix_file_restriction_complaint_id", "complaint_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[RestrictionKind] = mapped_column(EnumText(RestrictionKind))
    route_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_route.id"))
    reason: Mapped[str | None] = mapped_column(SealedText("file_restriction:reason"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    lift_reason: Mapped[str | None] = mapped_column(SealedText("file_restriction:lift_reason"))


class FileReader(Base):
    """One reader of a restricted case: a person, or everybody of a unit."""

    __tablename__ = "file_reader"
    __table_args__ = (
        Index("ix_file_reader_restriction_id", "restriction_id"),
        Index("ix_file_reader_staff_id", "staff_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    restriction_id: Mapped[str] = mapped_column(ForeignKey("file_restriction.id"))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.login"))
    unit_code: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
