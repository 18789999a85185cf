"""Matters (投诉事项): what is said to have happened, each a thing that can be found true or not. Wishes are claims."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import Category, Finding, MatterDecision, NonAcceptGround
from models.ground.evidence_codes import Responsibility
from models.ground.matter_codes import Adoption, MatterKind
from models.vault.sealed import SealedText

# However they came in.
MAX_MATTERS = 20
MAX_MATTER_LENGTH = 1_000
# 反复提交材料, 口径不一, 推诿扯皮: of these it is on record how often they happened to the person.
COUNTED_PROBLEMS = frozenset(
    {Category.REPEATED_MATERIALS, Category.INCONSISTENT_POLICY, Category.BUCK_PASSING}
)


class Matter(Base):
    """One matter with its decision, finding and disposals; earlier wordings stand in the trail.

    `text` is the neutral wording once a person worded it (`is_reworded`), before that words of the complainant: those
    leave the handling office at no level. A suggestion has an `adoption` where a complaint has a `finding`.
    `category` is the problem type of the matter alone as it is told, None where nobody recorded one; `category_found` the one
    that the findings confirm, correct or add, None where they see none. Of COUNTED_PROBLEMS it may be on record how often it
    happened to the person, as told of the one and as found of the other.
    """

    __tablename__ = "matter"
    __table_args__ = (
        UniqueConstraint("complaint_id", "no"),
        Index("ix_matter_category", "category", "complaint_id"),
        Index("ix_matter_category_found", "category_found", "complaint_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    no: Mapped[int]
    # The seals of a `claim:` place are bound to the table that kept these values before there were matters.
    text: Mapped[str] = mapped_column(SealedText("claim:text"))
    is_reworded: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[MatterKind] = mapped_column(EnumText(MatterKind), default=MatterKind.COMPLAINT)
    category: Mapped[Category | None] = mapped_column(EnumText(Category))
    category_found: Mapped[Category | None] = mapped_column(EnumText(Category))
    times_told: Mapped[int | None]
    times_found: Mapped[int | None]
    # When and where, as told: for the file, and for a unit from disclosure level 1 on.
    occurred: Mapped[str | None] = mapped_column(SealedText("matter:occurred"))
    place: Mapped[str | None] = mapped_column(SealedText("matter:place"))
    decision: Mapped[MatterDecision | None] = mapped_column(EnumText(MatterDecision))
    nonaccept_ground: Mapped[NonAcceptGround | None] = mapped_column(EnumText(NonAcceptGround))
    basis: Mapped[str | None] = mapped_column(SealedText("claim:basis"))
    right_place: Mapped[str | None] = mapped_column(SealedText("claim:right_place"))
    remedies: Mapped[str | None] = mapped_column(SealedText("matter:remedies"))
    # The points of the acceptance that were met; None where nobody was asked.
    met_points: Mapped[list[str] | None] = mapped_column(JSON)
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finding: Mapped[Finding | None] = mapped_column(EnumText(Finding))
    # What the investigation found, kept where the opinion departs from it, and why it does.
    investigated_finding: Mapped[Finding | None] = mapped_column(EnumText(Finding))
    departure: Mapped[str | None] = mapped_column(SealedText("matter:departure"))
    facts: Mapped[str | None] = mapped_column(SealedText("claim:facts"))
    # Ids of the items of evidence that the finding rests on, and why it rests on none.
    cited_evidence: Mapped[list[str]] = mapped_column(JSON, default=list)
    uncited_reason: Mapped[str | None] = mapped_column(SealedText("matter:uncited_reason"))
    responsibility: Mapped[Responsibility | None] = mapped_column(EnumText(Responsibility))
    responsibility_note: Mapped[str | None] = mapped_column(SealedText("matter:responsibility_note"))
    adoption: Mapped[Adoption | None] = mapped_column(EnumText(Adoption))
    # Of a suggestion that is adopted in part: what is not, and why; told to who made it.
    not_adopted: Mapped[str | None] = mapped_column(SealedText("matter:not_adopted"))
    reason: Mapped[str | None] = mapped_column(SealedText("claim:reason"))
    opinion_basis: Mapped[str | None] = mapped_column(SealedText("claim:opinion_basis"))
    # Where a matter went that is not handled here: the number of the case it was merged into, a unit's code.
    merged_into: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    referred_to: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    referral_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    settled: Mapped[bool] = mapped_column(default=False)
    disposals: Mapped[list[str]] = mapped_column(JSON, default=list)
