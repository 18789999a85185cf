"""How engine errors become gRPC status codes: one table for all calls."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, Final, Never, TypeAlias, TypeVar

import grpc.aio

from engine.errors import CommandRejected, DeploymentError, Reason
from engine.runtime import EngineStopped

T = TypeVar("T")

# Any: a context is generic in messages that do not matter to a status.
Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"

STATUS_OF: Final = {
    Reason.NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    Reason.INVALID_STATE: grpc.StatusCode.FAILED_PRECONDITION,
    Reason.INVALID_ARGUMENT: grpc.StatusCode.INVALID_ARGUMENT,
    Reason.ALREADY_EXISTS: grpc.StatusCode.ALREADY_EXISTS,
}


async def reply_or_abort(work: Awaitable[T], context: Context) -> T:
    """Await the work; a refusal ends the call with its status code and sentence."""
    try:
        return await work
    except CommandRejected as rejection:
        await _abort(context, STATUS_OF[rejection.reason], rejection.message)
    except DeploymentError as refusal:
        await _abort(context, grpc.StatusCode.INVALID_ARGUMENT, str(refusal))
    except TimeoutError:
        await _abort(context, grpc.StatusCode.DEADLINE_EXCEEDED, "The instance has not completed in time.")
    except EngineStopped as stopped:
        await _abort(context, grpc.StatusCode.UNAVAILABLE, str(stopped))


async def refuse_unserved(context: Context, call: str) -> Never:
    """End a call that this engine does not serve."""
    await _abort(context, grpc.StatusCode.UNIMPLEMENTED, f"This engine does not serve the call {call}.")


async def _abort(context: Context, code: grpc.StatusCode, message: str) -> Never:
    await context.abort(code, message)
    raise AssertionError("abort returned")
