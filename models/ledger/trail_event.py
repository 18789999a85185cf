"""The trail: one append-only chain of events of the whole office, each hashed over the one before it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Index, String, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, JsonObject, UtcDateTime
from models.ledger.noted_rows import list_waiting, take_digests
from models.vault.sealed import SealedJson

GENESIS = "0" * 64
# Any fixed number: all writers of the chain on PostgreSQL queue at this advisory lock.
CHAIN_LOCK = 361132018


class TrailEvent(Base):
    """One event.

    Triggers refuse UPDATE and DELETE; `hash` is SHA-256 over `prev_hash` and the canonical row.
    """

    __tablename__ = "trail_event"
    __table_args__ = (
        Index("ix_trail_event_complaint_id", "complaint_id"),
        # For whoever audits: one kind, one person, or some days, the newest first.
        Index("ix_trail_event_kind_seq", "kind", "seq"),
        Index("ix_trail_event_actor_seq", "actor", "seq"),
        Index("ix_trail_event_at", "at"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    complaint_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(CODE_LENGTH))
    kind: Mapped[str] = mapped_column(String(80))
    payload: Mapped[JsonObject] = mapped_column(SealedJson("trail_event:payload"))
    # What it vouches for of the rows of its case (row_digest.py); null where they were not changed before it.
    digests: Mapped[str | None] = mapped_column(Text, deferred=True)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


@dataclass(frozen=True, slots=True)
class NewTrailEvent:
    """An event to append.

    `actor`: a login, `citizen` or `system`; `complaint_id` null for the office itself.
    """

    complaint_id: str | None
    at: datetime
    actor: str
    kind: str
    payload: JsonObject


_LAST = select(TrailEvent.seq, TrailEvent.hash).order_by(TrailEvent.seq.desc()).limit(1)


def append_event(session: Session, event: NewTrailEvent) -> TrailEvent:
    """Append to the chain in the caller's transaction, with digests of the rows of the case that it changed before.

    Writers queue until it ends, so the chain has no fork.
    """
    lock_chain(session)
    session.flush()
    last = session.execute(_LAST).one_or_none()
    row = TrailEvent(
        seq=1 if last is None else last.seq + 1,
        complaint_id=event.complaint_id,
        at=event.at.astimezone(UTC),
        actor=event.actor,
        kind=event.kind,
        payload=event.payload,
        digests=take_digests(event.complaint_id, session),
        prev_hash=GENESIS if last is None else last.hash,
    )
    row.hash = hash_of(row)
    session.add(row)
    session.flush()
    return row


def list_departed(session: Session) -> Sequence[str]:
    """Cases with rows that are no longer as the trail vouches for, since no entry came after their change."""
    waiting = list_waiting(session)
    vouched = TrailEvent.complaint_id.in_(waiting), TrailEvent.digests.is_not(None)
    found = (
        session.scalars(select(TrailEvent.complaint_id).where(*vouched).distinct()).all() if waiting else []
    )
    return sorted(str(case) for case in found)


def lock_chain(session: Session) -> None:
    """Until the transaction ends nobody else appends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})


def hash_of(row: TrailEvent) -> str:
    """The hash a row must have.

    SHA-256 over the previous hash and the canonical JSON of its other columns.
    """
    told = [row.seq, row.complaint_id, row.at.isoformat(), row.actor, row.kind, row.payload]
    canonical = json.dumps(
        # As before there were digests where there is none.
        told if row.digests is None else [*told, row.digests],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(f"{row.prev_hash}{canonical}".encode()).hexdigest()
