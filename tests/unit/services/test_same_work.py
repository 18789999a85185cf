"""What is done for a secret that is wrong and for a thing that does not exist is the same: nobody tells them by the clock.

Wall-clock times of a busy machine say nothing: counted is what takes time, statements and slow hashes by what they cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import event

from models.ground.errors import RuleRefused
from models.office.account import Account
from services.access.case_by_code import find_case_by_code
from services.accounts import password_hash
from services.accounts.passwords import CreateAccount, create_account
from services.accounts.sign_in import SignIn, sign_in
from services.actor import SYSTEM, citizen
from tests.full_office import FullOffice

LOGIN = "wen.rusheng"
WRONG_CODE = "00000-0000-0000"
# Passes over memory, in KiB, and lanes: ADR 0327, check A1.
FULL = (3, 64 * 1024, 2)


@contextmanager
def statements(office: FullOffice) -> Iterator[list[str]]:
    """The texts of what the database is asked meanwhile, without values."""
    asked: list[str] = []

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    event.listen(office.database.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(office.database.engine, "before_cursor_execute", note)


class CountedHasher:
    """The office's own, which notes what each of its hashes costs."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self.hasher, self.costs = hasher, []

    def hash(self, password: str) -> str:
        return self._noted(self.hasher.hash(password))

    def verify(self, known: str, password: str) -> bool:
        self._noted(known)
        return self.hasher.verify(known, password)

    def check_needs_rehash(self, known: str) -> bool:
        return self.hasher.check_needs_rehash(known)

    def _noted(self, known: str) -> str:
        found = extract_parameters(known)
        self.costs.append((found.time_cost, found.memory_cost, found.parallelism))
        return known


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> CountedHasher:
    counted = CountedHasher(password_hash._HASHER)
    monkeypatch.setattr(password_hash, "_HASHER", counted)
    return counted


def fail(office: FullOffice, login: str, address: str) -> None:
    with pytest.raises(RuleRefused):
        sign_in(SignIn(login, "猜一猜"), office.unit_of_work(), citizen(address))


def test_an_unknown_login_costs_what_a_wrong_password_costs(
    office: FullOffice, hasher: CountedHasher
) -> None:
    """A6: one full Argon2id for both, and the same statements in the same order."""
    first = create_account(CreateAccount(LOGIN), office.unit_of_work(), SYSTEM)
    sign_in(SignIn(LOGIN, first), office.unit_of_work(), citizen("203.0.113.1"))
    told = {}
    for number, login in enumerate((LOGIN, "nobody.here")):
        fail(office, login, f"203.0.113.{number + 2}")  # what a process does once is done
        hasher.costs.clear()
        with statements(office) as asked:
            fail(office, login, f"203.0.113.{number + 2}")
        told[login] = (list(hasher.costs), asked)
    assert told[LOGIN] == told["nobody.here"]
    assert told[LOGIN][0] == [FULL] and len(told[LOGIN][1]) > 4


def test_a_wrong_number_costs_what_a_wrong_code_costs(office: FullOffice) -> None:
    """E2."""
    filed = office.file()

    def ask(number: str, address: str) -> None:
        assert find_case_by_code(number, WRONG_CODE, office.unit_of_work(), citizen(address)) is None

    assert work_of(office, lambda: ask(filed.number, "203.0.113.2")) == work_of(
        office, lambda: ask(filed.number[:-4] + "9999", "203.0.113.3")
    )


def work_of(office: FullOffice, done: Callable[[], None]) -> list[str]:
    with statements(office) as asked:
        done()
    assert asked
    return asked


def test_a_stored_hash_has_the_three_figures(office: FullOffice) -> None:
    """A1: as it lies in the database after a first sign-in."""
    first = create_account(CreateAccount(LOGIN), office.unit_of_work(), SYSTEM)
    sign_in(SignIn(LOGIN, first), office.unit_of_work(), citizen("203.0.113.1"))
    with office.unit_of_work().reading() as unit:
        kept = unit.session.get_one(Account, LOGIN).password_hash
    found = extract_parameters(kept)
    assert kept.startswith("$argon2id$")
    assert (found.time_cost, found.memory_cost, found.parallelism) == FULL


def test_an_account_whose_hash_is_damaged_is_answered_as_any_other(office: FullOffice) -> None:
    """Its owner is let in by nothing, and the page does not break."""
    create_account(CreateAccount(LOGIN), office.unit_of_work(), SYSTEM)
    with office.unit_of_work() as unit:
        unit.session.get_one(Account, LOGIN).password_hash = "damaged"
    with pytest.raises(RuleRefused, match="SIGN_IN_FAILED"):
        sign_in(SignIn(LOGIN, "not-the-one"), office.unit_of_work(), citizen("203.0.113.77"))
