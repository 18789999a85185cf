"""Mass complaints (集体件): the file that leads, the files that are handled with it, and who speaks for them."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText

# Five speak for however many (Regulations on Petitions, article 20).
MAX_REPRESENTATIVES = 5
MAX_NAME_LENGTH = CODE_LENGTH


class ComplaintGroup(Base):
    """One group, opened by a person; `name` is how the office calls it and no other, `statement` the holding statement.

    `closing_share` is the share of answered members, in percent, that have to say that they are satisfied before the
    leading file is closed, as the policy stood when the group was opened. Silence is no satisfaction. Less than that is
    closed only with the reason of a person (`override_reason`).
    """

    __tablename__ = "complaint_group"

    leading_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(MAX_NAME_LENGTH), unique=True)
    statement: Mapped[str | None] = mapped_column(SealedText("complaint_group:statement"))
    closing_share: Mapped[int]
    opened_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # How the representatives tell the others, which is their duty.
    informing: Mapped[str | None] = mapped_column(SealedText("complaint_group:informing"))
    is_represented_by_leading: Mapped[bool] = mapped_column(default=False)
    override_reason: Mapped[str | None] = mapped_column(SealedText("complaint_group:override_reason"))
    override_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    override_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GroupMember(Base):
    """One file of a group beside the leading one, until `left_at`; a file belongs to one group at a time.

    `own_matters` and `own_claims` are the numbers of what is this member's alone: the opinion of the leading file says
    nothing of them. `carried_at` is when the member took over what was found there.
    """

    __tablename__ = "group_member"
    __table_args__ = (
        Index(
            "ix_group_member_open",
            "complaint_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        Index("ix_group_member_leading_id", "leading_id"),
        Index("ix_group_member_complaint_id", "complaint_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    leading_id: Mapped[str] = mapped_column(ForeignKey("complaint_group.leading_id"))
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    own_matters: Mapped[list[int]] = mapped_column(JSON, default=list)
    own_claims: Mapped[list[int]] = mapped_column(JSON, default=list)
    is_representative: Mapped[bool] = mapped_column(default=False)
    joined_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    carried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    left_reason: Mapped[str | None] = mapped_column(SealedText("group_member:left_reason"))
