"""The second factor of the person himself: begun, confirmed with a first code, taken away; and asked for after the password."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, func, select, update

from models.ground.errors import Conflict, InvalidInput, NotFound, RuleRefused
from models.office.login_session import LoginSession
from models.office.second_factor import RecoveryCode, SecondFactor
from models.office.staff import Staff
from models.vault.keyring import get_keyring
from services.accounts.passwords import require_keeper
from services.accounts.sessions import digest_token, keep_apart
from services.accounts.time_codes import draw_secret, find_step, key_uri
from services.actor import Actor, staff_id_of
from services.attempts.count_guess import guessing
from services.attempts.rate_limit import Counted
from services.attempts.rules import SECOND_FACTORS
from services.identity.query_code import plain_code, write_code
from services.office.centre_contact import read_centre_contact
from services.office.deputies import list_acting_roles
from services.unit_of_work import Unit, UnitOfWork

RECOVERY_CODES = 10
_CODE_BYTES = 32
_WRONG = {"code": "WRONG_SECOND_FACTOR"}


class FactorState(StrEnum):
    """`BEGUN` asks for nothing yet: the app has not shown a right code."""

    NONE = "none"
    BEGUN = "begun"
    ON = "on"


@dataclass(frozen=True, slots=True)
class OwnFactor:
    """`secret` and `uri` while it is begun only. `codes_left`: recovery codes.

    `is_demanded`: by a role of the person, or of one for whom he stands in.
    """

    state: FactorState
    is_demanded: bool
    codes_left: int = 0
    secret: str = ""
    uri: str = ""


def get_own_factor(unit_of_work: UnitOfWork, actor: Actor) -> OwnFactor:
    """How it stands with the person's own."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        row, demanded = unit.session.get(SecondFactor, login), _is_demanded(login, unit)
        if row is None:
            return OwnFactor(FactorState.NONE, demanded)
        if row.confirmed_at is None:
            centre = read_centre_contact(unit)
            uri = key_uri(row.secret, login, centre.name if centre else "Jieban")
            return OwnFactor(FactorState.BEGUN, demanded, secret=row.secret, uri=uri)
        count = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.staff_id == login)
        return OwnFactor(FactorState.ON, demanded, unit.session.scalars(count).one())


def begin_factor(unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Draw a secret, or another one while none is confirmed; Conflict("SECOND_FACTOR_ON") for one that is on."""
    login = staff_id_of(actor)
    with unit_of_work as unit:
        row = unit.session.get(SecondFactor, login, with_for_update=True)
        if row is not None and row.confirmed_at is not None:
            raise Conflict(code="SECOND_FACTOR_ON")
        if row is None:
            row = SecondFactor(staff_id=login)
            unit.session.add(row)
        row.secret, row.begun_at = draw_secret(), unit.ports.system_clock.now()


def confirm_factor(code: str, token: str, unit_of_work: UnitOfWork, actor: Actor) -> list[str]:
    """Turn it on with a code of the app; returns ten recovery codes, which are shown this once.

    InvalidInput on `code`, TriedTooOften after five wrong ones, Conflict("SECOND_FACTOR_ON") where none is begun.
    """
    login = staff_id_of(actor)
    drawn = [write_code(secrets.token_hex(_CODE_BYTES)) for _ in range(RECOVERY_CODES)]
    with guessing(_tries(login), unit_of_work), unit_of_work as unit:
        row = unit.session.get(SecondFactor, login, with_for_update=True)
        if row is None or row.confirmed_at is not None:
            raise Conflict(code="SECOND_FACTOR_ON")
        now = unit.ports.system_clock.now()
        step = find_step(row.secret, code, now)
        if step is None:
            raise InvalidInput(_WRONG)
        row.confirmed_at, row.last_step = now, step
        _forget_codes(login, unit)
        unit.session.add_all(RecoveryCode(digest=_digest(one), staff_id=login) for one in drawn)
        _let_in(token, unit)
        unit.trail.add(None, "account.second_factor_on", {"staff_id": login}, actor)
    return drawn


def pass_factor(code: str, token: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Let the session in that waits for a code of the app, or a recovery code, each of which opens once.

    InvalidInput on `code`, TriedTooOften after five wrong ones.
    """
    login = staff_id_of(actor)
    with guessing(_tries(login), unit_of_work), unit_of_work as unit:
        if not _is_right(login, code, unit, actor):
            raise InvalidInput(_WRONG)
        _let_in(token, unit)


def remove_own_factor(code: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Take it away with one more code; errors as `pass_factor`, RuleRefused("SECOND_FACTOR_DEMANDED") where a role wants it."""
    login = staff_id_of(actor)
    if get_own_factor(unit_of_work, actor).is_demanded:
        raise RuleRefused("SECOND_FACTOR_DEMANDED")
    with guessing(_tries(login), unit_of_work), unit_of_work as unit:
        if not _is_right(login, code, unit, actor):
            raise InvalidInput(_WRONG)
        _remove(login, unit, actor)


def remove_factor_of(login: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """An administrator takes away that of who has lost telephone and paper; the next sign-in asks for the password alone.

    NotFound where there is none.
    """
    require_keeper(actor)
    with unit_of_work as unit:
        if unit.session.get(SecondFactor, login) is None:
            raise NotFound
        _remove(login, unit, actor)


def _tries(login: str) -> Sequence[Counted]:
    return (Counted(SECOND_FACTORS, login),)


def _is_demanded(login: str, unit: Unit) -> bool:
    staff = unit.session.get_one(Staff, login)
    roles = keep_apart(list_acting_roles(staff, unit.session), staff)
    return bool(unit.ports.second_factor_roles.intersection(roles))


def _is_right(login: str, code: str, unit: Unit, actor: Actor) -> bool:
    row = unit.session.get(SecondFactor, login, with_for_update=True)
    if row is None or row.confirmed_at is None:
        return False
    step = find_step(row.secret, code, unit.ports.system_clock.now())
    if step is not None:
        # A code that somebody read over a shoulder opens no second time, nor does an earlier one.
        if row.last_step is not None and step <= row.last_step:
            return False
        row.last_step = step
        return True
    used = unit.session.get(RecoveryCode, _digest(code), with_for_update=True)
    if used is None or used.staff_id != login:
        return False
    unit.session.delete(used)
    unit.trail.add(None, "account.recovery_code_used", {"staff_id": login}, actor)
    return True


def _remove(login: str, unit: Unit, actor: Actor) -> None:
    unit.session.execute(delete(SecondFactor).where(SecondFactor.staff_id == login))
    # What was given is worth nothing any more: a role that must have a factor is asked for another one.
    unit.session.execute(update(LoginSession).where(LoginSession.staff_id == login).values(is_proved=False))
    _forget_codes(login, unit)
    unit.trail.add(None, "account.second_factor_off", {"staff_id": login}, actor)


def _forget_codes(login: str, unit: Unit) -> None:
    unit.session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == login))


def _let_in(token: str, unit: Unit) -> None:
    session = unit.session.get(LoginSession, digest_token(token))
    if session is not None:
        session.awaits, session.is_proved = None, True


def _digest(code: str) -> str:
    return get_keyring().digest("recovery-code", plain_code(code))
