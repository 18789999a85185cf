"""Nothing of a complainant beyond the disclosure level reaches a unit, a sheet that leaves or the engine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deploy.replay.cases import View
from deploy.replay.comparison import compare
from deploy.replay.judging.judged import Judged
from tests.replay.as_expected import judged, names


def leaks(told: Judged) -> list[object]:
    return [difference.seen for difference in compare(told) if difference.field == "leaks"]


def shown(name: str, text: str, level: int | None = None) -> list[object]:
    told = judged(name)
    if level is not None:
        told.wish["disclosure_level"] = level
    return leaks(replace(told, views=(View("SJ", "sheet", text),)))


@pytest.mark.parametrize("name", names())
def test_the_neutral_wording_of_the_matters_is_no_leak(name: str) -> None:
    told = judged(name)
    wording = "\n".join(matter["text"] for matter in told.wish["matters"])
    assert leaks(replace(told, views=(View("SJ", "sheet", wording),), variables=wording)) == []


@pytest.mark.parametrize(
    "word", ["史无前", "199-0000-0021", "19900000021", "云河市临江区示例路21号2单元（虚构）"]
)
def test_identity_before_a_unit_is_a_difference_that_does_not_tell_the_word(word: str) -> None:
    """R109. The report is read by many, so it names the place alone."""
    assert shown("S023", f"办事人{word}反映") == [["sheet of SJ"]]


def test_the_name_and_the_handling_number_may_leave_on_the_second_level_only() -> None:
    told = "乔迁忙 YH-SJ-20260907-0033"
    assert shown("W5", told) == []
    assert shown("W5", told, level=1) == [["sheet of SJ"]]
    assert shown("W5", "199-0000-0205") == [["sheet of SJ"]], "a telephone number never"


def test_day_and_time_may_leave_from_the_first_level_on() -> None:
    day = "9月18日"
    assert shown("S023", f"{day}上午") == [["sheet of SJ"]]
    assert shown("S023", f"{day}上午", level=1) == []


def test_a_variable_of_the_engine_with_a_name_is_a_difference() -> None:
    told = replace(judged("W5"), variables='["\\"乔迁忙\\""]')
    assert leaks(told) == [["variables of the engine"]]
