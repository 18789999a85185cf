"""Who looked: one append-only chain of its own, a row a person, thing and minute (ADR 0329). Ids and codes alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Index, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.look_codes import LookKind
from models.ledger.trail_event import GENESIS

THING_LENGTH = 64
ROLES_LENGTH = 200
PURPOSE_LENGTH = 100
# Another number than the trail's: looks wait for looks only.
CHAIN_LOCK = 361132019


class LookRecord(Base):
    """One look. Triggers refuse UPDATE and DELETE; `hash` is SHA-256 over `prev_hash` and the canonical row.

    `thing` is an id, or the name of a page where it belongs to no case; `complaint_id` the case it belongs to. No key leads
    to the case: a destroyed one keeps its looks. `viewer` is a login, `-` where a sign-in failed under a name nobody has.
    """

    __tablename__ = "look_record"
    __table_args__ = (
        UniqueConstraint("minute", "viewer", "kind", "thing"),
        Index("ix_look_record_complaint_id", "complaint_id", "seq"),
        Index("ix_look_record_viewer", "viewer", "seq"),
        Index("ix_look_record_kind", "kind", "seq"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    minute: Mapped[datetime] = mapped_column(UtcDateTime)
    viewer: Mapped[str] = mapped_column(String(CODE_LENGTH))
    roles: Mapped[str] = mapped_column(String(ROLES_LENGTH))
    # Of then: who moved since did not look from where he is now.
    unit: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    kind: Mapped[LookKind] = mapped_column(EnumText(LookKind))
    thing: Mapped[str] = mapped_column(String(THING_LENGTH))
    complaint_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # A keyed digest of the network address; tells only that two looks came from one place.
    source: Mapped[str | None] = mapped_column(String(64))
    # LookPurpose, of a task `task:<element>`; none where nothing on record shows one, and of looks of before it was kept.
    purpose: Mapped[str | None] = mapped_column(String(PURPOSE_LENGTH))
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


@dataclass(frozen=True, slots=True)
class NewLook:
    """A look to append; `roles` are codes, joined by commas in their order."""

    viewer: str
    roles: str
    kind: LookKind
    thing: str
    complaint_id: str | None = None
    source: str | None = None
    unit: str | None = None
    purpose: str | None = None


_LAST = select(LookRecord.seq, LookRecord.hash).order_by(LookRecord.seq.desc()).limit(1)


def append_looks(looks: Sequence[NewLook], at: datetime, session: Session) -> int:
    """Append those that the minute of `at` has not yet, in the caller's transaction; how many. Writers queue until it ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    minute = at.astimezone(UTC).replace(second=0, microsecond=0)
    known = _list_known(looks, minute, session)
    last = session.execute(_LAST).one_or_none()
    seq, head = (0, GENESIS) if last is None else (last.seq, last.hash)
    added = 0
    for look in looks:
        key = (look.viewer, look.kind, look.thing)
        if key in known:
            continue
        known.add(key)
        seq, added = seq + 1, added + 1
        row = _make_row(look, minute, seq, head)
        session.add(row)
        head = row.hash
    session.flush()
    return added


def _list_known(
    looks: Sequence[NewLook], minute: datetime, session: Session
) -> set[tuple[str, LookKind, str]]:
    viewers, things = {look.viewer for look in looks}, {look.thing for look in looks}
    query = select(LookRecord.viewer, LookRecord.kind, LookRecord.thing).where(
        LookRecord.minute == minute, LookRecord.viewer.in_(viewers), LookRecord.thing.in_(things)
    )
    return {(viewer, kind, thing) for viewer, kind, thing in session.execute(query)}


def _make_row(look: NewLook, minute: datetime, seq: int, prev_hash: str) -> LookRecord:
    row = LookRecord(
        seq=seq,
        minute=minute,
        viewer=look.viewer,
        roles=look.roles,
        unit=look.unit,
        kind=look.kind,
        thing=look.thing,
        complaint_id=look.complaint_id,
        source=look.source,
        purpose=look.purpose,
        prev_hash=prev_hash,
    )
    row.hash = hash_of_look(row)
    return row


def hash_of_look(row: LookRecord) -> str:
    """The hash a row must have: SHA-256 over the previous hash and the canonical JSON of its other columns."""
    told: list[object] = [
        row.seq,
        row.minute.isoformat(),
        row.viewer,
        row.roles,
        row.unit,
        row.kind.value,
        row.thing,
        row.complaint_id,
        row.source,
    ]
    # Rows of before there were purposes keep the hash they have.
    if row.purpose is not None:
        told.append(row.purpose)
    canonical = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{row.prev_hash}{canonical}".encode()).hexdigest()
