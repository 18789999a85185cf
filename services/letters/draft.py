"""A letter that is not frozen: what would stand in it now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.clock.legal_time import beijing_date
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.letter_codes import LetterReaders
from services.casefile.standing import is_bounded
from services.identity.cut_identity import cut_own_values
from services.letters.approval_policy import needs_approval
from services.letters.kinds import KINDS
from services.letters.letter_kind import Block, LetterKind, Piece, Wording
from services.letters.letter_pages import find_page
from services.office.letterhead import read_letterhead
from services.office.own_texts import map_texts
from services.ports.press import Facts, Grid, Heading, Letter, Part, Points, Words
from services.unit_of_work import Unit

SALUTATION = "尊敬的投诉人："
# Where a draft is looked at, its number is not given yet.
NOT_NUMBERED = "（定稿时编号）"


@dataclass(frozen=True, slots=True)
class LetterOf:
    """Which letter of a case; with these texts by block in the place of the office's."""

    kind: LetterKind
    subject: str
    texts: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One letter as it would be frozen now. `row` is what somebody worded before; `is_fixed` where nobody may word it.

    `needs_approval` where it is frozen by who approves it; `page` is where its picture leads, under the address of the pages.
    """

    kind: LetterKind
    subject: str
    salutation: str | None
    pieces: tuple[Piece, ...]
    row: CaseLetter | None
    is_fixed: bool
    needs_approval: bool
    page: str

    @property
    def version(self) -> int:
        """What a page shows, so that two people do not word it over each other; 0 before anybody worded it."""
        return self.row.version if self.row is not None else 0

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The words that may be changed."""
        return () if self.is_fixed else tuple(piece for piece in self.pieces if isinstance(piece, Block))


@dataclass(frozen=True, slots=True)
class Stamp:
    """What makes a letter of a draft: its number, the complaint's, and the address of the pages (`https://host/`)."""

    number: str
    complaint_number: str
    address: str


def get_kind(name: str) -> LetterKind:
    """NotFound for a kind that there is not."""
    if name not in KINDS:
        raise NotFound
    return KINDS[name]


def write_draft(complaint: Complaint, asked: LetterOf, unit: Unit) -> Draft:
    """As of now; NotFound where the case has nothing for such a letter."""
    kind, subject = asked.kind, asked.subject
    if subject not in kind.list_subjects(complaint, unit):
        raise NotFound
    row = find_row(complaint.id, kind.name, subject, unit)
    # Whose matter it is not gets what may be told, in the words that hold for everybody.
    is_fixed = kind.readers is LetterReaders.CONCERNED and is_bounded(complaint.id, unit)
    worded = {} if row is None or is_fixed else row.words
    texts = map_texts(kind, unit) if asked.texts is None else asked.texts
    pieces = kind.write(complaint, subject, Wording(texts, worded), unit)
    if kind.readers is not LetterReaders.OTHERS:
        pieces = _cut(pieces, complaint.id, unit)
    addressee = _address(kind, complaint, subject, unit)
    page = find_page(kind, complaint, subject, unit)
    return Draft(kind, subject, addressee, tuple(pieces), row, is_fixed, needs_approval(kind, unit), page)


def find_row(complaint_id: str, kind: str, subject: str, unit: Unit) -> CaseLetter | None:
    """What there is of this letter."""
    return unit.session.scalars(
        select(CaseLetter).where(
            CaseLetter.complaint_id == complaint_id, CaseLetter.kind == kind, CaseLetter.subject == subject
        )
    ).one_or_none()


def require_open(draft: Draft) -> Draft:
    """The draft; Conflict("LETTER_FROZEN") where the letter stands already."""
    if draft.row is not None and draft.row.frozen_at is not None:
        raise Conflict(code="LETTER_FROZEN")
    return draft


def require_words(draft: Draft) -> Draft:
    """The draft; InvalidInput by block that says nothing."""
    if missing := {block.name: "REQUIRED" for block in draft.blocks if not block.text.strip()}:
        raise InvalidInput(missing)
    return draft


def compose(draft: Draft, stamp: Stamp, unit: Unit) -> Letter:
    """The draft as a letter of today."""
    return Letter(
        letterhead=read_letterhead(unit),
        title=draft.kind.title,
        number=stamp.number,
        salutation=draft.salutation,
        parts=tuple(_as_parts(draft.pieces)),
        dated=beijing_date(unit.clock.now()),
        leads_to=f"{stamp.address}{draft.page}",
        barcode=stamp.complaint_number,
        # By hand, by those who were there.
        is_sealed=draft.kind.readers is not LetterReaders.RECORD,
    )


def compose_unnumbered(draft: Draft, complaint: Complaint, address: str, unit: Unit) -> Letter:
    """The draft as a letter of today whose number is not given yet."""
    number = NOT_NUMBERED if draft.kind.is_numbered else complaint.number
    return compose(draft, Stamp(number, complaint.number, address), unit)


def _address(kind: LetterKind, complaint: Complaint, subject: str, unit: Unit) -> str | None:
    if kind.name_addressee is None:
        return SALUTATION
    name = kind.name_addressee(complaint, subject, unit)
    return f"{name}：" if name else None


def _as_parts(pieces: Iterable[Piece]) -> Iterable[Part]:
    for piece in pieces:
        if not isinstance(piece, Block):
            yield piece
        elif piece.text.strip():
            if piece.heading:
                yield Heading(piece.heading)
            yield Words(piece.text.strip())


def _cut(pieces: Sequence[Piece], complaint_id: str, unit: Unit) -> tuple[Piece, ...]:
    """Without the complainant's own name and numbers: who has the number and the code may read the letter."""
    texts = list(dict.fromkeys(text for piece in pieces for text in texts_of(piece)))
    cut = dict(zip(texts, cut_own_values(texts, complaint_id, unit), strict=True))
    return tuple(_with_texts(piece, cut) for piece in pieces)


def texts_of(piece: Piece) -> Iterable[str]:
    """Every text that stands in it."""
    match piece:
        case Block(text=text) | Words(text=text):
            yield text
        case Points(items=items):
            yield from items
        case Facts(rows=rows) | Grid(rows=rows):
            for row in rows:
                yield from row


def _with_texts(piece: Piece, cut: Mapping[str, str]) -> Piece:
    match piece:
        case Block(text=text):
            return replace(piece, text=cut[text])
        case Words(text=text):
            return Words(cut[text])
        case Points(items=items):
            return Points(tuple(cut[item] for item in items))
        case Facts(rows=rows):
            return Facts(tuple((cut[name], cut[value]) for name, value in rows))
        case Grid(rows=rows):
            return replace(piece, rows=tuple(tuple(cut[cell] for cell in row) for row in rows))
        case Heading():
            return piece
