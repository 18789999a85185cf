"""What a complainant asks about his own personal data, beside the handling of his complaint."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.privacy_codes import AskedBy, DataRefusal, DataRequestState, DataRight, IdentityCheck
from models.vault.masking import PersonalField
from models.vault.sealed import SealedText


class DataRequest(Base):
    """One request. `due_on` is the last day on which the office answers by its own rule, by the limit of the day it came.

    `field` and `new_value` say what is to be corrected. `copied_at` is the first time that a copy was handed over.
    """

    __tablename__ = "data_request"
    __table_args__ = (
        Index("ix_data_request_state_due_on_id", "state", "due_on", "id"),
        Index("ix_data_request_decided_at_id", "decided_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    kind: Mapped[DataRight] = mapped_column(EnumText(DataRight))
    text: Mapped[str] = mapped_column(SealedText("data_request:text"))
    field: Mapped[PersonalField | None] = mapped_column(EnumText(PersonalField))
    new_value: Mapped[str | None] = mapped_column(SealedText("data_request:new_value"))
    asked_by: Mapped[AskedBy] = mapped_column(EnumText(AskedBy))
    identity_check: Mapped[IdentityCheck] = mapped_column(EnumText(IdentityCheck))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    registered_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    due_on: Mapped[date]
    state: Mapped[DataRequestState] = mapped_column(EnumText(DataRequestState))
    refusal: Mapped[DataRefusal | None] = mapped_column(EnumText(DataRefusal))
    # What he is told beside the ground, in the words of who decided.
    answer: Mapped[str | None] = mapped_column(SealedText("data_request:answer"))
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    copied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    copy_sha256: Mapped[str | None] = mapped_column(Text)
