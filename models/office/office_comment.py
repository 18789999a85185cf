"""What people say of complaint handling itself (社会监督): no case, no name, and what the office did with it."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.openness_codes import CommentState
from models.vault.sealed import SealedText


class OfficeComment(Base):
    """One comment. `submission_id` makes one of a form that is sent twice. Its words leave the office in no way.

    `answer` is read by everybody from `released_at` on, and was written and released by two people. `passed_on` says what
    is proposed to whom; `complaint_number` is what it became where its sender agreed (`may_become_complaint`).
    """

    __tablename__ = "office_comment"
    __table_args__ = (
        Index("ix_office_comment_submission_id", "submission_id", unique=True),
        Index("ix_office_comment_released_at", "released_at"),
    )

    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(ID_LENGTH), unique=True)
    submission_id: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(SealedText("office_comment:words"))
    may_become_complaint: Mapped[bool]
    state: Mapped[CommentState] = mapped_column(EnumText(CommentState))
    answer: Mapped[str | None] = mapped_column(SealedText("office_comment:answer"))
    answered_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    released_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    passed_on: Mapped[str | None] = mapped_column(SealedText("office_comment:passed_on"))
    complaint_number: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
