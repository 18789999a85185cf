"""Letters on paper: what a reader finds in the PDF, and that the same letter is the same bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from adapters.typst_press import FONTS, TypstPress, drawable
from models.ground.errors import NotFound
from services.ports.press import Facts, Grid, Heading, Letter, Letterhead, Points, Words
from tests.adapters.read_bars import read_bars

LETTER = Letter(
    letterhead=Letterhead("云河市政务服务中心", ("地址：云河市中山路1号", "电话：0536-1234567")),
    title="投诉登记回执",
    number="YH-2026-000001",
    parts=(
        Words("您的投诉已经登记。\n登记不等于受理。"),
        Facts((("查询码", "A7GTK-NXHW-XJ4K"),)),
        Heading("您的权利"),
        Points(("可以撤回投诉。", "可以申请复查。")),
    ),
    dated=date(2026, 9, 7),
    salutation="尊敬的投诉人：",
    leads_to="http://localhost/progress?number=YH-2026-000001",
    barcode="YH-2026-000001",
)


@pytest.fixture(scope="module")
def press() -> TypstPress:
    return TypstPress()


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, without the spaces that a line's end or a change of script makes."""
    document = pypdfium2.PdfDocument(pdf)
    return [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]


def with_words(text: str) -> Letter:
    return replace(LETTER, parts=(Words(text),))


def test_everything_of_a_letter_stands_on_the_paper(press: TypstPress) -> None:
    """Whose letter it is and how to reach them, to whom, what, from when, which page of how many."""
    (page,) = pages_of(press.print(LETTER))
    told = [
        LETTER.letterhead.name,
        *LETTER.letterhead.told,
        LETTER.title,
        LETTER.number,
        "尊敬的投诉人：",
        "您的投诉已经登记。",
    ]
    told += [
        "查询码",
        "A7GTK-NXHW-XJ4K",
        "您的权利",
        "1.可以撤回投诉。",
        "2.可以申请复查。",
        "2026年9月7日",
        "（此处盖章）",
        "第1页，共1页",
    ]
    assert [words for words in told if words not in page] == []


@pytest.mark.parametrize("number", ["YH-2026-000001", "LJ-2031-123456"])
def test_the_bars_of_a_page_are_read_as_the_number_of_its_file(press: TypstPress, number: str) -> None:
    """Also of a letter whose own number is no number of a file: what comes back scanned finds where it belongs."""
    letter = replace(LETTER, number="云政服受告〔2026〕9号", barcode=number)
    assert read_bars(press.print(letter)) == number
    with pytest.raises(ValueError, match="no bars"):
        read_bars(press.print(replace(letter, barcode=None)))


def test_the_same_letter_is_the_same_bytes_and_another_is_not(press: TypstPress) -> None:
    first = press.print(LETTER)
    assert TypstPress().print(LETTER) == first
    assert press.print(replace(LETTER, number="YH-2026-000002")) != first


def test_it_is_a_tagged_document_for_keeping(press: TypstPress) -> None:
    """PDF/A-2a and PDF/UA-1 by its own word, with its structure and its title for who listens to it."""
    document = pypdfium2.PdfDocument(press.print(LETTER))
    assert document.is_tagged()
    assert document.get_metadata_dict()["Title"] == "投诉登记回执 YH-2026-000001"
    printed = press.print(LETTER)
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in printed
    assert b"<pdfuaid:part>1</pdfuaid:part>" in printed


@pytest.mark.parametrize(
    "text", ["氚㵘龘䶮", "𠮷野家", "𬭚", "臺灣與繁體", "O’Brien Jean-Luc Müller", "①②③〔2026〕"]
)
def test_rare_characters_and_other_scripts_are_drawn(press: TypstPress, text: str) -> None:
    assert drawable(text) == text
    assert re.sub(r"\s", "", text) in pages_of(press.print(with_words(text)))[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("谢谢😀。", "谢谢〔U+1F600〕。"),
        ("ก", "〔U+0E01〕"),
        ("一\u200d二\ufe0f三", "一二三"),
        ("a\x00b", "a〔U+0000〕b"),
    ],
)
def test_what_no_font_draws_is_told_and_loses_nothing_else(press: TypstPress, text: str, told: str) -> None:
    assert told in pages_of(press.print(with_words(text)))[0]


def test_no_text_is_read_as_markup(press: TypstPress) -> None:
    """What people write is no program of the layout."""
    text = '#strong[x] $y^2$ *z* _w_ `c` #import "a" @ref <label> \\ // --- ~'
    assert re.sub(r"\s", "", text) in pages_of(press.print(with_words(text)))[0]


def test_a_long_table_has_its_head_on_every_page(press: TypstPress) -> None:
    rows = tuple((f"第{number}项", "说明" * 20) for number in range(1, 121))
    pages = pages_of(press.print(replace(LETTER, parts=(Grid(("事项", "认定结果"), rows, (1, 4)),))))
    assert len(pages) > 3
    assert all("认定结果" in page for page in pages if "说明" in page)
    assert [f"第{number}页，共{len(pages)}页" in page for number, page in enumerate(pages, 1)] == [
        True
    ] * len(pages)
    assert all(any(f"第{number}项" in page for page in pages) for number in range(1, 121))


def test_only_the_fonts_that_set_up_brings_are_used(press: TypstPress) -> None:
    """A letter looks the same on every machine."""
    names = set(
        re.findall(rb"/FontName\s*/[A-Z]{6}\+([A-Za-z-]+)", press.print(with_words("宋体与黑体 Latin 𠮷")))
    )
    assert names, "fonts of the document"
    known = {path.stem.split("_")[0].encode() for path in FONTS.glob("*.ttf")}
    assert all(any(name.startswith(family) for family in known) for name in names), names


def test_a_letter_without_an_address_has_no_picture_and_one_of_no_file_no_bars(
    press: TypstPress,
) -> None:
    """Bars are for scanners of the office, which read numbers of complaints."""
    both, none = (
        press.print(LETTER),
        press.print(replace(LETTER, leads_to=None, barcode=None)),
    )
    assert len(re.findall(rb"/S\s*/Figure", both)) == 2
    assert not re.findall(rb"/S\s*/Figure", none)


def test_a_page_is_drawn_small_for_looking_at() -> None:
    """A page with text all over weighs little enough to stand in another page."""
    long = replace(LETTER, parts=(Words("因材料须向市档案馆调取，不能在原定期限内办结。" * 90),))
    first = TypstPress().draw(long, 1)
    assert Image.open(BytesIO(first)).size == (794, 1123)
    assert len(first) < 100_000
    assert TypstPress().draw(long, 2) != first
    for number in (0, 99):
        with pytest.raises(NotFound):
            TypstPress().draw(long, number)
