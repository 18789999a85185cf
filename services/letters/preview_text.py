"""How a letter would look with an owner's text: of a case that he may read, or with the places standing open."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput, NotFound
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.identity.query_code import LENGTH
from services.letters.draft import NOT_NUMBERED, SALUTATION, Draft, LetterOf, Stamp, compose, write_draft
from services.letters.letter_kind import LetterKind
from services.letters.letter_texts import ChangeLetterText, check_text
from services.letters.preview_mails import MAILS
from services.letters.preview_proposed import list_proposed
from services.letters.receipt import PrintReceipt, write_receipt
from services.letters.record_rights import require_may_see
from services.letters.tried_text import Tried
from services.office.letterhead import read_letterhead
from services.office.own_texts import Worded, list_places, map_texts
from services.ports.press import Heading, Letter, Words
from services.unit_of_work import Unit, UnitOfWork

# It is told to whoever filed alone.
_OPEN_CODE = "*" * LENGTH


@dataclass(frozen=True, slots=True)
class PreviewText:
    """The change, and the number of the case to try it with; empty for none."""

    change: ChangeLetterText
    case_number: str
    address: str


def preview_text(command: PreviewText, unit_of_work: UnitOfWork, actor: Actor) -> bytes:
    """A PDF.

    InvalidInput by field, on `case_number` for a case that is not there or not the actor's to read, as is a record of which
    something is withheld from him, and for one that has nothing to tell by such a letter.
    """
    with unit_of_work.reading() as unit:
        kind, text = check_text(command.change, unit, actor)
        texts = {**map_texts(kind, unit), command.change.block: text}
        letter = _compose(command, (kind, texts), unit, actor)
    return unit_of_work.ports.press.print(letter)


def _compose(command: PreviewText, paper: tuple[Worded, dict[str, str]], unit: Unit, actor: Actor) -> Letter:
    kind, texts = paper
    if not command.case_number:
        return _with_open_places(kind, texts, unit)
    complaint = _find_case(command.case_number, unit, actor)
    if kind.name in MAILS:
        return _as_letter(kind, MAILS[kind.name](complaint, texts, unit), unit)
    proposed = list_proposed(Tried(kind.name, command.change.block, complaint, texts), unit, actor)
    if proposed is not None:
        return _as_letter(kind, proposed, unit)
    if not isinstance(kind, LetterKind):
        key = PrintReceipt(complaint.number, _OPEN_CODE, command.address, texts)
        return write_receipt(complaint, key, unit, with_words=False)
    draft = _write(complaint, LetterOf(kind, _last_subject(kind, complaint, unit), texts), unit, actor)
    return compose(draft, Stamp(NOT_NUMBERED, complaint.number, command.address), unit)


def _find_case(number: str, unit: Unit, actor: Actor) -> Complaint:
    complaint = unit.session.scalars(select(Complaint).where(Complaint.number == number)).one_or_none()
    if complaint is None or not may_read_case(complaint, unit, actor):
        raise InvalidInput({"case_number": "NO_CASE_TO_READ"})
    return complaint


def _last_subject(kind: LetterKind, complaint: Complaint, unit: Unit) -> str:
    subjects = kind.list_subjects(complaint, unit)
    if not subjects:
        raise InvalidInput({"case_number": "NOTHING_TO_TELL"})
    return subjects[-1]


def _write(complaint: Complaint, asked: LetterOf, unit: Unit, actor: Actor) -> Draft:
    try:
        return require_may_see(write_draft(complaint, asked, unit), complaint, unit, actor)
    except NotFound:  # of a record something is withheld from him
        raise InvalidInput({"case_number": "NO_CASE_TO_READ"}) from None


def _with_open_places(kind: Worded, texts: dict[str, str], unit: Unit) -> Letter:
    parts: list[Heading | Words] = []
    for block in kind.texts:
        shown = {place: f"〔{place}〕" for place in list_places(kind, block)}
        parts.append(Words(texts[block].format_map(shown)))
    return _as_letter(kind, parts, unit)


def _as_letter(kind: Worded, parts: Sequence[Heading | Words], unit: Unit) -> Letter:
    return Letter(
        letterhead=read_letterhead(unit),
        title=kind.title,
        number=NOT_NUMBERED,
        # A mail greets nobody by a line of its own.
        salutation=None if kind.name in MAILS else SALUTATION,
        parts=tuple(parts),
        dated=beijing_date(unit.clock.now()),
    )
