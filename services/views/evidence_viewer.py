"""One file of a case to look at, beside the list of all: what it is, how it is shown, the one before and the one after."""

from dataclasses import dataclass
from enum import StrEnum

from models.case.complaint import Complaint
from models.ground.errors import NotFound, NotPermitted
from services.access.readable_cases import may_read_case
from services.access.whole_words import WORDS_WITHHELD, reads_whole_words
from services.actor import Actor, staff_id_of
from services.evidence.show_evidence import PDF, PLAYED, TEXT, count_pages, read_text
from services.unit_of_work import UnitOfWork
from services.views.case_summary import CaseSummary, summarise
from services.views.evidence_part import EvidenceLine, read_evidence_lines

# A document of more pages is for saving.
MOST_PAGES = 60


class As(StrEnum):
    """How a file is shown in the page."""

    PICTURE = "picture"
    PAGES = "pages"
    SOUND = "sound"
    FILM = "film"
    TEXT = "text"
    SAVING = "saving"


@dataclass(frozen=True, slots=True)
class ViewerPage:
    """`lines` are the items whose files this person may open; `pages` how many are shown of `all_pages` of a document."""

    summary: CaseSummary
    lines: tuple[EvidenceLine, ...]
    current: EvidenceLine
    shown_as: As
    pages: int
    all_pages: int
    text: str
    before: EvidenceLine | None
    after: EvidenceLine | None


def view_evidence(complaint_id: str, evidence_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ViewerPage:
    """The page; the words of a text are a look, which goes on the trail before they are returned.

    NotFound for a case that the person may not read and a file that is not of it, NotPermitted(EVIDENCE_WITHHELD) for one
    that is withdrawn or restricted to others, NotPermitted(WORDS_WITHHELD) for who does not work on the case.
    """
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None or not may_read_case(complaint, unit, actor):
            raise NotFound
        if not reads_whole_words(complaint, unit, actor):
            raise NotPermitted(code=WORDS_WITHHELD)
        summary, lines = summarise(complaint), read_evidence_lines(complaint, login, unit)
    with_file = [line for line in lines if line.file is not None]
    current = next((line for line in with_file if line.file and line.file.id == evidence_id), None)
    if current is None:
        raise NotFound
    if not current.can_open:
        raise NotPermitted(code="EVIDENCE_WITHHELD")
    opened = [line for line in with_file if line.can_open]
    at = opened.index(current)
    pages = (count_pages(evidence_id, unit_of_work, actor) or 0) if _type_of(current) == PDF else 0
    shown_as = _shown_as(current, pages)
    return ViewerPage(
        summary=summary,
        lines=tuple(opened),
        current=current,
        shown_as=shown_as,
        pages=min(pages, MOST_PAGES),
        all_pages=pages,
        text=read_text(evidence_id, unit_of_work, actor) if shown_as is As.TEXT else "",
        before=opened[at - 1] if at > 0 else None,
        after=opened[at + 1] if at + 1 < len(opened) else None,
    )


def _type_of(line: EvidenceLine) -> str:
    return line.file.media_type if line.file is not None else ""


def _shown_as(line: EvidenceLine, pages: int) -> As:
    media_type = _type_of(line)
    if line.file is not None and line.file.safe_copy_key is not None:
        return As.PICTURE
    if media_type == PDF:
        return As.PAGES if pages else As.SAVING
    if media_type in PLAYED:
        return As.FILM if media_type.startswith("video/") else As.SOUND
    return As.TEXT if media_type == TEXT else As.SAVING
