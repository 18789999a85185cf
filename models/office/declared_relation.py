"""Relations that staff declared, for recusal (回避)."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import Base, EnumText
from models.ground.codes import RelationEffect, RelationSubject
from models.vault.sealed import SealedText

# Who is no part of the organisation: known by name, and matched with who complains.
OUTSIDE_SUBJECTS = frozenset({RelationSubject.COMPANY, RelationSubject.PERSON})


class DeclaredRelation(Base):
    """One declaration.

    `subject` is a login or unit code, or a name (sealed) for companies and private persons. Those are matched with a
    complainant by `subject_index` and `phone_index`, blind as the ones of the vault. One that its owner declared anew here
    says when; a document that is loaded again leaves it as it is.
    """

    __tablename__ = "declared_relation"
    __table_args__ = (Index("ix_declared_relation_staff_id", "staff_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.login"))
    relation: Mapped[str] = mapped_column(SealedText("declared_relation:relation"))
    subject_type: Mapped[RelationSubject] = mapped_column(EnumText(RelationSubject))
    subject: Mapped[str] = mapped_column(SealedText("declared_relation:subject"))
    effect: Mapped[RelationEffect] = mapped_column(EnumText(RelationEffect))
    subject_index: Mapped[str | None] = mapped_column(String(64))
    phone_index: Mapped[str | None] = mapped_column(String(64))
    declared_on: Mapped[date]
    declared_anew_on: Mapped[date | None]
    has_ended: Mapped[bool] = mapped_column(default=False)
    valid_until: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(SealedText("declared_relation:note"))
