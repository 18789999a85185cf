"""Praise and comparison are not read as complaints; what is left is a suggestion for a person."""

from __future__ import annotations

from datetime import date

import pytest

from models.ground.codes import RespondentMatch
from models.office.praise import blamed_words
from services.office.match_respondent import RespondentMatchResult, RespondentWords, match_respondent
from tests.full_office import FullOffice


def read(office: FullOffice, text: str, **fields: str) -> RespondentMatchResult:
    words = {"unit": "", "window": "", "staff": "", "item": "", **fields}
    with office.unit_of_work().reading() as unit:
        return match_respondent(RespondentWords(**words, text=text, day=date(2026, 9, 3)), unit)


@pytest.mark.parametrize(
    ("text", "window", "staff"),
    [
        ("K02的和蔼然很热情。F02的工作人员对我爱答不理，材料扔回来。", "F02", "yan.sulian"),
        ("F02窗口的人把材料扔回来，真不如K02的和蔼然", "F02", "yan.sulian"),
        ("G01的人说话像吵架，请他向K02的和蔼然学习", "G01", "long.mahu"),
        ("F02的工作人员态度比K02还差，材料不收也不说为什么", "F02", "yan.sulian"),
        ("K02的和蔼然一点也不热情，让我等了一个上午", "K02", "he.airan"),
        ("K02的和蔼然态度不好，请处理，谢谢", "K02", "he.airan"),
        ("请查处K02的和蔼然，谢谢你们", "K02", "he.airan"),
    ],
)
def test_of_praise_and_blame_in_one_text_the_blamed_one_is_suggested(
    office: FullOffice, text: str, window: str, staff: str
) -> None:
    """ST-2, ST-27: whoever is praised or held up to the other does not stand there."""
    found = read(office, text)
    assert (found.window, found.staff_id) == (window, staff)


@pytest.mark.parametrize(
    "text", ["感谢K02窗口的和蔼然同志，耐心细心，帮了大忙！", "表扬K02的和蔼然。", "和蔼然服务很好，我很满意"]
)
def test_praise_alone_names_nobody(office: FullOffice, text: str) -> None:
    """ST-2."""
    assert read(office, text).match is RespondentMatch.NONE


def test_what_stands_in_the_field_of_the_form_is_read_whatever_the_text_praises(office: FullOffice) -> None:
    """The complainant said whom he means; a person takes it away when it was meant otherwise."""
    assert read(office, "和蔼然服务很好", staff="和蔼然").staff_id == "he.airan"


def test_a_text_without_praise_is_left_as_it_is() -> None:
    text = "9月3日下午，C03窗口要我补一张指南上没有的证明；问了三遍，没人理。\n请说明依据。"
    assert blamed_words(text) == text
