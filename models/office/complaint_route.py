"""Who gets a complaint about an office or a person of the centre that must not handle it itself; data, not code."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import RecusalSubject
from models.vault.sealed import SealedText


class ComplaintRoute(Base):
    """The way of complaints about one unit or one person; a change ends the row and adds another.

    Either a unit handles it (`handled_by`, with an approver and a visitor of its own), or one person passes it on whole to
    the superior organ outside the centre (`passed_on_by`, `superior`).
    """

    __tablename__ = "complaint_route"
    __table_args__ = (Index("ix_complaint_route_about", "about"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    about_kind: Mapped[RecusalSubject] = mapped_column(EnumText(RecusalSubject))
    about: Mapped[str] = mapped_column(String(CODE_LENGTH))
    handled_by: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    approver: Mapped[str | None] = mapped_column(ForeignKey("staff.login"))
    return_visit_by: Mapped[str | None] = mapped_column(ForeignKey("staff.login"))
    passed_on_by: Mapped[str | None] = mapped_column(ForeignKey("staff.login"))
    superior: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    # None for a route that came with the organisation's document.
    reason: Mapped[str | None] = mapped_column(SealedText("complaint_route:reason"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
