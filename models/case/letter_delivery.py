"""Letters that leave by post or are handed over in the hall: one row an attempt to bring one of them to one person."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState, IdentityDocument
from models.ground.ways import Way
from models.vault.sealed import SealedText


class LetterDelivery(Base):
    """One attempt. Of an answer and a review number, day, return and proof stand with the sending (`sending_id`) alone.

    `subject`: the letter, `round-` and a number, the review, or the word of the receipt. The complainant's name and address
    stay in the identity vault; `to_name` and `to_address` are those of somebody else. `instead_of` is the attempt that came
    back and whose place this one takes under another name.
    """

    __tablename__ = "letter_delivery"
    __table_args__ = (
        UniqueConstraint("complaint_id", "purpose", "subject", "attempt"),
        Index("ix_letter_delivery_made_at", "made_at"),
        Index("ix_letter_delivery_mail_no", "mail_no"),
        Index("ix_letter_delivery_sending_id", "sending_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    purpose: Mapped[DeliveryPurpose] = mapped_column(EnumText(DeliveryPurpose))
    subject: Mapped[str] = mapped_column(String(CODE_LENGTH))
    attempt: Mapped[int]
    way: Mapped[Way] = mapped_column(EnumText(Way))
    to_name: Mapped[str | None] = mapped_column(SealedText("letter_delivery:to_name"))
    to_address: Mapped[str | None] = mapped_column(SealedText("letter_delivery:to_address"))
    instead_of: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    # Of an answer or a review: by which ways it goes once the letter is posted, why not as wished, and the sending it became.
    ways: Mapped[list[str]] = mapped_column(JSON, default=list)
    other_way_reason: Mapped[str | None] = mapped_column(SealedText("letter_delivery:other_way_reason"))
    sending_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    mail_no: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    returned_on: Mapped[date | None]
    return_reason: Mapped[str | None] = mapped_column(SealedText("letter_delivery:return_reason"))
    returned_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    delivered_on: Mapped[date | None]
    proof: Mapped[str | None] = mapped_column(SealedText("letter_delivery:proof"))
    delivered_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    taken_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_off_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    taken_off_reason: Mapped[str | None] = mapped_column(SealedText("letter_delivery:taken_off_reason"))
    # Of what was handed over in the hall: what was shown there, and by which authorisation somebody else took it.
    identity_document: Mapped[IdentityDocument | None] = mapped_column(EnumText(IdentityDocument))
    authorisation: Mapped[str | None] = mapped_column(SealedText("letter_delivery:authorisation"))
    version: Mapped[int] = mapped_column(default=1)

    @property
    def is_waiting(self) -> bool:
        """Whether it waits on the list; of an answer and a review as long as it is no sending."""
        return self.sent_at is None and self.sending_id is None and self.taken_off_at is None

    @property
    def is_to_post(self) -> bool:
        """Whether it waits for the post."""
        return self.is_waiting and self.way is not Way.IN_PERSON

    @property
    def state(self) -> DeliveryState:
        """Of what is no sending."""
        if self.taken_off_at is not None:
            return DeliveryState.TAKEN_OFF
        if self.delivered_on is not None:
            return DeliveryState.ARRIVED
        if self.returned_on is not None:
            return DeliveryState.RETURNED
        if not self.is_waiting:
            return DeliveryState.POSTED
        return DeliveryState.TO_POST if self.is_to_post else DeliveryState.IN_HALL
