"""Hands a letter out: a draft to whoever words or approves it, a frozen one to whoever reads the case or has its code."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.ground.errors import NotFound
from models.ground.letter_codes import LetterReaders
from services.access.case_by_code import find_case_by_code
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.casefile.standing import is_bounded
from services.casefile.void_notice import is_void
from services.letters.approval_rights import require_may_look
from services.letters.draft import LetterOf, compose_unnumbered, get_kind, require_open, write_draft
from services.letters.list_letters import tell_frozen
from services.letters.record_rights import may_see_record
from services.letters.store_page import store_page
from services.ports.press import Letter
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A PDF and what it is saved as."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PreviewLetter:
    """Which letter of which case; `address`: where the pages are."""

    complaint_id: str
    kind: str
    subject: str
    address: str


@dataclass(frozen=True, slots=True)
class OwnLetter:
    """What a complainant asks for with number and code."""

    number: str
    query_code: str
    letter_id: str


def preview_letter(command: PreviewLetter, unit_of_work: UnitOfWork, actor: Actor) -> LetterPage:
    """The draft as a PDF, without number; refused as `word_letter` refuses."""
    letter = _compose_draft(command, unit_of_work, actor)
    return LetterPage(f"{letter.title}-草稿.pdf", unit_of_work.ports.press.print(letter))


def draw_draft(command: PreviewLetter, number: int, unit_of_work: UnitOfWork, actor: Actor) -> bytes:
    """A page of the draft as a PNG, from 1; refused as `word_letter` refuses, NotFound for a page that it has not."""
    return unit_of_work.ports.press.draw(_compose_draft(command, unit_of_work, actor), number)


def _compose_draft(command: PreviewLetter, unit_of_work: UnitOfWork, actor: Actor) -> Letter:
    kind = get_kind(command.kind)
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, command.complaint_id)
        if complaint is None:
            raise NotFound
        if not may_read_case(complaint, unit, actor):
            raise NotFound
        draft = require_open(write_draft(complaint, LetterOf(kind, command.subject), unit))
        require_may_look(draft, complaint, unit, actor)
        return compose_unnumbered(draft, complaint, command.address, unit)


def open_letter(letter_id: str, unit_of_work: UnitOfWork, actor: Actor) -> LetterPage:
    """A frozen letter for who may read its case; NotFound otherwise."""
    with unit_of_work.reading() as unit:
        row = unit.session.get(CaseLetter, letter_id)
        complaint = unit.session.get(Complaint, row.complaint_id) if row is not None else None
        if (
            row is None
            or complaint is None
            or row.frozen_at is None
            or not may_read_case(complaint, unit, actor)
            or not may_see_record(row, complaint, unit, actor)
        ):
            raise NotFound
        told = tell_frozen(row, complaint)
    return LetterPage(f"{told.title}-{told.number}.pdf", store_page(letter_id, unit_of_work, actor))


def open_own_letter(command: OwnLetter, unit_of_work: UnitOfWork, actor: Actor) -> LetterPage | None:
    """A frozen letter for its complainant; None for a wrong number or code, NotFound for what is not his to read."""
    complaint_id = find_case_by_code(command.number, command.query_code, unit_of_work, actor)
    if complaint_id is None:
        return None
    with unit_of_work.reading() as unit:
        complaint = unit.session.get_one(Complaint, complaint_id)
        row = unit.session.get(CaseLetter, command.letter_id)
        if row is None or row.complaint_id != complaint_id or row.frozen_at is None:
            raise NotFound
        is_for_concerned = row.readers is LetterReaders.CONCERNED
        is_hidden = (is_for_concerned and is_bounded(complaint_id, unit)) or is_void(row, unit)
        if not row.readers.is_at_query_code or is_hidden:
            raise NotFound
        told = tell_frozen(row, complaint)
    return LetterPage(f"{told.title}-{told.number}.pdf", store_page(row.id, unit_of_work, actor))
