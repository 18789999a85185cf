"""What the complainant said and handed in himself, for who holds the query code.

His own name and numbers are cut out of the words: a code may lie about, and no page that it opens names him.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.supplement import Supplement
from models.case.complaint import Complaint
from models.case.evidence import Evidence
from services.actor import ActorKind
from services.identity.cut_identity import cut_own_values
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file that he sent; only its name is shown again."""

    name: str
    size: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The complaint as it was made; `place` and `occurred` as he put them."""

    matter: str
    wanted: str | None
    occurred: str | None
    place: str | None
    files: tuple[OwnFile, ...]


@dataclass(frozen=True, slots=True)
class SentSupplement:
    """Something sent after the complaint; no words when staff took it down for him."""

    text: str | None
    received_at: datetime
    is_late: bool


def tell_own_words(complaint: Complaint, unit: Unit) -> OwnWords:
    """His complaint and the names of the files that he sent, the earliest first."""
    said = (complaint.matter, complaint.wanted, complaint.occurred_text, complaint.place)
    matter, wanted, occurred, place = cut_own_values([text or "" for text in said], complaint.id, unit)
    return OwnWords(matter, wanted or None, occurred or None, place or None, _list_files(complaint.id, unit))


def list_sent_supplements(complaint: Complaint, unit: Unit) -> tuple[SentSupplement, ...]:
    """All that came in after the complaint, the earliest first."""
    rows = list_supplements(complaint.id, unit)
    texts = cut_own_values([row.text for row in rows], complaint.id, unit)
    return tuple(
        SentSupplement(text if row.by == ActorKind.CITIZEN.value else None, row.received_at, row.is_late)
        for row, text in zip(rows, texts, strict=True)
    )


def list_supplements(complaint_id: str, unit: Unit) -> Sequence[Supplement]:
    """The rows themselves, the earliest first."""
    return unit.session.scalars(
        select(Supplement)
        .where(Supplement.complaint_id == complaint_id)
        .order_by(Supplement.received_at, Supplement.id)
    ).all()


def list_own_files(complaint_id: str, unit: Unit) -> Sequence[Evidence]:
    """The rows of the files that he sent himself, the earliest first."""
    return unit.session.scalars(
        select(Evidence)
        .where(Evidence.complaint_id == complaint_id, Evidence.source == ActorKind.CITIZEN.value)
        .order_by(Evidence.added_at, Evidence.id)
    ).all()


def _list_files(complaint_id: str, unit: Unit) -> tuple[OwnFile, ...]:
    rows = list_own_files(complaint_id, unit)
    names = cut_own_values([row.name for row in rows], complaint_id, unit)
    return tuple(OwnFile(name, row.size, row.added_at) for name, row in zip(names, rows, strict=True))
