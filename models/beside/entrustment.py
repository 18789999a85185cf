"""Work commissioned from others for an investigation, once whoever the policy names has approved it."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.beside.side_request import SideRequest
from models.ground.approval_codes import ApprovalKind
from models.ground.base import CODE_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.ground.codes import EntrustmentKind
from models.ground.entrustment_codes import DataEnd, EntrustmentNeed
from models.vault.sealed import SealedJson, SealedText


class Entrustment(SideRequest, Base):
    """One commission; where it pauses the clocks, they run on when the report is back or the window is over.

    Null are `need`, `independence` and `hands_data` where a form of an earlier version did not ask, the `data_` columns where
    nothing is handed over. `evaluation` is the evaluation form: who worked on it, by which qualification, and each point
    with its result, by the keys of the form. `leaving` is what leaves with it word for word, and what of third persons stands
    in that with which reason; null where that was not kept yet.

    One that `needs_approval` is sent to nobody and pauses nothing before it `is_approved`; its window ends then as if it
    were opened at that moment.
    """

    __tablename__ = "entrustment"

    kind: Mapped[EntrustmentKind] = mapped_column(EnumText(EntrustmentKind))
    to_unit: Mapped[str] = mapped_column(String(CODE_LENGTH))
    scope: Mapped[str] = mapped_column(SealedText("entrustment:scope"))
    limit_wd: Mapped[int]
    pauses_clock: Mapped[bool] = mapped_column(default=False)
    window_ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    need: Mapped[EntrustmentNeed | None] = mapped_column(EnumText(EntrustmentNeed))
    independence: Mapped[str | None] = mapped_column(SealedText("entrustment:independence"))
    hands_data: Mapped[bool | None]
    data_items: Mapped[str | None] = mapped_column(SealedText("entrustment:data_items"))
    data_purpose: Mapped[str | None] = mapped_column(SealedText("entrustment:data_purpose"))
    data_until: Mapped[date | None]
    data_afterwards: Mapped[DataEnd | None] = mapped_column(EnumText(DataEnd))
    confidentiality: Mapped[str | None] = mapped_column(SealedText("entrustment:confidentiality"))
    leaving: Mapped[JsonObject | None] = mapped_column(SealedJson("entrustment:leaving"))
    data_ended_how: Mapped[DataEnd | None] = mapped_column(EnumText(DataEnd))
    data_ended_on: Mapped[date | None]
    data_ended_proof: Mapped[str | None] = mapped_column(SealedText("entrustment:data_ended_proof"))
    report_text: Mapped[str | None] = mapped_column(SealedText("entrustment:report_text"))
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reported_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    # The code on the sheet by which the other side answers, and its keyed hash to find it by.
    receipt_code: Mapped[str | None] = mapped_column(SealedText("entrustment:receipt_code"))
    receipt_code_hmac: Mapped[str | None] = mapped_column(String(64))
    evaluation: Mapped[JsonObject | None] = mapped_column(SealedJson("entrustment:evaluation"))
    needs_approval: Mapped[bool] = mapped_column(default=False)
    is_approved: Mapped[bool | None]
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    comment: Mapped[str | None] = mapped_column(SealedText("entrustment:comment"))

    @property
    def awaits_approval(self) -> bool:
        """Whether somebody else has to decide on it first."""
        return self.needs_approval and self.is_approved is None

    @property
    def is_sent(self) -> bool:
        """Whether the body was asked at all: what waits for approval, or was sent back, never left the office."""
        return not self.needs_approval or self.is_approved is True

    @property
    def approval_kinds(self) -> tuple[ApprovalKind, ...]:
        """What the policy of approvals has to say of it; a pause is asked for beside the commission."""
        pause = (ApprovalKind.PAUSE,) if self.pauses_clock else ()
        return (ApprovalKind.ENTRUSTMENT, *pause)
