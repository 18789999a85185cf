"""How engine errors become gRPC status codes: one table for all calls."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, Final, Never, TypeAlias, TypeVar

import grpc.aio
from google.protobuf.message import Message

from engine.errors import CommandRejected, DeploymentError, Reason
from engine.listed import cut_text, listed
from engine.runtime import EngineBusy, EngineStopped

T = TypeVar("T")
M = TypeVar("M", bound=Message)

# Any: a context is generic in messages that do not matter to a status.
Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"

# A client takes 8 KB of header and trailer together, and the text travels percent-encoded: three bytes for each byte
# that is not ASCII, nine for a Chinese character. More arrives as RESOURCE_EXHAUSTED without any text.
LONGEST_STATUS_BYTES: Final = 4 * 1024
# What a client takes unless told otherwise; with more its own library ends the call as RESOURCE_EXHAUSTED.
LONGEST_REPLY_BYTES: Final = 4 * 1024 * 1024

STATUS_OF: Final = {
    Reason.NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    Reason.INVALID_STATE: grpc.StatusCode.FAILED_PRECONDITION,
    Reason.INVALID_ARGUMENT: grpc.StatusCode.INVALID_ARGUMENT,
    Reason.ALREADY_EXISTS: grpc.StatusCode.ALREADY_EXISTS,
    Reason.PROCESSING_ERROR: grpc.StatusCode.INTERNAL,
}


async def reply_or_abort(work: Awaitable[T], context: Context) -> T:
    """Await the work; a refusal ends the call with its status code and sentence."""
    try:
        return await work
    except CommandRejected as rejection:
        await _abort(context, STATUS_OF[rejection.reason], rejection.message)
    except DeploymentError as refusal:
        text = listed([str(fault) for fault in refusal.faults], LONGEST_STATUS_BYTES, _sent_bytes)
        await _abort(context, grpc.StatusCode.INVALID_ARGUMENT, text)
    except TimeoutError:
        await _abort(context, grpc.StatusCode.DEADLINE_EXCEEDED, "The instance has not completed in time.")
    except EngineBusy as busy:
        await _abort(context, grpc.StatusCode.RESOURCE_EXHAUSTED, str(busy))
    except EngineStopped as stopped:
        await _abort(context, grpc.StatusCode.UNAVAILABLE, str(stopped))


async def reply_or_say_too_large(reply: M, context: Context) -> M:
    """The reply, unless no client would take it: then OUT_OF_RANGE, which also says that the work was done."""
    size = reply.ByteSize()
    if size > LONGEST_REPLY_BYTES:
        text = (
            f"The command was carried out, but its answer of {size / 1024 / 1024:.1f} MB is larger than a message may "
            "be (4 MB). Ask for fewer variables, or read them with a search."
        )
        await _abort(context, grpc.StatusCode.OUT_OF_RANGE, text)
    return reply


async def refuse_unknown(context: Context) -> Never:
    """End a call without a login that is known here."""
    text = "This engine wants a login that it knows: Basic or Bearer in the metadata 'authorization'."
    await _abort(context, grpc.StatusCode.UNAUTHENTICATED, text)


async def refuse_unserved(context: Context, call: str) -> Never:
    """End a call that this engine does not serve."""
    await _abort(context, grpc.StatusCode.UNIMPLEMENTED, f"This engine does not serve the call {call}.")


async def _abort(context: Context, code: grpc.StatusCode, message: str) -> Never:
    await context.abort(code, cut_text(message, LONGEST_STATUS_BYTES, _sent_bytes))
    raise AssertionError("abort returned")


def _sent_bytes(text: str) -> int:
    """How long a status text is on the wire."""
    return sum(1 if byte != 0x25 and 0x20 <= byte <= 0x7E else 3 for byte in text.encode())
