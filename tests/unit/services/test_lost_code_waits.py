"""Who asks for a lost code with telephones that he guesses, and whom he holds up."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from models.ground.errors import TriedTooOften
from services.accounts.browser_of_case import mark_browser_of_case
from services.accounts.recover_code import RecoverQueryCode, recover_query_code
from services.actor import citizen
from services.attempts.browser_marks import LIFE
from services.attempts.rules import RECOVERIES_FROM_ANYWHERE, RECOVERIES_PER_BROWSER
from tests.full_office import FullOffice

RIGHT, WRONG = "19900000201", "19900000299"
OWNER = "198.51.100.7"
A_DAY = 24 * 60  # minutes


def ask(office: FullOffice, asked: RecoverQueryCode, address: str) -> str | None:
    """The code, None for a wrong telephone."""
    found = recover_query_code(asked, office.unit_of_work(), citizen(address))
    return found.query_code if found is not None else None


def pass_time(office: FullOffice, waited: timedelta) -> None:
    office.system_clock.moment += waited  # type: ignore[attr-defined]  # a SetClock here


def mark(office: FullOffice, number: str) -> str:
    return mark_browser_of_case("", number, office.system_clock.now())


def guess_all_day(office: FullOffice, number: str, marks: str = "") -> int:
    """How many wrong telephones are looked at in a day, one sent every five minutes from a source of its own."""
    looked_at = 0
    for minute in range(0, A_DAY, 5):
        with suppress(TriedTooOften):
            ask(office, RecoverQueryCode(number, WRONG, marks), f"2001:db8:0:{minute:x}::1")
            looked_at += 1
        pass_time(office, timedelta(minutes=5))
    return looked_at


def test_a_stranger_s_hundred_tries_do_not_keep_the_owner_s_browser_out(office: FullOffice) -> None:
    """A hundred sources, and the owner's own one among them; elsewhere the way is shut, as it must be."""
    filed = office.file()
    marks = mark(office, filed.number)
    for number in range(100):
        with suppress(TriedTooOften):
            source = OWNER if number % 10 == 0 else f"203.0.113.{number}"
            ask(office, RecoverQueryCode(filed.number, WRONG), source)
    with pytest.raises(TriedTooOften):
        ask(office, RecoverQueryCode(filed.number, RIGHT), "203.0.113.200")
    asked = RecoverQueryCode(filed.number, RIGHT, marks)
    assert ask(office, asked, OWNER) == filed.query_code
    assert ask(office, asked, "203.0.113.5") == filed.query_code, "wherever he is"


def test_the_mark_of_another_case_a_forged_and_an_old_one_are_none(office: FullOffice) -> None:
    first, second = office.file(address="203.0.113.61"), office.file(address="203.0.113.62")
    marks = mark(office, first.number)
    forged = marks[:-1] + ("0" if marks[-1] != "0" else "1")

    def shut(number: str, given: str) -> None:
        for source in range(RECOVERIES_FROM_ANYWHERE.limit):
            with suppress(TriedTooOften):
                ask(office, RecoverQueryCode(number, WRONG), f"203.0.113.{source}")
        with pytest.raises(TriedTooOften):
            ask(office, RecoverQueryCode(number, RIGHT, given), OWNER)

    shut(second.number, marks)
    shut(first.number, forged)
    assert ask(office, RecoverQueryCode(first.number, RIGHT, marks), OWNER) == first.query_code
    pass_time(office, LIFE)
    shut(first.number, marks)


def test_guesses_stay_bounded_from_everywhere_and_in_a_known_browser(office: FullOffice) -> None:
    """Four hidden digits are ten thousand telephones; whoever guesses all day tries a few dozen of them."""
    filed = office.file()
    marks = mark(office, filed.number)
    tried = guess_all_day(office, filed.number)
    assert RECOVERIES_FROM_ANYWHERE.limit <= tried <= 3 * RECOVERIES_FROM_ANYWHERE.limit + 5
    in_it = guess_all_day(office, filed.number, marks)
    assert RECOVERIES_PER_BROWSER.limit <= in_it <= RECOVERIES_PER_BROWSER.limit + 30
