"""Signing in with what came back from the identity provider: into the account that it was linked to, or into none."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from models.office.account import Account
from models.office.provider_identity import ProviderIdentity
from models.office.staff import Staff
from services.accounts.known_browser import add_mark
from services.accounts.password_hash import draw_password
from services.accounts.provider_attempts import Returned, require_provider, take_attempt
from services.accounts.provider_links import link_own
from services.accounts.sessions import Arrival, open_session
from services.accounts.sign_in import SignedIn
from services.actor import Actor
from services.attempts.rate_limit import by_source, count
from services.attempts.rules import PROVIDER_REFUSALS_PER_ADDRESS
from services.ports.identity_provider import AnswerRefused, IdentityProvider, Proven
from services.unit_of_work import UnitOfWork

_LONGEST_CODE = 2_000


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """What the browser came back with, as it stands in the address; "" for what does not.

    `secret`: the browser's own; `back`: the address that it came to; `marks` and `browser` as in `SignIn`.
    """

    state: str
    code: str = field(repr=False)
    error: str
    issuer: str
    secret: str
    back: str
    marks: str = ""
    browser: str | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """`signed_in` is None when an identity was linked; `wanted`: where the person wanted to go."""

    signed_in: SignedIn | None
    wanted: str


def finish_at_provider(answer: ProviderAnswer, unit_of_work: UnitOfWork, actor: Actor) -> Finished:
    """Open a session like any other, or link the identity where that was asked for; a first password ends with the session.

    AnswerRefused for what signs nobody in, with the code for the person, the reason that the trail has, and the login where
    it is known; ProviderAway while the provider does not answer, Conflict("IDENTITY_TAKEN"), TriedTooOften after sixty refused
    ones of a source in an hour.
    UnknownAnswer, which leaves nothing behind, for what this browser did not ask.
    """
    provider = require_provider(unit_of_work)
    try:
        returned = take_attempt(answer.state, answer.secret, answer.back, unit_of_work)
        proven = _redeem(answer, returned, provider)
        if returned.links is not None:
            link_own(returned.links, proven, unit_of_work, actor)
            return Finished(None, returned.wanted)
        return Finished(_open(proven, answer, unit_of_work, actor), returned.wanted)
    except AnswerRefused as refused:
        count(by_source(PROVIDER_REFUSALS_PER_ADDRESS, actor, unit_of_work), unit_of_work)
        payload = {"reason": refused.reason} | ({"staff_id": refused.login} if refused.login else {})
        with unit_of_work as unit:
            unit.trail.add(None, "account.provider_refused", payload, actor)
        raise


def _redeem(answer: ProviderAnswer, returned: Returned, provider: IdentityProvider) -> Proven:
    # RFC 9207: who answers says his name where he can.
    if answer.issuer and answer.issuer != provider.issuer:
        raise AnswerRefused("ISSUER")
    if answer.error:
        raise AnswerRefused("SAID_NO", "PROVIDER_SAID_NO")
    if not 1 <= len(answer.code) <= _LONGEST_CODE:
        raise AnswerRefused("CODE")
    return provider.redeem(answer.code, returned.asked)


def _open(proven: Proven, answer: ProviderAnswer, unit_of_work: UnitOfWork, actor: Actor) -> SignedIn:
    same = (ProviderIdentity.issuer == proven.issuer) & (ProviderIdentity.subject == proven.subject)
    with unit_of_work as unit:
        login = unit.session.scalars(select(ProviderIdentity.staff_id).where(same)).one_or_none()
        account = None if login is None else unit.session.get(Account, login)
        staff = None if login is None else unit.session.get(Staff, login)
        if account is None or staff is None or not staff.active:
            raise AnswerRefused("NOT_LINKED", "PROVIDER_ACCOUNT_UNKNOWN", login=login)
        if account.stopped_at is not None:
            raise AnswerRefused("STOPPED", "ACCOUNT_STOPPED", login=login)
        now = account.signed_in_at = unit.ports.system_clock.now()
        if account.must_change:
            # A first password was given out and read by others: who comes in without it has no more use for it.
            account.password_hash = draw_password()[1]
        came = Arrival(answer.browser, by_provider=True)
        token = open_session(account.staff_id, unit, actor, came=came)
        marks = add_mark(answer.marks, account, now)
    return SignedIn(token, account.staff_id, must_change_password=False, marks=marks)
