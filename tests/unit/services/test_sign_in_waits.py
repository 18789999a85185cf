"""Wrong passwords are counted by account and source, on both databases: strangers hold nobody up for long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from deploy.accounts import Accounts
from deploy.source_settings import read_shared_sources
from models.ground.errors import Conflict, RuleRefused, TriedTooOften
from models.ledger.trail_event import TrailEvent
from models.office.rate_limit import RateLimit
from services.accounts import password_hash
from services.accounts.passwords import ChangePassword, CreateAccount, change_password, create_account
from services.accounts.sign_in import SignedIn, SignIn, _nobodys_hash, sign_in
from services.accounts.sign_in_waits import subject_of
from services.accounts.stop_account import release_account
from services.actor import SYSTEM, Actor, citizen
from services.attempts.browser_marks import LIFE
from services.attempts.rate_limit import Counted, RateRule, by_source, count, give_back
from services.attempts.rules import FILINGS_PER_ADDRESS, SIGN_INS_FROM_ANYWHERE, SIGN_INS_PER_ADDRESS
from services.attempts.source import source_name
from services.ports.shared_sources import SharedSources
from services.unit_of_work import UnitOfWork
from tests.full_office import FullOffice

LOGIN = "wen.rusheng"
STRANGER, OWNER = citizen("203.0.113.9"), citizen("198.51.100.4")


@pytest.fixture(autouse=True)
def _passwords_are_hashed_soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """How often is tried here, not how slowly: the product's own parameters take a tenth of a second a try."""
    monkeypatch.setattr(password_hash, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    _nobodys_hash.cache_clear()
    yield
    _nobodys_hash.cache_clear()


@pytest.fixture
def password(office: FullOffice) -> str:
    return create_account(CreateAccount(LOGIN), office.unit_of_work(), SYSTEM)


def enter(
    office: FullOffice, password: str, actor: Actor, *, marks: str = "", login: str = LOGIN
) -> SignedIn:
    return sign_in(SignIn(login, password, marks), office.unit_of_work(), actor)


def fail(office: FullOffice, actor: Actor, *, marks: str = "", login: str = LOGIN) -> int:
    """0 for a wrong password that was looked at, else the seconds to wait."""
    with pytest.raises(RuleRefused) as refused:
        enter(office, "wrong", actor, marks=marks, login=login)
    if isinstance(refused.value, TriedTooOften):
        assert refused.value.code == "SIGN_IN_WAITS"
        return refused.value.wait_seconds
    assert refused.value.code == "SIGN_IN_FAILED"
    return 0


def pass_time(office: FullOffice, seconds: float) -> None:
    office.system_clock.moment += timedelta(seconds=seconds)  # type: ignore[attr-defined]  # a SetClock here


def test_known_and_unknown_logins_are_answered_alike_and_waits_double(
    office: FullOffice, password: str
) -> None:
    """SE-8: five wrong ones, then a minute that doubles up to fifteen, whether anybody has the login or not."""
    told = {}
    for login in (LOGIN, "nobody"):
        told[login] = [fail(office, STRANGER, login=login) for _ in range(6)]
        for _ in range(6):
            pass_time(office, told[login][-1])
            assert fail(office, STRANGER, login=login) == 0
            told[login].append(fail(office, STRANGER, login=login))
    assert told[LOGIN] == told["nobody"] == [0] * 5 + [60, 120, 240, 480, 900, 900, 900]


def test_a_stranger_s_wrong_passwords_hold_the_owner_up_nowhere(office: FullOffice, password: str) -> None:
    """SE-8: neither elsewhere nor, in a browser where he was signed in before, behind the same address."""
    marks = enter(office, password, STRANGER).marks
    assert LOGIN not in marks
    for _ in range(6):
        waits = fail(office, STRANGER)
    assert waits == 60
    assert enter(office, password, OWNER).staff_id == LOGIN
    assert enter(office, password, STRANGER, marks=marks).staff_id == LOGIN
    with pytest.raises(TriedTooOften):
        enter(office, password, STRANGER, marks=marks[:-1] + ("0" if marks[-1] != "0" else "1"))
    assert fail(office, STRANGER) > 0, "his sign-in does not help the stranger"
    (locked,) = office.rows(TrailEvent, kind="account.locked")
    assert locked.payload["staff_id"] == LOGIN


def test_guesses_from_a_rented_48_are_bounded_and_the_known_browser_is_not_held_up(
    office: FullOffice, password: str
) -> None:
    """B27: two hundred from wherever they come, and two hundred in each further half day; alike for nobody's login."""
    marks = enter(office, password, OWNER).marks
    told = {}
    for login in (LOGIN, "nobody"):
        sources = [citizen(f"2001:db8:0:{number:x}::1") for number in range(SIGN_INS_FROM_ANYWHERE.limit + 1)]
        told[login] = [fail(office, source, login=login) for source in sources]
        assert told[login] == [0] * SIGN_INS_FROM_ANYWHERE.limit + [60]
    with pytest.raises(TriedTooOften):
        enter(office, password, STRANGER)
    assert enter(office, password, OWNER, marks=marks).staff_id == LOGIN
    tried = 0
    for _ in range(12 * 60):
        pass_time(office, 60)
        with suppress(TriedTooOften):
            count(Counted(SIGN_INS_FROM_ANYWHERE, "nobody"), office.unit_of_work())
            tried += 1
    assert tried <= SIGN_INS_FROM_ANYWHERE.limit + 5, "no more than are forgotten"
    for _ in range(SIGN_INS_FROM_ANYWHERE.limit):
        with suppress(TriedTooOften):
            count(Counted(SIGN_INS_FROM_ANYWHERE, LOGIN, subject=subject_of(LOGIN)), office.unit_of_work())
    with pytest.raises(TriedTooOften):
        enter(office, password, STRANGER)
    release_account(LOGIN, office.unit_of_work(), office.actor("guan.xitong"))
    assert enter(office, password, STRANGER).staff_id == LOGIN


def test_a_mark_opens_for_its_own_account_until_the_password_changes_or_180_days_pass(
    office: FullOffice, password: str
) -> None:
    """SE-8: and ten wrong ones typed in a known browser make it one like any other."""
    marks = enter(office, password, OWNER).marks
    for _ in range(10):
        assert fail(office, OWNER, marks=marks) == 0
    assert [fail(office, OWNER, marks=marks) for _ in range(6)] == [0] * 5 + [60]
    pass_time(office, 3600)
    assert fail(office, OWNER, marks=marks) == 0, "an hour later it is known again"
    pass_time(office, 61)
    fail(office, OWNER)
    other = "ren.shebao"
    create_account(CreateAccount(other), office.unit_of_work(), SYSTEM)
    for _ in range(5):
        fail(office, OWNER, login=other)
    assert fail(office, OWNER, marks=marks, login=other) == 60, "a mark of somebody else"
    own = ChangePassword(password, "山高水长 2026 清风")
    change_password(own, office.unit_of_work(), office.actor(LOGIN))
    for _ in range(2):
        waits = fail(office, OWNER, marks=marks)
    assert waits > 0, "no browser is known after a change of the password"
    later = enter(office, own.new, STRANGER).marks
    pass_time(office, LIFE.total_seconds() + 1)
    for _ in range(5):
        fail(office, STRANGER, marks=later)
    assert fail(office, STRANGER, marks=later) == 60


def test_an_administrator_ends_the_waits_of_a_login(office: FullOffice, password: str) -> None:
    """SE-8: everywhere at once; somebody else's go on."""
    marks = enter(office, password, OWNER).marks
    for login in (LOGIN, "nobody"):
        for _ in range(5):
            fail(office, STRANGER, login=login)
    release_account(LOGIN, office.unit_of_work(), office.actor("guan.xitong"))
    for _ in range(5):
        fail(office, OWNER)
    assert enter(office, password, OWNER, marks=marks).staff_id == LOGIN, "his browsers stay known"
    assert enter(office, password, STRANGER).staff_id == LOGIN
    assert fail(office, STRANGER, login="nobody") == 60
    for _ in range(5):
        fail(office, STRANGER)
    Accounts(office.unit_of_work, office.folder).release(LOGIN)
    assert enter(office, password, STRANGER).staff_id == LOGIN
    with pytest.raises(Conflict):
        Accounts(office.unit_of_work, office.folder).release(LOGIN)


def test_only_wrong_passwords_are_counted_by_source(office: FullOffice, password: str) -> None:
    """SE-9: a centre behind one address signs in as often as it likes; sixty wrong ones from there wait."""
    for _ in range(SIGN_INS_PER_ADDRESS.limit + 1):
        done = by_source(SIGN_INS_PER_ADDRESS, STRANGER, office.unit_of_work())
        moment = count(done, office.unit_of_work())
        if moment is not None:
            break
    assert moment is not None
    with pytest.raises(TriedTooOften):
        enter(office, password, STRANGER)
    pass_time(office, 61)
    enter(office, password, STRANGER)
    before = {row.bucket: row.count for row in office.rows(RateLimit) if row.count}
    for _ in range(3):
        assert enter(office, password, STRANGER).staff_id == LOGIN
    after = {row.bucket: row.count for row in office.rows(RateLimit) if row.count}
    assert after == before, "right ones leave no count behind"


def test_slips_of_a_whole_day_never_shut_a_centre_behind_one_address(office: FullOffice) -> None:
    """SE-9: one wrong and one right sign-in every ten minutes, from morning on."""
    unit_of_work = office.unit_of_work
    key = by_source(SIGN_INS_PER_ADDRESS, STRANGER, unit_of_work())
    for _ in range(2 * SIGN_INS_PER_ADDRESS.limit):
        assert count(key, unit_of_work()) is None
        right = count(key, unit_of_work())
        give_back([(key, right)], unit_of_work())
        assert max(row.count for row in office.rows(RateLimit)) == 1
        pass_time(office, 600)


def test_who_waits_makes_no_rows_by_the_logins_it_invents(office: FullOffice) -> None:
    """SE-8: a stranger fills no table."""
    key = by_source(SIGN_INS_PER_ADDRESS, STRANGER, office.unit_of_work())
    while count(key, office.unit_of_work()) is None:
        pass
    for number in range(3):
        assert fail(office, STRANGER, login=f"nobody-{number}") > 0
    assert len(office.rows(RateLimit)) == 1


def test_addresses_of_one_64_are_one_source() -> None:
    """SE-10: IPv6 is counted by /64; an IPv4 address stays itself in whatever dress."""
    assert source_name("2001:db8:1:2::1") == source_name("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    assert source_name("2001:db8:1:3::1") != source_name("2001:db8:1:2::1")
    assert source_name("::ffff:203.0.113.9") == source_name("203.0.113.9") == "203.0.113.9"
    assert source_name("fe80::1%eth0") == "fe80::/64"
    assert source_name("") == ""


def test_a_shared_network_has_so_many_times_the_limit(office: FullOffice) -> None:
    """SE-9: a kiosk, a hall or an office behind one address, as the owner set it; the narrowest network counts."""
    shared = read_shared_sources("203.0.113.0/24=3, 203.0.113.9=2,2001:db8::/32=5")
    rule = RateRule("shared-test", 2, FILINGS_PER_ADDRESS.window)

    def taken(address: str) -> int:
        unit_of_work = office.unit_of_work()
        ports = replace(unit_of_work.ports, shared_sources=shared)
        for times in range(20):
            shared_unit = UnitOfWork(office.database, ports)
            try:
                count(by_source(rule, citizen(address), shared_unit), shared_unit)
            except TriedTooOften:
                return times
        return 20

    assert [taken(one) for one in ("203.0.113.8", "203.0.113.9", "2001:db8::1", "198.51.100.1")] == [
        6,
        4,
        10,
        2,
    ]


@pytest.mark.parametrize("text", ["10.0.0.0/8", "10.0.0.1/8=3", "kiosk=3", "10.0.0.0/8=0", "10.0.0.0/8=²"])
def test_a_shared_network_that_cannot_be_read_is_refused(text: str) -> None:
    """SE-9: a slip in the setting is told at the start."""
    with pytest.raises(ValueError, match="expects networks"):
        read_shared_sources(text)
    assert read_shared_sources("") == SharedSources()
