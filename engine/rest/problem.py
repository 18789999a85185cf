"""Errors as application/problem+json: the one place that turns an engine error into an HTTP status."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from engine.errors import CommandRejected, DeploymentError, Reason
from engine.listed import cut_text, listed
from engine.runtime import EngineBusy, EngineStopped

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

STATUS_OF = {
    Reason.INVALID_ARGUMENT: 400,
    Reason.NOT_FOUND: 404,
    Reason.INVALID_STATE: 409,
    Reason.ALREADY_EXISTS: 409,
    Reason.PROCESSING_ERROR: 500,
}
# What waits has been worked off by then, or the engine has started again.
RETRY_AFTER_SECONDS = "2"
# Some thousand faults: more than a person mends at a time.
LONGEST_LIST_BYTES = 256 * 1024
TITLE_OF = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    409: "INVALID_STATE",
    413: "PAYLOAD_TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    421: "MISDIRECTED_REQUEST",
    500: "INTERNAL_ERROR",
    503: "RESOURCE_EXHAUSTED",
    504: "DEADLINE_EXCEEDED",
}


class Problem(Exception):
    """A request that is answered with `status` and a sentence saying why."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


class InvalidRequest(Problem):
    """A request that does not follow the contract: status 400."""

    def __init__(self, detail: str) -> None:
        super().__init__(400, detail)


class NotFoundProblem(Problem):
    """Nothing is stored under the key asked for: status 404."""

    def __init__(self, noun: str, key: int) -> None:
        super().__init__(404, f"{noun} with key '{key}' not found")


UNANSWERED: dict[type[Exception], Problem] = {
    TimeoutError: Problem(504, "The request timed out before the engine could answer"),
    EngineStopped: Problem(503, "The engine is stopping or has failed"),
    EngineBusy: Problem(503, str(EngineBusy())),
}


def problem_response(request: web.Request, problem: Problem) -> web.Response:
    """The problem document for `problem`, `instance` being the path that was asked."""
    return web.json_response(
        {
            "type": "about:blank",
            "title": TITLE_OF.get(problem.status, "ERROR"),
            "status": problem.status,
            "detail": problem.detail,
            "instance": request.path,
        },
        status=problem.status,
        headers=problem.headers | ({"Retry-After": RETRY_AFTER_SECONDS} if problem.status == 503 else {}),
        content_type="application/problem+json",
    )


@web.middleware
async def answer_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every error of a handler leaves as a problem document; an unforeseen one is logged and answered 500."""
    try:
        return await handler(request)
    except Exception as error:
        return problem_response(request, _problem_of(request, error))


def _problem_of(request: web.Request, error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case CommandRejected():
            return Problem(STATUS_OF[error.reason], cut_text(error.message, LONGEST_LIST_BYTES))
        case DeploymentError():
            return Problem(400, describe_faults(error))
        case TimeoutError() | EngineStopped() | EngineBusy():
            return UNANSWERED[type(error)]
        case web.HTTPException():
            return Problem(error.status, _detail_of(request, error))
    log.error("rest request failed: %s %s", request.method, request.path, exc_info=error)
    return Problem(500, "Unexpected error; see the engine's log")


def describe_faults(error: DeploymentError) -> str:
    """The faults of a refused deployment, one a line: file, element type, element id, reason."""
    return "The deployment was refused:\n" + listed(
        [str(fault) for fault in error.faults], LONGEST_LIST_BYTES
    )


def _detail_of(request: web.Request, error: web.HTTPException) -> str:
    if error.status == 404:
        return f"No operation at {request.method} {request.path}"
    return f"{error.reason} at {request.method} {request.path}"
