"""The page of what letters and notices say in this office, and its change: checked before use, each version kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.case.letter_text import LetterText
from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound
from services.actor import Actor, require_role
from services.answer.answer_texts import ANSWER_PROPOSAL
from services.dispatch.document_words import DOCUMENT_PAPER
from services.dispatch.incident_words import INCIDENT_PAPER
from services.dispatch.mail_texts import find_mail_fault
from services.dispatch.notice_words import NOTICE_PAPER, find_notice_fault
from services.dispatch.unit_mail_words import UNIT_MAIL_PAPER
from services.letters.kinds import KINDS
from services.letters.receipt_texts import RECEIPT_PAPER
from services.office.centre_contact import read_centre_contact
from services.office.own_texts import Worded, find_text_fault, lacks_place, list_places, map_texts
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

LONGEST_REASON = 500
# What everybody who files gets stands first.
PAPERS: Mapping[str, Worded] = {
    RECEIPT_PAPER.name: RECEIPT_PAPER,
    NOTICE_PAPER.name: NOTICE_PAPER,
    DOCUMENT_PAPER.name: DOCUMENT_PAPER,
    INCIDENT_PAPER.name: INCIDENT_PAPER,
    UNIT_MAIL_PAPER.name: UNIT_MAIL_PAPER,
    ANSWER_PROPOSAL.name: ANSWER_PROPOSAL,
    **KINDS,
}


@dataclass(frozen=True, slots=True)
class ChangeLetterText:
    """The new text of a block; `replaces` is the id of the owner's text on the page, empty for the product's own."""

    kind: str
    block: str
    text: str
    reason: str
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One block: what it says, the places that it may name, and who had it say so since when."""

    kind: Worded
    block: str
    text: str
    places: tuple[str, ...]
    row: LetterText | None
    by: str


@dataclass(frozen=True, slots=True)
class TextsPage:
    """All blocks in order, and earlier texts, the newest first, each with who wrote it."""

    lines: tuple[TextLine, ...]
    earlier: tuple[tuple[LetterText, str], ...]

    @property
    def by_kind(self) -> dict[str, list[TextLine]]:
        """The blocks by the title of their paper, in the order of the papers."""
        titles = dict.fromkeys(line.kind.title for line in self.lines)
        return {title: [line for line in self.lines if line.kind.title == title] for title in titles}


def list_letter_texts(unit_of_work: UnitOfWork, actor: Actor) -> TextsPage:
    """The page; NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        names = map_people_names(unit)
        rows = list(unit.session.scalars(select(LetterText).order_by(LetterText.id.desc())))
        current = {(row.kind, row.block): row for row in rows if row.ended_at is None}
        lines = tuple(
            _line(kind, block, current.get((kind.name, block)), names)
            for kind in PAPERS.values()
            for block in kind.texts
        )
        earlier = tuple((row, names.get(row.by, "")) for row in rows if row.ended_at is not None)
        unit.session.expunge_all()
    return TextsPage(lines, earlier)


def _line(kind: Worded, block: str, row: LetterText | None, names: dict[str, str]) -> TextLine:
    text = kind.texts[block] if row is None else row.text
    return TextLine(
        kind, block, text, list_places(kind, block), row, "" if row is None else names.get(row.by, "")
    )


def change_letter_text(command: ChangeLetterText, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Have the block say this from now on, in letters that are not frozen; the product's own text again ends the owner's.

    NotPermitted for who is no administrator, NotFound for a block that there is not, InvalidInput by field.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        kind, text = check_text(command, unit, actor)
        reason = _check_reason(command)
        now = unit.clock.now()
        row = unit.session.scalars(
            select(LetterText)
            .where(
                LetterText.kind == kind.name, LetterText.block == command.block, LetterText.ended_at.is_(None)
            )
            .with_for_update()
        ).one_or_none()
        if command.replaces != ("" if row is None else str(row.id)):
            raise InvalidInput({"text": "CHANGED_MEANWHILE"})
        if row is not None:
            row.ended_at = now
            unit.session.flush()
        if text != kind.texts[command.block]:
            unit.session.add(
                LetterText(kind=kind.name, block=command.block, text=text, since=now, by=login, reason=reason)
            )
        payload = {"kind": kind.name, "block": command.block, "text": text, "reason": reason}
        unit.trail.add(None, "letter-text.changed", payload, actor)


def check_text(command: ChangeLetterText, unit: Unit, actor: Actor) -> tuple[Worded, str]:
    """The kind and the text without what stands around it; refused as the change is, whatever its reason."""
    require_role(actor, Role.ADMINISTRATOR)
    kind = PAPERS.get(command.kind)
    if kind is None or command.block not in kind.texts:
        raise NotFound
    text = command.text.replace("\r\n", "\n").strip()
    if fault := _find_fault(kind, command.block, text, unit):
        raise InvalidInput({"text": fault})
    return kind, text


def _find_fault(kind: Worded, block: str, text: str, unit: Unit) -> str | None:
    if text == kind.texts[block]:  # the product's own may always be taken up again
        return None
    if kind is NOTICE_PAPER:
        return find_notice_fault(block, text, map_texts(kind, unit), read_centre_contact(unit))
    if kind in (DOCUMENT_PAPER, INCIDENT_PAPER, UNIT_MAIL_PAPER):
        return find_mail_fault(kind, block, text)
    if fault := find_text_fault(kind, block, text):
        return fault
    return "LACKS_PLACE" if lacks_place(kind, block, text) else None


def _check_reason(command: ChangeLetterText) -> str:
    reason = command.reason.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise InvalidInput({"reason": "TOO_LONG" if reason else "REQUIRED"})
    return reason
