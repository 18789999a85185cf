"""The register of legal bases (法律依据): what the centre's decisions rest on, each wording a row of its own."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime

NAME_LENGTH = 200
ARTICLE_LENGTH = 100


class LegalBasis(Base):
    """One wording of one basis; a change ends the row (`ended_at`) and adds another that `replaces` it.

    `uses` are the decisions that it serves. A day of coming into force that nobody entered is None, as is the moment of
    entry of one that came with the product. Rows are never changed otherwise: decisions cite them by id.
    """

    __tablename__ = "legal_basis"
    __table_args__ = (Index("ix_legal_basis_code", "code"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    # The same for every version of one basis.
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    article: Mapped[str] = mapped_column(String(ARTICLE_LENGTH))
    text: Mapped[str] = mapped_column(Text)
    issued_by: Mapped[str] = mapped_column(String(NAME_LENGTH))
    in_force_from: Mapped[date | None] = mapped_column(Date)
    in_force_until: Mapped[date | None] = mapped_column(Date)
    uses: Mapped[list[str]] = mapped_column(JSON, default=list)
    replaces: Mapped[str | None] = mapped_column(ForeignKey("legal_basis.id"))
    entered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    entered_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    reason: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def is_in_force(self, day: date) -> bool:
        """Whether it stands in the register today and holds on this Beijing day."""
        begun = self.in_force_from is None or self.in_force_from <= day
        over = self.in_force_until is not None and self.in_force_until < day
        return self.ended_at is None and begun and not over

    def words(self) -> str:
        """As letters cite it."""
        return f"《{self.name}》{self.article}"
