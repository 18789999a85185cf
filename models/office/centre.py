"""The service centre itself: its names, addresses and office hours."""

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, JsonObject
from models.ground.codes import OpinionReview


class Centre(Base):
    """The one centre of this office. Times of day are Beijing wall time `HH:MM`."""

    __tablename__ = "centre"

    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    opens: Mapped[str] = mapped_column(String(5))
    lunch_from: Mapped[str | None] = mapped_column(String(5))
    lunch_to: Mapped[str | None] = mapped_column(String(5))
    closes: Mapped[str] = mapped_column(String(5))
    cutoff: Mapped[str] = mapped_column(String(5))
    # Which opinions a second person reads before they are approved.
    opinion_review: Mapped[OpinionReview] = mapped_column(
        EnumText(OpinionReview), default=OpinionReview.NEVER
    )
    # Which office of the centre, or which organ above it, reviews answered cases; None: any office but the handler's.
    review_unit: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    # Address, telephone, e-mail, boxes: shown to citizens, asked by no rule.
    contact: Mapped[JsonObject] = mapped_column(JSON, default=dict)
