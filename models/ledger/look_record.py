"""Who looked: one append-only chain of its own, a row a person, thing and minute (ADR 0329). Ids and codes alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from sqlalchemy import Index, String, UniqueConstraint, insert, select, text
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


# By a plan for any list of things each look of the minute is held against all of them; by one for this list they are hashed.
_LOCK = text("SELECT pg_advisory_xact_lock(:key), set_config('plan_cache_mode', 'force_custom_plan', true)")
_TOLD = tuple(told.name for told in fields(NewLook))
_LAST = select(LookRecord.seq, LookRecord.hash).order_by(LookRecord.seq.desc()).limit(1)


def append_looks(looks: Sequence[NewLook], at: datetime, session: Session) -> int:
    """Append those that the minute of `at` has not yet, in the caller's transaction; how many. Writers queue until it ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_LOCK, {"key": CHAIN_LOCK})
    minute = at.astimezone(UTC).replace(second=0, microsecond=0)
    known = _list_known(looks, minute, session)
    last = session.execute(_LAST).one_or_none()
    seq, head = (0, GENESIS) if last is None else (last.seq, last.hash)
    rows: list[dict[str, object]] = []
    for look in looks:
        key = (look.viewer, look.kind, look.thing)
        if key in known:
            continue
        known.add(key)
        seq, before = seq + 1, head
        head = _hash(look, minute, seq, before)
        rows.append(
            {name: getattr(look, name) for name in _TOLD}
            | {"seq": seq, "minute": minute, "prev_hash": before, "hash": head}
        )
    if rows:
        # As rows and not as objects: of a table that leaves there are a thousand at a time.
        session.execute(insert(LookRecord), rows)
    return len(rows)


def _list_known(
    looks: Sequence[NewLook], minute: datetime, session: Session
) -> set[tuple[str, LookKind, str]]:
    # By every column of the one index: without one of them each look of the minute is read.
    query = select(LookRecord.viewer, LookRecord.kind, LookRecord.thing).where(
        LookRecord.minute == minute,
        LookRecord.viewer.in_({look.viewer for look in looks}),
        LookRecord.kind.in_({look.kind for look in looks}),
        LookRecord.thing.in_({look.thing for look in looks}),
    )
    return {(viewer, kind, thing) for viewer, kind, thing in session.execute(query)}


def hash_of_look(row: LookRecord) -> str:
    """The hash a row must have: SHA-256 over the previous hash and the canonical JSON of its other columns."""
    look = NewLook(
        row.viewer, row.roles, row.kind, row.thing, row.complaint_id, row.source, row.unit, row.purpose
    )
    return _hash(look, row.minute, row.seq, row.prev_hash)


def _hash(look: NewLook, minute: datetime, seq: int, prev_hash: str) -> str:
    told: list[object] = [
        seq,
        minute.isoformat(),
        look.viewer,
        look.roles,
        look.unit,
        look.kind.value,
        look.thing,
        look.complaint_id,
        look.source,
    ]
    # Rows of before there were purposes keep the hash they have.
    if look.purpose is not None:
        told.append(look.purpose)
    canonical = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{prev_hash}{canonical}".encode()).hexdigest()
