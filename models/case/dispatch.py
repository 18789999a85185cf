"""Notices by e-mail or SMS, to the complainant or to a unit outside: each once, with what became of it.

Addresses stay where they are kept: in the identity vault, in the directory of units.
"""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.ways import Way
from models.vault.sealed import SealedText


class Dispatch(Base):
    """One notice about one thing (`subject`): a round, a letter, an interim answer or a review, by id.
    To a unit it is a digest of what is told of (models/case/unit_mail.py).

    Of a document that is mailed itself the subject is its sending: of an answer, an interim answer or a review's decision.

    `begun_at` is the machine's moment at which the attempt that is not settled began; its id is `<id>-<attempts>`.
    """

    __tablename__ = "dispatch"
    __table_args__ = (
        UniqueConstraint("complaint_id", "purpose", "subject"),
        Index("ix_dispatch_state_next_try_at", "state", "next_try_at"),
        Index("ix_dispatch_made_at", "made_at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    purpose: Mapped[DispatchPurpose] = mapped_column(EnumText(DispatchPurpose))
    subject: Mapped[str] = mapped_column(String(CODE_LENGTH))
    # The document that goes along; null for a notice that it can be read at the query code.
    letter_id: Mapped[str | None] = mapped_column(ForeignKey("letter.id"))
    way: Mapped[Way] = mapped_column(EnumText(Way))
    state: Mapped[DispatchState] = mapped_column(EnumText(DispatchState), default=DispatchState.WAITING)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Since when it stands where it stands, by the office's clock.
    state_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # When its carrier took it, by the office's clock; kept when it comes back.
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_on: Mapped[date | None]
    # Versions of an owner's text (models/case/letter_text.py) that the latest attempt said; null where texts worded none.
    text_versions: Mapped[list[int] | None] = mapped_column(JSON)
    # What the carrier said: a code of ours, or the number of its answer.
    reason: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    settled_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    settled_note: Mapped[str | None] = mapped_column(SealedText("dispatch:settled_note"))
