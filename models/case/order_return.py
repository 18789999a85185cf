"""回填: what goes back to the hotline of its orders, each thing once."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.ground.order_codes import ObjectionOutcome, ReturnKind
from models.vault.sealed import SealedJson, SealedText


class OrderReturn(Base):
    """One thing to tell: `subject` names it within its kind, such as the round of an answer.

    `file_id` and `file_at` are of the last file that it went out in; `taken_at`: the hotline has it.
    """

    __tablename__ = "order_return"
    __table_args__ = (
        UniqueConstraint("order_id", "kind", "subject"),
        Index("ix_order_return_taken_at_at", "taken_at", "at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("hotline_order.id"))
    kind: Mapped[ReturnKind] = mapped_column(EnumText(ReturnKind))
    subject: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[JsonObject] = mapped_column(SealedJson("order_return:content"))
    file_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    file_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))


class OrderObjection(Base):
    """派单异议: the order is not ours, by this reason and basis; one an order. `outcome` is what the hotline said to it."""

    __tablename__ = "order_objection"

    order_id: Mapped[str] = mapped_column(ForeignKey("hotline_order.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(SealedText("order_objection:reason"))
    basis: Mapped[str] = mapped_column(SealedText("order_objection:basis"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[ObjectionOutcome | None] = mapped_column(EnumText(ObjectionOutcome))
    outcome_note: Mapped[str | None] = mapped_column(SealedText("order_objection:outcome_note"))
    outcome_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    outcome_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
