"""Accounts, sessions and the public look-ups: who comes in, and how often one may try."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError

from models.ground.errors import InvalidInput, NotFound, NotPermitted, RuleRefused, TriedTooOften
from models.office.account import Account
from models.office.login_session import LoginSession
from services.accounts.password_hash import needs_new_hash
from services.accounts.passwords import (
    ChangePassword,
    CreateAccount,
    ResetAccount,
    change_password,
    create_account,
    reset_account,
)
from services.accounts.recover_code import RecoverQueryCode, recover_query_code
from services.accounts.sessions import get_session, sign_out
from services.accounts.sign_in import SignedIn, SignIn, sign_in
from services.actor import SYSTEM, citizen
from services.views.progress import FindProgress, find_progress
from tests.full_office import FullOffice

VISITOR = citizen("203.0.113.9")
LOGIN = "wen.rusheng"


def enter(office: FullOffice, password: str, login: str = LOGIN) -> SignedIn:
    return sign_in(SignIn(login, password), office.unit_of_work(), VISITOR)


@pytest.fixture
def password(office: FullOffice) -> str:
    return create_account(CreateAccount(LOGIN), office.unit_of_work(), SYSTEM)


def test_first_password_signs_in_and_must_be_changed(office: FullOffice, password: str) -> None:
    """Argon2id, one-time first password, sessions by the hash of their token."""
    signed_in = enter(office, password)
    assert signed_in.must_change_password
    assert office.rows(Account)[0].password_hash.startswith("$argon2id$")
    assert office.rows(LoginSession)[0].token_sha256 != signed_in.token
    actor = office.actor(LOGIN)
    change_password(ChangePassword(password, "山高水长 2026 清风"), office.unit_of_work(), actor)
    with pytest.raises(NotFound):
        get_session(signed_in.token, office.unit_of_work())
    assert not enter(office, "山高水长 2026 清风").must_change_password


def test_first_sign_in_makes_the_full_hash_and_a_wrong_password_none(
    office: FullOffice, password: str
) -> None:
    """What the office drew itself is hashed at once; nobody's own word ever is."""
    drawn = office.rows(Account)[0].password_hash
    assert needs_new_hash(drawn)
    with pytest.raises(RuleRefused, match="SIGN_IN_FAILED"):
        enter(office, "wrong")
    assert office.rows(Account)[0].password_hash == drawn
    enter(office, password)
    assert not needs_new_hash(office.rows(Account)[0].password_hash)
    change_password(
        ChangePassword(password, "山高水长 2026 清风"), office.unit_of_work(), office.actor(LOGIN)
    )
    assert not needs_new_hash(office.rows(Account)[0].password_hash)


def test_eleventh_wrong_code_from_one_source_waits_and_the_right_one_never_does(office: FullOffice) -> None:
    """SE-10: codes cannot be tried out, and who tries them keeps nobody out, not even behind the same address."""
    filed = office.file()

    def ask(code: str, address: str) -> object:
        return find_progress(FindProgress(filed.number, code), office.unit_of_work(), citizen(address))

    for _ in range(10):
        assert ask("x", "203.0.113.1") is None
    with pytest.raises(TriedTooOften) as refused:
        ask("x", "203.0.113.1")
    assert refused.value.wait_seconds == 60
    assert ask(filed.query_code, "203.0.113.1") is not None
    assert ask("x", "203.0.113.2") is None, "a slip of the owner elsewhere is a first one"


def test_session_ends_by_idleness_age_and_sign_out(office: FullOffice, password: str) -> None:
    """30 minutes idle."""
    token = enter(office, password).token
    assert get_session(token, office.unit_of_work()).staff_id == LOGIN
    office.system_clock.moment += timedelta(minutes=31)  # type: ignore[attr-defined]  # a SetClock here
    with pytest.raises(NotFound):
        get_session(token, office.unit_of_work())
    token = enter(office, password).token
    sign_out(token, office.unit_of_work())
    with pytest.raises(NotFound):
        get_session(token, office.unit_of_work())


def test_a_session_in_use_ends_by_its_age(office: FullOffice, password: str) -> None:
    """B1: a look every twenty minutes keeps it for ten hours and no longer."""
    token = enter(office, password).token
    for _ in range(29):
        office.system_clock.moment += timedelta(minutes=20)  # type: ignore[attr-defined]  # a SetClock here
        assert get_session(token, office.unit_of_work()).staff_id == LOGIN
    office.system_clock.moment += timedelta(minutes=20)  # type: ignore[attr-defined]  # as above
    with pytest.raises(NotFound):
        get_session(token, office.unit_of_work())


def test_a_session_is_read_where_nothing_can_be_written(office: FullOffice, password: str) -> None:
    """Reading works on a full or read-only disk: the last look is noted once there is room again."""
    token = enter(office, password).token
    office.system_clock.moment += timedelta(minutes=2)  # type: ignore[attr-defined]  # a SetClock here

    def refuse_writing(connection: Connection) -> None:
        is_sqlite = office.database.is_sqlite
        connection.exec_driver_sql("PRAGMA query_only=ON" if is_sqlite else "SET TRANSACTION READ ONLY")

    event.listen(office.database.engine, "begin", refuse_writing)
    try:
        with pytest.raises(DBAPIError, match=r"read-?only"):
            sign_out(token, office.unit_of_work())
        assert get_session(token, office.unit_of_work()).staff_id == LOGIN
    finally:
        event.remove(office.database.engine, "begin", refuse_writing)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("short", "TOO_SHORT"),
        ("aaaaaaaaaaaaaaaa", "TOO_COMMON"),
        ("my-password-2026", "TOO_COMMON"),
        ("wen.rusheng-2026", "TOO_COMMON"),
    ],
)
def test_weak_new_password_is_refused(office: FullOffice, password: str, new: str, code: str) -> None:
    """Length and the words everybody tries."""
    with pytest.raises(InvalidInput) as refused:
        change_password(ChangePassword(password, new), office.unit_of_work(), office.actor(LOGIN))
    assert refused.value.errors == {"new": code}


def test_reset_ends_sessions_and_only_administrators_may(office: FullOffice, password: str) -> None:
    """A new first password; staff without the role are refused."""
    token = enter(office, password).token
    with pytest.raises(NotPermitted):
        reset_account(ResetAccount(LOGIN), office.unit_of_work(), office.actor("fang.huiyin"))
    new = reset_account(ResetAccount(LOGIN), office.unit_of_work(), SYSTEM)
    with pytest.raises(NotFound):
        get_session(token, office.unit_of_work())
    assert enter(office, new).must_change_password


def test_progress_needs_number_and_code(office: FullOffice) -> None:
    """Wrong number and wrong code answer alike; spelling of the code does not matter."""
    filed = office.file()

    def ask(number: str, code: str) -> object:
        return find_progress(FindProgress(number, code), office.unit_of_work(), VISITOR)

    assert ask(filed.number, "00000-0000-0000") is None
    assert ask("YH-2026-999999", filed.query_code) is None
    progress = ask(filed.number, filed.query_code.lower().replace("-", " "))
    assert progress is not None
    assert [step.code for step in progress.steps] == ["RECEIVED"]  # type: ignore[attr-defined]  # a Progress


def test_lost_code_is_shown_to_who_knows_the_phone_on_file(office: FullOffice) -> None:
    """In any spelling of the number; limited per complaint."""
    filed = office.file()

    def recover(phone: str) -> object:
        return recover_query_code(RecoverQueryCode(filed.number, phone), office.unit_of_work(), VISITOR)

    assert recover("199-0000-9999") is None
    recovered = recover("19900000201")
    assert recovered is not None
    assert recovered.query_code == filed.query_code  # type: ignore[attr-defined]  # a RecoveredCode
    recover("1")
    recover("2")
    with pytest.raises(TriedTooOften) as refused:
        recover("19900000201")
    assert refused.value.wait_seconds == 5 * 60
    elsewhere = recover_query_code(
        RecoverQueryCode(filed.number, "19900000201"), office.unit_of_work(), citizen("203.0.113.99")
    )
    assert elsewhere == recovered, "SE-10: three wrong telephones of a stranger close nothing for the owner"


def test_wrong_telephones_from_anywhere_make_the_lost_code_wait_an_hour_at_most(office: FullOffice) -> None:
    """SE-10: twenty in half a day, then ever longer waits; an hour after the last one its owner is asked again."""
    filed = office.file()

    def recover(phone: str, number: int) -> object:
        asked = RecoverQueryCode(filed.number, phone)
        return recover_query_code(asked, office.unit_of_work(), citizen(f"203.0.113.{number}"))

    for number in range(20):
        assert recover(f"1990000{number:04}", number) is None
    with pytest.raises(TriedTooOften) as refused:
        recover("19900000201", 100)
    assert refused.value.wait_seconds == 5 * 60
    for number in range(21, 27):
        office.system_clock.moment += timedelta(seconds=refused.value.wait_seconds)  # type: ignore[attr-defined]  # a SetClock here
        assert recover(f"1990000{number:04}", number) is None
        with pytest.raises(TriedTooOften) as refused:
            recover("19900000201", 100)
    assert 5 * 60 < refused.value.wait_seconds <= 60 * 60
    office.system_clock.moment += timedelta(hours=1)  # type: ignore[attr-defined]  # as above
    assert recover("19900000201", 100) is not None


def test_an_address_may_ask_five_times_an_hour_whatever_numbers_it_tries(office: FullOffice) -> None:
    """HS-42: the limit per number alone would let one machine walk through all numbers."""
    filed = office.file()

    def recover(number: str, phone: str, address: str) -> object:
        return recover_query_code(RecoverQueryCode(number, phone), office.unit_of_work(), citizen(address))

    for attempt in range(5):
        assert recover(f"YH-2026-00010{attempt}", "199-0000-0201", "203.0.113.7") is None
    with pytest.raises(RuleRefused, match="RATE_LIMITED"):
        recover(filed.number, "199-0000-0201", "203.0.113.7")
    assert recover(filed.number, "199-0000-0201", "203.0.113.8") is not None
