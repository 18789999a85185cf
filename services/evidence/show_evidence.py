"""Shows a file of a case in a page: drawn pages, small pictures, sound and film. A sitting before a file is one look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select

from models.ground.errors import Crowded, NotFound, OutsideUnavailable
from models.ledger.trail_event import TrailEvent
from services.actor import Actor
from services.evidence.open_evidence import OpenEvidence, find_file, read_file
from services.ports.pictures import PictureTooLarge, PictureUnreadable
from services.unit_of_work import Unit, UnitOfWork

# Pages of a document and parts of a film are asked for one by one.
SITTING = timedelta(minutes=30)
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
PDF, TEXT = "application/pdf", "text/plain"
PLAYED = frozenset({"audio/wav", "audio/mpeg", "video/mp4"})
MOST_TEXT = 100_000


class Shown(StrEnum):
    """As what a file is shown."""

    PAGE = "page"
    SMALL = "small"
    PLAYED = "played"


@dataclass(frozen=True, slots=True)
class ShowEvidence:
    """Which file, as what, and which page of a document."""

    evidence_id: str
    shown: Shown
    number: int = 1


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """What is handed out; the look is on the trail before the first byte."""

    name: str
    media_type: str
    content: bytes
    _record_look: Callable[[], None]

    def hand_out(self) -> bytes:
        """The content, once the look is committed."""
        self._record_look()
        return self.content


def show_evidence(command: ShowEvidence, unit_of_work: UnitOfWork, actor: Actor) -> ShownEvidence:
    """Draw or read it for who may open the file.

    NotFound as `open_evidence` and for what cannot be shown so, PictureUnreadable and PictureTooLarge become NotFound too;
    OutsideUnavailable for a changed file, Crowded when no turn to draw comes in time.
    """
    file = find_file(OpenEvidence(command.evidence_id), unit_of_work, actor)
    media_type = file.media_type
    fits = {
        Shown.PAGE: media_type == PDF,
        Shown.SMALL: media_type in PICTURES | {PDF},
        Shown.PLAYED: media_type in PLAYED,
    }
    if not fits[command.shown]:
        raise NotFound
    content, _sha256 = read_file(file, unit_of_work)
    pictures = unit_of_work.ports.pictures
    try:
        if command.shown is Shown.PAGE:
            content, media_type = pictures.draw_page(content, command.number), "image/png"
        elif command.shown is Shown.SMALL:
            content, media_type = pictures.draw_small(content, media_type), "image/jpeg"
    except (PictureUnreadable, PictureTooLarge) as error:
        raise NotFound from error
    return ShownEvidence(
        file.name,
        media_type,
        content,
        lambda: record_sitting(file.evidence_id, file.complaint_id, unit_of_work, actor),
    )


def count_pages(evidence_id: str, unit_of_work: UnitOfWork, actor: Actor) -> int | None:
    """How many pages of a PDF can be drawn; None for one that cannot be, or not now."""
    file = find_file(OpenEvidence(evidence_id), unit_of_work, actor)
    try:
        return unit_of_work.ports.pictures.count_pages(read_file(file, unit_of_work)[0])
    except (PictureUnreadable, PictureTooLarge, Crowded, OutsideUnavailable):
        return None


def read_text(evidence_id: str, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The words of a text, at most MOST_TEXT; the look is on the trail before they are returned."""
    file = find_file(OpenEvidence(evidence_id), unit_of_work, actor)
    content, _sha256 = read_file(file, unit_of_work)
    record_sitting(file.evidence_id, file.complaint_id, unit_of_work, actor)
    try:
        return content.decode("utf-8-sig")[:MOST_TEXT]
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")[:MOST_TEXT]


def record_sitting(evidence_id: str, complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """One look for all that a person sees of a file within half an hour."""
    with unit_of_work.reading() as unit:
        if _has_looked(evidence_id, complaint_id, unit, actor):
            return
    with unit_of_work as unit:
        payload = {"evidence_id": evidence_id, "is_safe_copy": True}
        unit.trail.add(complaint_id, "evidence.opened", payload, actor)


def _has_looked(evidence_id: str, complaint_id: str, unit: Unit, actor: Actor) -> bool:
    events = unit.session.scalars(
        select(TrailEvent).where(
            TrailEvent.complaint_id == complaint_id,
            TrailEvent.kind == "evidence.opened",
            TrailEvent.actor == actor.name,
            TrailEvent.at > unit.clock.now() - SITTING,
        )
    )
    return any(event.payload.get("evidence_id") == evidence_id for event in events)
