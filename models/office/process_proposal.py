"""What was learnt, as a proposal to the owner of a process at an element of its diagram, and what is answered."""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.ground.proposal_codes import ProposalAnswer, ProposalSource, ProposalState
from models.vault.sealed import SealedText

REFERENCE_LENGTH = 120
ELEMENT_LENGTH = 200
DIGEST_LENGTH = 64
PATH_LENGTH = 400
NAME_LENGTH = 400


class ProcessProposal(Base):
    """One proposal at the element `element_id` of version `version` of a process, in which it said what `digest` is of.

    `source` and `source_ref` name what it was learnt from, `source_path` the page of it; `figures` are numbers of it as they
    stood (services/proposals/freeze_figures.py), without small groups. `changed_version` is the first later version in which
    the element says something else, or `gone_version` where a person took it up when the step was gone; `gone_version` the
    first without it, `stood_version` the newest with it, `undone_version` the newest that made it say again what it said.
    `read_at` is when who proposed it read the last answer.
    """

    __tablename__ = "process_proposal"
    __table_args__ = (
        Index("ix_process_proposal_process_id", "process_id", "state"),
        Index("ix_process_proposal_state_due_on", "state", "due_on", "id"),
        Index("ix_process_proposal_proposed_by", "proposed_by", "proposed_at", "id"),
        Index("ix_process_proposal_source", "source", "source_ref"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    source: Mapped[ProposalSource] = mapped_column(EnumText(ProposalSource))
    source_ref: Mapped[str | None] = mapped_column(String(REFERENCE_LENGTH))
    source_path: Mapped[str | None] = mapped_column(String(PATH_LENGTH))
    process_id: Mapped[str] = mapped_column(String(ELEMENT_LENGTH))
    element_id: Mapped[str] = mapped_column(String(ELEMENT_LENGTH))
    element_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    version: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    figures: Mapped[list[JsonObject]] = mapped_column(JSON)
    seen: Mapped[str] = mapped_column(SealedText("process_proposal:seen"))
    proposed: Mapped[str] = mapped_column(SealedText("process_proposal:proposed"))
    proposed_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date]
    state: Mapped[ProposalState] = mapped_column(EnumText(ProposalState))
    put_off_until: Mapped[date | None]
    answers: Mapped[int]
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stood_version: Mapped[int] = mapped_column(BigInteger)
    changed_version: Mapped[int | None] = mapped_column(BigInteger)
    gone_version: Mapped[int | None] = mapped_column(BigInteger)
    undone_version: Mapped[int | None] = mapped_column(BigInteger)


class ProcessProposalAnswer(Base):
    """One answer; one that is put off is answered again. `until` is the day until which it is put off."""

    __tablename__ = "process_proposal_answer"

    proposal_id: Mapped[str] = mapped_column(ForeignKey("process_proposal.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answer: Mapped[ProposalAnswer] = mapped_column(EnumText(ProposalAnswer))
    words: Mapped[str] = mapped_column(SealedText("process_proposal_answer:words"))
    until: Mapped[date | None]
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
