"""What the papers of this office say: an owner's text where there is one, else the one that comes with the product."""

import string
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import ColumnElement, or_, select

from models.case.letter_text import LetterText
from services.unit_of_work import Unit

LONGEST_TEXT = 2_000


class Worded(Protocol):
    """A paper whose blocks say what an owner has them say; its `texts` by block are what comes with the product."""

    @property
    def name(self) -> str:
        """Its word in addresses and on record."""

    @property
    def title(self) -> str:
        """As it stands over the paper."""

    @property
    def texts(self) -> Mapping[str, str]:
        """With named places in braces."""

    @property
    def needs(self) -> Mapping[str, Sequence[str]]:
        """By block the places that an owner's text may not leave out, since somebody has a right to be told them."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of which nothing else is known here; its fields are those of `Worded`."""

    name: str
    title: str
    texts: Mapping[str, str]
    needs: Mapping[str, Sequence[str]]


def map_texts(kind: Worded, unit: Unit, *, as_of: datetime | None = None) -> dict[str, str]:
    """By block, of now or `as_of` a moment; an owner's text of an earlier release with a place that is no more stands back."""
    return fill_texts(kind, list_own(kind, unit, as_of=as_of))


def fill_texts(kind: Worded, own: Iterable[LetterText]) -> dict[str, str]:
    """By block, with these versions of an owner in the place of the product's own texts."""
    return {**kind.texts, **{row.block: row.text for row in own}}


def list_own(kind: Worded, unit: Unit, *, as_of: datetime | None = None) -> list[LetterText]:
    """The versions of an owner that hold now, or held at a moment, and that this release can say."""
    return _list_usable(kind, unit, *_holds(as_of))


def list_texts_since(kind: Worded, since: datetime, unit: Unit) -> list[dict[str, str]]:
    """What it has said from a moment on, by block, a mapping for each change: the earliest first, today's the last."""
    rows = _list_usable(kind, unit, or_(LetterText.ended_at.is_(None), LetterText.ended_at > since))
    changes = {moment for row in rows for moment in (row.since, row.ended_at) if moment is not None}
    moments = sorted({since, *(moment for moment in changes if moment > since)})
    return [fill_texts(kind, (row for row in rows if _held(row, moment))) for moment in moments]


def _held(row: LetterText, moment: datetime) -> bool:
    return row.since <= moment and (row.ended_at is None or row.ended_at > moment)


def list_versions(kind: Worded, ids: Collection[int], unit: Unit) -> list[LetterText]:
    """The same of the versions of these ids, whenever they held."""
    return _list_usable(kind, unit, LetterText.id.in_(ids)) if ids else []


def _list_usable(kind: Worded, unit: Unit, *conditions: ColumnElement[bool]) -> list[LetterText]:
    rows = unit.session.scalars(select(LetterText).where(LetterText.kind == kind.name, *conditions))
    return [
        row for row in rows if row.block in kind.texts and find_text_fault(kind, row.block, row.text) is None
    ]


def _holds(as_of: datetime | None) -> tuple[ColumnElement[bool], ...]:
    still = LetterText.ended_at.is_(None)
    if as_of is None:
        return (still,)
    return LetterText.since <= as_of, or_(still, LetterText.ended_at > as_of)


def list_places(kind: Worded, block: str) -> tuple[str, ...]:
    """The names that stand in braces in the product's own text: what an owner's may name too."""
    return _places_of(kind.texts[block])


def _places_of(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, name, _, _ in string.Formatter().parse(text) if name))


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


def lacks_place(kind: Worded, block: str, text: str) -> bool:
    """Whether an owner's text leaves out a place that it may not leave out; of a text without a fault."""
    return not set(kind.needs.get(block, ())) <= set(_places_of(text))
