"""What of a case left the office for somebody outside (委托处理、提供记录): to whom, why, how, which data, when, by whom."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.provision_codes import ProvisionPurpose, ProvisionWay, Recipient, Relation
from models.vault.sealed import SealedText

REFERENCE_LENGTH = 100


class DataProvision(Base):
    """One time that data left; written in the transaction of what let them leave, and kept for three years at least.

    The database refuses every change but that it becomes certain, and every deletion but that of the sweep.

    `name` is how the receiver is called, null where the kind says it. `complaint_id` is null for what concerns `number` cases
    at once. `reference` names what let them leave, so that the same is recorded once. `kinds` are DataKind. `words`: what
    for, where somebody typed it. `is_certain` is false where nobody can say whether they left.
    """

    __tablename__ = "data_provision"
    __table_args__ = (
        Index("ix_data_provision_reference", "reference", unique=True),
        Index("ix_data_provision_recipient_id", "recipient", "id"),
        Index("ix_data_provision_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    complaint_id: Mapped[str | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    recipient: Mapped[Recipient] = mapped_column(EnumText(Recipient))
    name: Mapped[str | None] = mapped_column(SealedText("data_provision:name"))
    relation: Mapped[Relation] = mapped_column(EnumText(Relation))
    purpose: Mapped[ProvisionPurpose] = mapped_column(EnumText(ProvisionPurpose))
    words: Mapped[str | None] = mapped_column(SealedText("data_provision:words"))
    way: Mapped[ProvisionWay] = mapped_column(EnumText(ProvisionWay))
    kinds: Mapped[list[str]] = mapped_column(JSON)
    contract_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    reference: Mapped[str] = mapped_column(String(REFERENCE_LENGTH))
    is_certain: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
