"""Items of evidence by number: what each is, how it was judged, and whether it is excluded, restricted or withdrawn."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.evidence_codes import EvidenceKind, Judgement
from models.vault.sealed import SealedText


class EvidenceItem(Base):
    """One item: a file of the case, a record of the investigation, or a paper or thing without a file.

    `kind` and `is_original` are null until a person says them; without a `title` the file's name is its name. `readers`
    are the logins that a restriction names; null is everybody who may read the case. An excluded item stays in the file
    and no finding rests on it; the file of a withdrawn one is handed out to nobody but the person who withdrew it.
    `addendum_reason`: why it came only after the archive (补卷); null for what the archived file was closed with.
    """

    __tablename__ = "evidence_item"
    __table_args__ = (UniqueConstraint("complaint_id", "no"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    no: Mapped[int]
    kind: Mapped[EvidenceKind | None] = mapped_column(EnumText(EvidenceKind))
    title: Mapped[str | None] = mapped_column(SealedText("evidence_item:title"))
    is_original: Mapped[bool | None]
    count: Mapped[int] = mapped_column(default=1)
    provider: Mapped[str | None] = mapped_column(SealedText("evidence_item:provider"))
    file_id: Mapped[str | None] = mapped_column(ForeignKey("evidence.id"), unique=True)
    act_id: Mapped[str | None] = mapped_column(ForeignKey("investigation_act.id"))
    matter_nos: Mapped[list[int]] = mapped_column(JSON, default=list)
    registered_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    addendum_reason: Mapped[str | None] = mapped_column(SealedText("evidence_item:addendum_reason"))
    legality: Mapped[Judgement | None] = mapped_column(EnumText(Judgement))
    relevance: Mapped[Judgement | None] = mapped_column(EnumText(Judgement))
    authenticity: Mapped[Judgement | None] = mapped_column(EnumText(Judgement))
    # Numbers of the items that say the same.
    corroborated_by: Mapped[list[int]] = mapped_column(JSON, default=list)
    assessment: Mapped[str | None] = mapped_column(SealedText("evidence_item:assessment"))
    judged_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    judged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    excluded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    excluded_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    exclusion_reason: Mapped[str | None] = mapped_column(SealedText("evidence_item:exclusion_reason"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    withdrawal_reason: Mapped[str | None] = mapped_column(SealedText("evidence_item:withdrawal_reason"))
    readers: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    restricted_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    restriction_reason: Mapped[str | None] = mapped_column(SealedText("evidence_item:restriction_reason"))

    @property
    def is_citable(self) -> bool:
        """Whether a finding may rest on it."""
        return self.excluded_at is None and self.withdrawn_at is None
