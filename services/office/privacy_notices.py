"""What people are told about the use of their data: the text in force, those before it, and the one of the product."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.errors import NotFound
from models.ground.ids import new_id
from models.ground.privacy_codes import NoticePart, NoticeState
from models.office.privacy_notice import PrivacyNotice
from models.store.seeds import read_seed
from services.unit_of_work import Unit, UnitOfWork

SEED = "privacy_notices"


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A text that is or was in force; `parts` in their order, by code. `earlier_purpose` where it changed the purpose."""

    version: str
    in_force_from: datetime
    ended_at: datetime | None
    parts: tuple[tuple[str, str], ...]
    earlier_purpose: str


@dataclass(frozen=True, slots=True)
class PublishedNotices:
    """The text that is asked for, and all that were in force, the newest first."""

    shown: NoticeText
    versions: tuple[NoticeText, ...]


def seed_privacy_notices(session: Session) -> int:
    """Add the text that comes with the product to an office that has none; returns how many."""
    if session.scalars(select(PrivacyNotice.id).limit(1)).first() is not None:
        return 0
    entries = read_seed(SEED)["notices"]
    for entry in entries:
        begins = datetime.fromisoformat(entry["in_force_from"])
        known = {"version": entry["version"], "parts": entry["parts"], "in_force_from": begins, "at": begins}
        session.add(
            PrivacyNotice(id=new_id(), state=NoticeState.APPROVED, changes_purpose=False, reason="", **known)
        )
    session.flush()
    return len(entries)


def find_notice_in_force(unit: Unit) -> PrivacyNotice | None:
    """The text that is shown today; None in an office that has none."""
    return unit.session.scalars(
        select(PrivacyNotice).where(
            PrivacyNotice.state == NoticeState.APPROVED, PrivacyNotice.ended_at.is_(None)
        )
    ).one_or_none()


def find_known_version(version: str, unit: Unit) -> str:
    """The version where such a text was ever in force, empty for any other word."""
    known = select(PrivacyNotice.version).where(PrivacyNotice.version == version) if version else None
    return (unit.session.scalar(known) or "") if known is not None else ""


def find_shown_notice(unit_of_work: UnitOfWork) -> NoticeText | None:
    """The text in force, for the form of a complaint."""
    with unit_of_work.reading() as unit:
        row = find_notice_in_force(unit)
        return None if row is None else read_text(row, "")


def get_published_notices(unit_of_work: UnitOfWork, version: str | None = None) -> PublishedNotices:
    """For everybody: the text of this version, or the one in force; NotFound for a version that never was."""
    with unit_of_work.reading() as unit:
        rows = unit.session.scalars(
            select(PrivacyNotice)
            .where(PrivacyNotice.state == NoticeState.APPROVED)
            .order_by(PrivacyNotice.in_force_from.desc())
        ).all()
        before = [row.parts[NoticePart.PURPOSE] for row in rows[1:]]
        purposes = [*before, ""] if rows else []
        texts = tuple(
            read_text(row, purpose if row.changes_purpose else "")
            for row, purpose in zip(rows, purposes, strict=True)
        )
    shown = next((text for text in texts if version in (None, text.version)), None)
    if shown is None:
        raise NotFound
    return PublishedNotices(shown, texts)


def read_text(row: PrivacyNotice, earlier_purpose: str) -> NoticeText:
    """An approved row as people read it."""
    return NoticeText(
        version=row.version or "",
        in_force_from=row.in_force_from or row.at,
        ended_at=row.ended_at,
        parts=list_parts(row.parts),
        earlier_purpose=earlier_purpose,
    )


def list_parts(parts: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Code and words of each part, in the order in which it is read."""
    return tuple((part.value, parts.get(part, "")) for part in NoticePart)
