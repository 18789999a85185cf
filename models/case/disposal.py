"""What is done about a matter, each kind of disposal with the fields of its own (纠正, 整改, 处分建议, 改进, 不予处理)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import Disposal
from models.ground.matter_codes import ImprovementArea
from models.vault.sealed import SealedText


class MatterDisposal(Base):
    """One disposal of one matter in one round.

    `what` is the act that corrects, the requirement of an order, the facts of a proposal of discipline, the improvement or
    the reason told; `responsible` who corrects, the person proposed for discipline, or who owns the improvement. The unit is
    the one ordered or the organ proposed to. An order is due when its approver says. What an order was met by and what came
    of a proposal stands with the order and the transfer. A disposal of the time before has its kind alone.
    """

    __tablename__ = "disposal"
    __table_args__ = (UniqueConstraint("complaint_id", "round", "matter_no", "kind"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    round: Mapped[int]
    matter_no: Mapped[int]
    kind: Mapped[Disposal] = mapped_column(EnumText(Disposal))
    what: Mapped[str | None] = mapped_column(SealedText("disposal:what"))
    responsible: Mapped[str | None] = mapped_column(SealedText("disposal:responsible"))
    unit_code: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    area: Mapped[ImprovementArea | None] = mapped_column(EnumText(ImprovementArea))
    due_on: Mapped[date | None]
    # A correction that was carried out, and what proves it; before the closing or after it.
    done_on: Mapped[date | None]
    proof: Mapped[str | None] = mapped_column(SealedText("disposal:proof"))
    proven_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    proven_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_apologised: Mapped[bool] = mapped_column(default=False)
    refund: Mapped[str | None] = mapped_column(SealedText("disposal:refund"))
