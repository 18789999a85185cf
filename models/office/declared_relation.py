"""Relations that staff declared, for recusal (回避)."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import Base, EnumText
from models.ground.codes import RelationEffect, RelationSubject
from models.vault.sealed import SealedText


class DeclaredRelation(Base):
    """One declaration.

    `subject` is a login or unit code, or a name (sealed) for companies and private persons.
    """

    __tablename__ = "declared_relation"
    __table_args__ = (Index("ix_declared_relation_staff_id", "staff_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.login"))
    relation: Mapped[str] = mapped_column(SealedText("declared_relation:relation"))
    subject_type: Mapped[RelationSubject] = mapped_column(EnumText(RelationSubject))
    subject: Mapped[str] = mapped_column(SealedText("declared_relation:subject"))
    effect: Mapped[RelationEffect] = mapped_column(EnumText(RelationEffect))
    declared_on: Mapped[date]
    valid_until: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(SealedText("declared_relation:note"))
