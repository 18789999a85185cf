"""After every view: what somebody looked at is on record before the page leaves, or the page does not leave (ADR 0329)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus
from itertools import chain, islice
from typing import TypeVar

from flask import Flask, Response, g, request
from sqlalchemy.exc import SQLAlchemyError

from api.context import app_context, current_session, office_now
from api.errors import Problem, answer
from api.readers_words import find_case_shown
from api.security.csrf import ForeignRequest, StalePage
from api.waits import must_wait
from models.ground.errors import RATE_LIMITED, DomainError, InvalidInput, OutsideUnavailable, TriedTooOften
from models.ground.look_codes import LookKind, LookPurpose
from models.ledger.look_record import ROLES_LENGTH, THING_LENGTH, NewLook
from services.accounts.sessions import SessionInfo
from services.attempts.rules import LOOKS_AT_IDENTITIES
from services.looks.find_purpose import AskedPage, find_purpose
from services.looks.find_thing import Thing, find_thing, find_waiting
from services.looks.find_viewer import NOBODY, find_viewer, name_source, name_typed
from services.looks.look_book import AT_ONCE, LookNotRecorded
from services.ports.identity_provider import AnswerRefused
from services.unit_of_work import UnitOfWork

# Asked by POST, for their purpose goes along.
_IDENTITIES = frozenset({"staff_case_entries.identity", "staff_prior_cases.identity"})
# Papers, packages and tables that leave.
_FILES = (
    "application/octet-stream",
    "application/pdf",
    "application/vnd.",
    "application/xml",
    "application/zip",
    "text/csv",
    "text/plain",
)
# Of a look that a view notes: what, what for, the id of the thing and of its case.
_Noted = tuple[LookKind, LookPurpose, str, str | None]
Row = TypeVar("Row")
_LEAD_ON = frozenset(range(300, 400))
_SHOW_NOTHING = frozenset({*_LEAD_ON, HTTPStatus.NO_CONTENT, HTTPStatus.UNAUTHORIZED, HTTPStatus.GONE})
_REFUSALS = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})
# One identity more than an hour has was kept from him; any other 429 is of a form that was sent too often.
_TOO_MANY_LOOKS = LOOKS_AT_IDENTITIES.refusal

# Another site sent it, or the page lay open too long: the person wanted nothing that is not his.
_NO_REFUSALS = frozenset({ForeignRequest.code, StalePage.code})


# Why somebody was not let in: by what he typed, whose account it is, or how often he tried.
_FAILED = frozenset(
    {
        "ACCOUNT_STOPPED",
        "PASSWORD_WAY_CLOSED",
        "SIGN_IN_FAILED",
        "SIGN_IN_WAITS",
        "WRONG_PASSWORD",
        "WRONG_SECOND_FACTOR",
        RATE_LIMITED,
    }
)


def register_looks(app: Flask) -> None:
    """Bind it as the first that is asked after a view."""
    app.after_request(_put_on_record)


def note_cases(
    complaint_ids: Iterable[str],
    purpose: LookPurpose = LookPurpose.TABLE,
    kind: LookKind = LookKind.EXPORT,
) -> None:
    """Of papers that leave, or a page that quotes several cases: each is a look of its own before the page goes."""
    _note((kind, purpose, case, case) for case in complaint_ids)


def note_identities(
    things: Iterable[tuple[str, str | None]], purpose: LookPurpose = LookPurpose.IDENTITY
) -> None:
    """Whose identity the answer tells: ids of the things that it belongs to and of their cases.

    On record too where the answer only leads on to the page that lists them.
    """
    _note((LookKind.IDENTITY, purpose, thing, case) for thing, case in things)


def _note(looks: Iterable[_Noted]) -> None:
    g.noted_looks = dict.fromkeys((*g.get("noted_looks", ()), *looks))


def put_rows_on_record(
    rows: Iterable[Row], thing_of: Callable[[Row], tuple[str, str | None] | None]
) -> Iterator[Row]:
    """Rows of a table that leaves, each handed on once the look at its case is on record, a thousand together (ADR 0361).

    `thing_of` says the id of what a row tells of and that of its case, None for a row of nobody. The first thousand are on
    record when this returns, or LookNotRecorded and nothing leaves. When one is raised later the answer has begun: it breaks
    off, so that nobody takes what came for the whole.
    """
    pieces = _record_pieces(iter(rows), thing_of)
    first = next(pieces, [])
    return chain(first, chain.from_iterable(pieces))


def _record_pieces(
    rows: Iterator[Row], thing_of: Callable[[Row], tuple[str, str | None] | None]
) -> Iterator[list[Row]]:
    session, book = current_session(), app_context().looks
    while piece := list(islice(rows, AT_ONCE)):
        things = dict.fromkeys(thing for row in piece if (thing := thing_of(row)) is not None)
        if session is not None and things:
            noted = [(LookKind.EXPORT, LookPurpose.TABLE, *thing) for thing in things]
            book.record_all(_make_looks(noted, session))
        yield piece


def note_failed_sign_in(login: str | None, refused: DomainError) -> None:
    """One that failed under this login, or was not looked at while it waits; of a login that nobody has a keyed digest of
    what was typed, as of every other: each is written alike, so that nobody learns by the clock which there are.

    A source that waits has one row a minute, whatever logins it invents, and so has one from which somebody comes of whom
    the identity provider proved no account (`login` None). LookNotRecorded where it cannot be put on record.
    """
    if not _has_failed(refused):
        return
    if login is None or (isinstance(refused, TriedTooOften) and not refused.is_of_login):
        _record_failed(NOBODY, name_source(request.remote_addr or ""))
    else:
        _record_failed(find_viewer(login, _make_unit()), name_typed(login))


def note_failed_proof(refused: DomainError) -> None:
    """A wrong password, second factor or answer of the identity provider of who is signed in by name, or one that was not
    looked at while it waits; other refusals are none. LookNotRecorded as above.
    """
    session = current_session()
    if session is not None and _has_failed(refused):
        _record_failed(session.staff_id, str(request.endpoint)[:THING_LENGTH])


def _has_failed(refused: DomainError) -> bool:
    faults = refused.errors.values() if isinstance(refused, InvalidInput) else ()
    return isinstance(refused, AnswerRefused) or not _FAILED.isdisjoint({refused.code, *faults})


def _record_failed(viewer: str, thing: str) -> None:
    source = name_source(request.remote_addr or "")
    look = NewLook(viewer, "", LookKind.SIGN_IN_FAILED, thing, None, source)
    app_context().looks.record(look, office_now())


def _put_on_record(response: Response) -> Response:
    session = current_session()
    if session is None or request.endpoint is None:
        return response
    try:
        look, now = _find_look(response, session), office_now()
        if look is not None and not app_context().looks.has(look, now):
            look = replace(look, purpose=find_purpose(look, _asked(), _make_unit()))
            app_context().looks.record(look, now)
        if noted := _list_noted(response, session):
            app_context().looks.record_all(noted)
    except (OutsideUnavailable, SQLAlchemyError, OSError):
        response.close()
        return answer(Problem(HTTPStatus.SERVICE_UNAVAILABLE, LookNotRecorded.code))
    return response


def _list_noted(response: Response, session: SessionInfo) -> list[NewLook]:
    noted: Iterable[_Noted] = g.get("noted_looks", ())
    status = response.status_code
    if status in _LEAD_ON:
        # The list that a search by person leads to is opened by its address, and says nothing of the person.
        noted = [look for look in noted if look[0] is LookKind.IDENTITY]
    elif status in _SHOW_NOTHING or status >= HTTPStatus.INTERNAL_SERVER_ERROR or _is_refused(response):
        return []
    return _make_looks(noted, session)


def _make_looks(noted: Iterable[_Noted], session: SessionInfo) -> list[NewLook]:
    roles, source = _join_roles(session), name_source(request.remote_addr or "")
    return [
        NewLook(session.staff_id, roles, kind, thing, case, source, session.unit, purpose.value)
        for kind, purpose, thing, case in noted
    ]


def _join_roles(session: SessionInfo) -> str:
    return ",".join(sorted(session.roles))[:ROLES_LENGTH]


def _asked() -> AskedPage:
    return AskedPage(request.blueprint or "", str((request.view_args or {}).get("user_task_key", "")))


def _find_look(response: Response, session: SessionInfo) -> NewLook | None:
    if response.status_code in _SHOW_NOTHING or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return None
    named = request.view_args or {}
    thing = find_thing(named, _make_unit(), find_case_shown() or _named_case(response, named))
    if thing is None and (response.status_code < HTTPStatus.MULTIPLE_CHOICES or must_wait(_TOO_MANY_LOOKS)):
        thing = find_waiting(named)
    kind = _refused(response, thing) if _is_refused(response) else _shown(response, thing)
    if kind is None:
        return None
    return NewLook(
        session.staff_id,
        _join_roles(session),
        kind,
        (thing.id if thing else str(request.endpoint))[:THING_LENGTH],
        thing.complaint_id if thing else None,
        name_source(request.remote_addr or ""),
        session.unit,
    )


def _named_case(response: Response, named: Mapping[str, object]) -> str | None:
    """The case in the address; what was answered shows that there is one."""
    is_there = response.status_code < HTTPStatus.MULTIPLE_CHOICES
    return str(named["complaint_id"]) if is_there and "complaint_id" in named else None


def _is_refused(response: Response) -> bool:
    return response.status_code in _REFUSALS or must_wait(_TOO_MANY_LOOKS)


def _refused(response: Response, thing: Thing | None) -> LookKind | None:
    """A page that is not there is no refusal, but one of a case that is there was kept from somebody."""
    is_nothing_there = response.status_code == HTTPStatus.NOT_FOUND and thing is None
    return None if is_nothing_there or g.get("problem_code") in _NO_REFUSALS else LookKind.REFUSED


def _shown(response: Response, thing: Thing | None) -> LookKind | None:
    """Whatever the method and the status: a form with a marked field comes back with the page around it."""
    if request.endpoint in _IDENTITIES and response.status_code == HTTPStatus.OK:
        return LookKind.IDENTITY
    if (response.mimetype or "").startswith(_FILES) and not (thing and thing.is_evidence):
        return LookKind.EXPORT
    if thing is None:
        return None
    if thing.is_waiting:
        return LookKind.INCOMING
    return LookKind.EVIDENCE if thing.is_evidence else LookKind.CASE


def _make_unit() -> UnitOfWork:
    settings = app_context().settings
    return (settings.make_look_unit or settings.make_unit)()
