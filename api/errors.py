"""The one place where errors become answers: problem+json for programs, a page that says what to do for people."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from http import HTTPStatus

import structlog
from flask import Flask, Response, current_app, g, jsonify, render_template, request
from sqlalchemy.exc import DataError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from api.i18n import code_text
from api.moments import date_text
from api.schemas.schema_faults import find_schema_faults
from api.security.csrf import ForeignRequest
from api.security.gate import wants_json
from api.waits import code_of, problem_text
from models.clock.calendar_days import CalendarYearMissing
from models.ground.away import DATABASE_AWAY
from models.ground.errors import (
    Conflict,
    DatabaseBusy,
    DomainError,
    InvalidInput,
    NotFound,
    NotPermitted,
    OutsideUnavailable,
    RuleRefused,
)
from services.correlation import current_correlation, new_correlation
from services.looks.look_book import LookNotRecorded

_LOG = structlog.get_logger()
RETRY_SECONDS = 5
_NO_DISK = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EFBIG, errno.EMFILE, errno.ENFILE}
)

# First match wins; a subclass stands before its base.
STATUS_OF: tuple[tuple[type[DomainError], HTTPStatus], ...] = (
    (ForeignRequest, HTTPStatus.FORBIDDEN),
    (InvalidInput, HTTPStatus.UNPROCESSABLE_ENTITY),
    (NotFound, HTTPStatus.NOT_FOUND),
    (NotPermitted, HTTPStatus.FORBIDDEN),
    (Conflict, HTTPStatus.CONFLICT),
    (RuleRefused, HTTPStatus.CONFLICT),
    (OutsideUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (DomainError, HTTPStatus.BAD_REQUEST),
)

# Where the frame of a page would wait for the database once more.
_BUSY = frozenset({DatabaseBusy.code, LookNotRecorded.code})
_BY_CODE = {
    "SESSION_OVER": HTTPStatus.UNAUTHORIZED,
    "SIGNATURE_REFUSED": HTTPStatus.UNAUTHORIZED,
    "RATE_LIMITED": HTTPStatus.TOO_MANY_REQUESTS,
    "SIGN_IN_WAITS": HTTPStatus.TOO_MANY_REQUESTS,
    "LOOKED_TOO_OFTEN": HTTPStatus.TOO_MANY_REQUESTS,
    "ACCOUNT_STOPPED": HTTPStatus.FORBIDDEN,
    "SIGN_IN_FAILED": HTTPStatus.UNAUTHORIZED,
    "PASSWORD_WAY_CLOSED": HTTPStatus.FORBIDDEN,
    "PROVIDER_ANSWER_REFUSED": HTTPStatus.UNAUTHORIZED,
    "PROVIDER_STEP_MISSING": HTTPStatus.UNAUTHORIZED,
    "PROVIDER_SIGN_IN_OVER": HTTPStatus.UNAUTHORIZED,
    "PROVIDER_SAID_NO": HTTPStatus.UNAUTHORIZED,
    "PROVIDER_ACCOUNT_UNKNOWN": HTTPStatus.FORBIDDEN,
    "NO_SUCH_CASE": HTTPStatus.NOT_FOUND,
    "NO_SUCH_HANDOVER": HTTPStatus.NOT_FOUND,
    "NO_SUCH_APPOINTMENT": HTTPStatus.NOT_FOUND,
    "NO_SUCH_PHONE": HTTPStatus.NOT_FOUND,
    "NOT_YOUR_MARK": HTTPStatus.UNPROCESSABLE_ENTITY,
    "NO_SUCH_FILE": HTTPStatus.NOT_FOUND,
    "PROOF_OVER": HTTPStatus.FORBIDDEN,
    "FILE_DESTROYED": HTTPStatus.GONE,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, ready to be told; `code` chooses the sentences of the catalogue."""

    status: HTTPStatus
    code: str
    error_id: str = ""
    errors: dict[str, str] | None = None
    facts: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


def status_of(error: DomainError) -> HTTPStatus:
    """The HTTP status of a domain error."""
    by_code = _BY_CODE.get(error.code)
    return by_code or next(status for kind, status in STATUS_OF if isinstance(error, kind))


def register_errors(app: Flask) -> None:
    """Bind the handlers by kind; the generic one comes last and tells nothing but an id."""
    app.register_error_handler(DomainError, _answer_domain_error)
    app.register_error_handler(CalendarYearMissing, _answer_missing_year)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(Exception, _answer_unknown_error)


def _answer_domain_error(error: DomainError) -> Response:
    if isinstance(error, InvalidInput):
        return answer(Problem(status_of(error), error.code, errors=dict(error.errors), facts=error.facts))
    return answer(Problem(status_of(error), code_of(error)))


def _answer_missing_year(error: CalendarYearMissing) -> Response:
    """A day that was asked for, or a limit that ends, in a year that nobody has entered yet."""
    _LOG.warning("calendar_year_missing", place=_place_of(error))
    return answer(Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "CALENDAR_YEAR_MISSING"))


def _answer_http_error(error: HTTPException) -> Response:
    problem = Problem(HTTPStatus(error.code or 500), f"HTTP_{error.code}", errors=find_schema_faults(error))
    return answer(problem)


def _answer_unknown_error(error: Exception) -> Response:
    error_id = current_correlation() or new_correlation()
    # The message may hold what a person typed, so type and place are all that is logged.
    place = _place_of(error)
    _LOG.error("request_failed", error_type=type(error).__name__, place=place, error_id=error_id)
    if _is_away(error):
        return answer(Problem(HTTPStatus.SERVICE_UNAVAILABLE, DatabaseBusy.code, error_id))
    if isinstance(error, DataError | OverflowError):
        # A NUL, more characters than their column, a number of twenty digits: no form of ours lets anybody type them.
        return answer(Problem(HTTPStatus.BAD_REQUEST, "HTTP_400", error_id))
    return answer(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "HTTP_500", error_id))


def answer(problem: Problem) -> Response:
    """The answer for whoever asks."""
    g.problem_code = problem.code
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR and not problem.error_id:
        problem = replace(problem, error_id=current_correlation() or "")
    response = _as_json(problem) if wants_json() else _as_page(problem)
    response.status_code = problem.status
    if problem.status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _as_json(problem: Problem) -> Response:
    title, detail = problem_text(problem.code)
    body: dict[str, object] = {
        "type": "about:blank",
        "title": title,
        "status": problem.status.value,
        "detail": detail,
        "instance": request.path,
        "code": problem.code,
    }
    if problem.errors is not None:
        body["errors"] = {
            path: sentence(code, problem.facts.get(path, {})) for path, code in problem.errors.items()
        }
    if problem.error_id:
        body["error_id"] = problem.error_id
    response = jsonify(body)
    response.mimetype = "application/problem+json"
    return response


def sentence(code: str, facts: Mapping[str, object]) -> str:
    """What is wrong with a value, with the days and names that the sentence tells."""
    told = {name: date_text(value) if isinstance(value, date) else value for name, value in facts.items()}
    text = code_text("invalid", code)
    return text % told if told else text


def _is_away(error: Exception) -> bool:
    """Whether database or disk are away or full, which passes by itself."""
    if isinstance(error, OSError):
        return error.errno in _NO_DISK
    return isinstance(error, DATABASE_AWAY)


def _as_page(problem: Problem) -> Response:
    if problem.code in _BUSY:
        return _as_page_without_database(problem)
    try:
        page = render_template("error.html", problem=problem)
    except (DomainError, SQLAlchemyError, HTTPException):
        # The frame reads the form again too, and one that is too large cannot be read.
        return _as_page_without_database(problem)
    return Response(page, mimetype="text/html")


def _as_page_without_database(problem: Problem) -> Response:
    """The frame of the other pages asks the database too, and would wait for it once more."""
    title, advice = problem_text(problem.code)
    template = current_app.jinja_env.get_template("away.html")
    page = template.render(title=title, advice=advice, error_id=problem.error_id)
    return Response(page, mimetype="text/html")


def _place_of(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}"
