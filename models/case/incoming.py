"""来件登记: what came in by a door, kept before it is read, and what became of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.ground.incoming_codes import Door, IncomingReason, IncomingState
from models.vault.sealed import SealedJson, SealedText

_DIGEST_LENGTH = 64  # hex digits


class Incoming(Base):
    """One message; its bytes lie under `raw_key`, unchanged. The same bytes by the same door are the same message.

    `source_digest` is of the source's own number, `thread_digest` of what an answer to it names, `sender_index` of who
    sent it. `content` has the `message` in the source's own fields, its `files` and the `refused` ones, sealed.
    `complaint_id`: the case it went into, or while it waits the one that it names. `route_id`: it tells of somebody whose
    complaints have a route, and is for the people of that route alone. `erased_at`: its bytes, words and files are gone by
    the term of the office, and what is left says that it came, by which door, when, and what became of it.
    """

    __tablename__ = "incoming"
    __table_args__ = (
        UniqueConstraint("door", "raw_sha256"),
        Index("ix_incoming_door_source_digest", "door", "source_digest"),
        Index("ix_incoming_thread_digest", "thread_digest"),
        Index("ix_incoming_raw_key", "raw_key"),
        Index("ix_incoming_sender_index_arrived_at", "sender_index", "arrived_at"),
        Index("ix_incoming_state_received_at", "state", "received_at"),
        Index("ix_incoming_state_erased_at_state_at", "state", "erased_at", "state_at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    door: Mapped[Door] = mapped_column(EnumText(Door))
    # When the door had it, by the office's clock, and when it was kept, by the machine's.
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    raw_key: Mapped[str] = mapped_column(String(255))
    raw_sha256: Mapped[str] = mapped_column(String(_DIGEST_LENGTH))
    raw_size: Mapped[int]
    source_digest: Mapped[str | None] = mapped_column(String(_DIGEST_LENGTH))
    thread_digest: Mapped[str | None] = mapped_column(String(_DIGEST_LENGTH))
    sender_index: Mapped[str | None] = mapped_column(String(_DIGEST_LENGTH))
    content: Mapped[JsonObject | None] = mapped_column(SealedJson("incoming:content"))
    state: Mapped[IncomingState] = mapped_column(EnumText(IncomingState), default=IncomingState.ARRIVED)
    reason: Mapped[IncomingReason | None] = mapped_column(EnumText(IncomingReason))
    complaint_id: Mapped[str | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    route_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_route.id"))
    state_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    settled_note: Mapped[str | None] = mapped_column(SealedText("incoming:settled_note"))
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def may_be_settled(self) -> bool:
        """Whether a person may still say what it is."""
        return self.state.may_be_settled and self.erased_at is None
