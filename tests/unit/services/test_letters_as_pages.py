"""Every kind of letter on paper in its shortest and in its longest case: nothing is lost, cut, left alone or outside the page."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

import pypdfium2
import pytest

from adapters.typst_press import TypstPress
from models.store.database import Database
from services.letters.kinds import KINDS
from services.ports.press import Facts, Grid, Heading, Letter, Letterhead, Points, Words
from tests.full_office import FullOffice
from tests.unit.services.letter_extremes import BESIDE, LONG_NAME, RARE, Extreme, list_extremes
from tests.unit.services.letter_looks import is_like, look_at, read_looks, write_looks
from tests.web.letter_words import words_of

# A4 with the margins of the layout, in points; a stroke and a closing bracket may stand a little outside.
LEFT, RIGHT, BOTTOM = 76.5, 595.3 - 76.5, 20.0
SLACK = 4.0
# Some pages of each part; pictures for people (`tests/gallery/letters.py`) have 10,000 characters.
LENGTH = 2_500
FOOT = re.compile(r"第(\d+)页，共(\d+)页")


def lines_of(page: pypdfium2.PdfPage) -> list[str]:
    """The lines of a page without white space, from its top."""
    found = ("".join(line.split()) for line in page.get_textpage().get_text_bounded().splitlines())
    return [line for line in found if line]


def find_faults(extreme: Extreme, content: bytes) -> Iterator[str]:
    """What is wrong with a letter on paper."""
    headings = {"".join(part.text.split()) for part in extreme.letter.parts if isinstance(part, Heading)}
    document = pypdfium2.PdfDocument(content)
    for number, page in enumerate(document, start=1):
        lines = lines_of(page)
        text = "".join(lines)
        if FOOT.findall(text)[-1:] != [(str(number), str(len(document)))]:
            yield f"page {number}: no foot"
        body = [line for line in lines if not FOOT.search(line)]
        if "〔U+" in text:
            yield f"page {number}: a character that no font draws"
        if body and body[-1] in headings:
            yield f"page {number}: ends with a heading"
        yield from (f"page {number}: {fault}" for fault in find_outside(page))
    # Long words may break anywhere, at marks that nobody sees.
    bodies = ([line for line in lines_of(page) if not FOOT.search(line)] for page in document)
    pages = ["".join(told).replace("\u200b", "") for told in bodies]
    lost = [words for words in list_words(extreme.letter) if not is_told(words, pages)]
    yield from (f"lost: {words[:20]}" for words in lost)
    if len(document) > 1 and body[0].startswith("".join(LONG_NAME.split())[:8]):
        yield "who writes stands alone on the last page"


def list_words(letter: Letter) -> Iterator[str]:
    """Of all parts, without white space; tables by cell."""
    for part in letter.parts:
        match part:
            case Heading() | Words():
                told: tuple[str, ...] = (part.text,)
            case Points():
                told = part.items
            case Facts():
                told = tuple(text for row in part.rows for text in row)
            case Grid():
                told = (*part.head, *(text for row in part.rows for text in row))
        yield from ("".join(text.split()) for text in told)


def is_told(words: str, pages: list[str]) -> bool:
    """Whole, or going on from page to page."""
    for page in pages:
        lengths = range(len(words) + 1)
        words = words[bisect_left(lengths, True, key=lambda length: words[:length] not in page) - 1 :]
    return not words


def find_outside(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Text beyond the margins."""
    told = page.get_textpage()
    for index in range(told.count_rects()):
        left, bottom, right, _ = told.get_rect(index)
        if left < LEFT - SLACK or right > RIGHT + SLACK or bottom < BOTTOM:
            yield f"text at {left:.0f}–{right:.0f}, {bottom:.0f} is outside"


@pytest.fixture
def extremes(sqlite_office: Database, tmp_path_factory: pytest.TempPathFactory) -> list[Extreme]:
    """Both cases of every kind, of the receipt, and of the sheet that is mailed."""
    office = FullOffice(sqlite_office, folder=tmp_path_factory.mktemp("letters"))
    return list(list_extremes(office, LENGTH))


def test_no_letter_is_cut_or_leaves_a_line_alone_or_looks_other_than_looked_at(
    extremes: list[Extreme],
) -> None:
    """Every kind in its shortest and its longest case; the ink of the first and the last page is compared."""
    assert {extreme.kind for extreme in extremes} == {*KINDS, *BESIDE}
    assert len(extremes) == 2 * len({*KINDS, *BESIDE})
    faults, looks = {}, {}
    for extreme in extremes:
        content = TypstPress().print(extreme.letter)
        looks[extreme.name] = list(look_at(content))
        if found := list(find_faults(extreme, content)):
            faults[extreme.name] = found[:3]
        if extreme.case == "longest":
            assert RARE in "".join(lines_of(pypdfium2.PdfDocument(content)[0]))
    assert faults == {}
    if "WRITE_LOOKS" in os.environ:
        write_looks(looks)
    looked_at = read_looks()
    assert sorted(looked_at) == sorted(looks)
    assert [name for name, now in looks.items() if not is_like(looked_at[name], now)] == []


def test_a_row_that_is_short_but_tall_goes_on_on_the_next_page() -> None:
    """Few characters may take many lines: a name a line, or a narrow column."""
    tall = "\n".join(f"第{number}号" for number in range(90))
    grid = Grid(("事项", "内容"), (("一" * 300, "短"), ("1", tall)), (1, 9))
    for last in (grid, Facts((("名单", tall),)), Points((tall,)), Words(tall)):
        head = Letterhead("云河市政务服务中心", ())
        letter = Letter(head, "受理告知书", "1号", (grid, Heading("名单"), last), date(2026, 9, 7))
        content = TypstPress().print(letter)
        assert list(find_faults(Extreme("acceptance_notice", "tall", letter), content)) == []
        words = words_of(content)
        assert (words.count("第89号"), words.count("一")) == (2, 600 if last is grid else 300)
