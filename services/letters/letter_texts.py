"""What the blocks of letters say in this office: an owner's text where there is one, else the one that comes with the product."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from models.case.letter_text import LetterText
from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound
from services.actor import Actor, require_role
from services.letters.kinds import KINDS
from services.letters.letter_kind import Worded
from services.letters.receipt_texts import RECEIPT_PAPER
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

LONGEST_TEXT = 2_000
LONGEST_REASON = 500
# What everybody who files gets stands first.
PAPERS: Mapping[str, Worded] = {RECEIPT_PAPER.name: RECEIPT_PAPER, **KINDS}


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


def map_texts(kind: Worded, unit: Unit, *, as_of: datetime | None = None) -> dict[str, str]:
    """By block, of now or `as_of` a moment; an owner's text of an earlier release with a place that is no more stands back."""
    rows = unit.session.scalars(select(LetterText).where(LetterText.kind == kind.name, *_holds(as_of)))
    own = {row.block: row.text for row in rows if row.block in kind.texts}
    usable = {block: text for block, text in own.items() if find_text_fault(kind, block, text) is None}
    return {**kind.texts, **usable}


def _holds(as_of: datetime | None) -> tuple[ColumnElement[bool], ...]:
    still = LetterText.ended_at.is_(None)
    if as_of is None:
        return (still,)
    return LetterText.since <= as_of, or_(still, LetterText.ended_at > as_of)


def list_places(kind: Worded, block: str) -> tuple[str, ...]:
    """The names that stand in braces in the product's own text: what an owner's may name too."""
    parsed = string.Formatter().parse(kind.texts[block])
    return tuple(dict.fromkeys(name for _, name, _, _ in parsed if name))


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
    kind, text = check_text(command, actor)
    reason = _check_reason(command)
    with unit_of_work as unit:
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


def check_text(command: ChangeLetterText, actor: Actor) -> tuple[Worded, str]:
    """The kind and the text without what stands around it; refused as the change is, whatever its reason."""
    require_role(actor, Role.ADMINISTRATOR)
    kind = PAPERS.get(command.kind)
    if kind is None or command.block not in kind.texts:
        raise NotFound
    text = command.text.replace("\r\n", "\n").strip()
    if fault := find_text_fault(kind, command.block, text):
        raise InvalidInput({"text": fault})
    return kind, text


def _check_reason(command: ChangeLetterText) -> str:
    reason = command.reason.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise InvalidInput({"reason": "TOO_LONG" if reason else "REQUIRED"})
    return reason


def find_text_fault(kind: Worded, block: str, text: str) -> str | None:
    """The code of what is wrong with an owner's text; None when every paper of the kind can say it."""
    if not text:
        return "REQUIRED"
    if len(text) > LONGEST_TEXT:
        return "TOO_LONG"
    try:
        named = [part for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return "BRACES"
    if any(spec or conversion for _, _, spec, conversion in named):
        return "BRACES"
    known = list_places(kind, block)
    return None if all(name in known for _, name, _, _ in named) else "UNKNOWN_PLACE"
