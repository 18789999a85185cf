"""How a letter would look with an owner's text: of a case that he may read, or with the places standing open."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.letters.draft import NOT_NUMBERED, SALUTATION, LetterOf, Stamp, compose, write_draft
from services.letters.letter_kind import LetterKind
from services.letters.letter_texts import ChangeLetterText, check_text, list_places, map_texts
from services.office.letterhead import read_letterhead
from services.ports.press import Heading, Letter, Words
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class PreviewText:
    """The change, and the number of the case to try it with; empty for none."""

    change: ChangeLetterText
    case_number: str
    address: str


def preview_text(command: PreviewText, unit_of_work: UnitOfWork, actor: Actor) -> bytes:
    """A PDF.

    InvalidInput by field, on `case_number` for a case that is not there or not the actor's to read, and for one that has
    nothing to tell by such a letter.
    """
    kind, text = check_text(command.change, actor)
    with unit_of_work.reading() as unit:
        texts = {**map_texts(kind, unit), command.change.block: text}
        if not command.case_number:
            letter = _with_open_places(kind, texts, unit)
        else:
            complaint = _find_case(command.case_number, unit, actor)
            subjects = kind.list_subjects(complaint, unit)
            if not subjects:
                raise InvalidInput({"case_number": "NOTHING_TO_TELL"})
            draft = write_draft(complaint, LetterOf(kind, subjects[-1], texts), unit)
            letter = compose(draft, Stamp(NOT_NUMBERED, complaint.number, command.address), unit)
    return unit_of_work.ports.press.print(letter)


def _find_case(number: str, unit: Unit, actor: Actor) -> Complaint:
    complaint = unit.session.scalars(select(Complaint).where(Complaint.number == number)).one_or_none()
    if complaint is None or not may_read_case(complaint, unit, actor):
        raise InvalidInput({"case_number": "NO_CASE_TO_READ"})
    return complaint


def _with_open_places(kind: LetterKind, texts: dict[str, str], unit: Unit) -> Letter:
    parts: list[Heading | Words] = []
    for block in kind.texts:
        shown = {place: f"〔{place}〕" for place in list_places(kind, block)}
        parts.append(Words(texts[block].format_map(shown)))
    return Letter(
        letterhead=read_letterhead(unit),
        title=kind.title,
        number=NOT_NUMBERED,
        salutation=SALUTATION,
        parts=tuple(parts),
        dated=beijing_date(unit.clock.now()),
    )
