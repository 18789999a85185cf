"""Referrals of matters: to a unit of the centre, or to another authority."""

from datetime import date, datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from models.beside.side_request import SideRequest
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import Arbitration, ReferralKind, ReferralRole
from models.vault.sealed import SealedText


class Referral(SideRequest, Base):
    """One hand-over to one unit; each co-handling unit has a row of its own."""

    __tablename__ = "referral"

    kind: Mapped[ReferralKind] = mapped_column(EnumText(ReferralKind))
    role: Mapped[ReferralRole] = mapped_column(EnumText(ReferralRole))
    unit_code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    matter_nos: Mapped[list[int]] = mapped_column(JSON, default=list)
    note: Mapped[str | None] = mapped_column(SealedText("referral:note"))
    needs_result: Mapped[bool] = mapped_column(default=False)
    # A part of joint handling: its matters are not found before it is reported, or waived by who approves.
    holds_finding: Mapped[bool] = mapped_column(default=False)
    waiver: Mapped[str | None] = mapped_column(SealedText("referral:waiver"))
    waived_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    waived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    may_object: Mapped[bool] = mapped_column(default=False)
    # The code on the sheet by which an outside unit answers, and its keyed hash to find it by.
    receipt_code: Mapped[str | None] = mapped_column(SealedText("referral:receipt_code"))
    receipt_code_hmac: Mapped[str | None] = mapped_column(String(64))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    objection: Mapped[str | None] = mapped_column(SealedText("referral:objection"))
    objected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    objection_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    arbitration: Mapped[Arbitration | None] = mapped_column(EnumText(Arbitration))
    arbitration_reason: Mapped[str | None] = mapped_column(SealedText("referral:arbitration_reason"))
    arbitrated_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    arbitrated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The reported part that this one asks more of.
    replaces_referral_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    result_text: Mapped[str | None] = mapped_column(SealedText("referral:result_text"))
    measures: Mapped[str | None] = mapped_column(SealedText("referral:measures"))
    result_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    result_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # How the result of a unit outside came, by what number and on which day; registered by hand.
    result_way: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    result_number: Mapped[str | None] = mapped_column(SealedText("referral:result_number"))
    result_on: Mapped[date | None]
    sign_off_clock_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    arbitration_clock_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    result_clock_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))

    @property
    def is_shown_to_complainant(self) -> bool:
        """Whether another authority has the matter or had it; work given within the centre is the centre's own."""
        is_helping = self.role is ReferralRole.CO
        return self.role is ReferralRole.TRANSFER or (self.kind is ReferralKind.TRANSFER and not is_helping)
