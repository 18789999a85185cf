"""Lines of a bulletin in words, and its words with the places that name somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from api.i18n import code_text, gettext
from api.staff.figure_names import name_values
from models.ground.bulletin_codes import BulletinSide
from models.office.bulletin import BulletinReply
from services.bulletins.lines import PRAISED, UNITS, WINDOWS, BulletinLine


def word_line(lines: Iterable[BulletinLine]) -> Callable[[BulletinLine], str]:
    """The sentence of each; the names of units are read at once."""
    known = list(lines)
    units = name_values(UNITS, {line.code for line in known if line.group == UNITS})

    def word(line: BulletinLine) -> str:
        name = gettext("window %(code)s", code=line.code) if line.group == WINDOWS else units(line.code)
        figure = code_text("figure", line.figure)
        if line.side is BulletinSide.PRAISE:
            percent = next(
                least for of, group, least in PRAISED if (of.code, group) == (line.figure, line.group)
            )
            return gettext(
                "%(name)s: %(figure)s of %(percent)d%% or more", name=name, figure=figure, percent=percent
            )
        told = code_text("bulletin_problem", line.figure)
        if line.number is None:
            return gettext("%(name)s: %(told)s too often", name=name, told=told)
        if not line.whole:
            return gettext(
                "%(name)s: %(told)s, %(number)d complaints", name=name, told=told, number=line.number
            )
        return gettext(
            "%(name)s: %(told)s, %(number)d of %(whole)d complaints (%(percent)d%%)",
            name=name,
            told=told,
            number=line.number,
            whole=line.whole,
            percent=round(100 * (line.number or 0) / line.whole),
        )

    return word


def word_units(replies: Iterable[BulletinReply], further: Iterable[str] = ()) -> Callable[[str], str]:
    """The names of units that answered or may."""
    return name_values(UNITS, {*(reply.unit_code for reply in replies), *further})


def split_words(words: str, marks: Iterable[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """Pieces of the words in order, and whether each names somebody."""
    return tuple(piece for piece in _pieces(words, marks) if piece[0])


def _pieces(words: str, marks: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    at = 0
    for begins, ends in marks:
        if ends > at:
            yield words[at:begins], False
            yield words[max(at, begins) : ends], True
            at = ends
    yield words[at:], False
