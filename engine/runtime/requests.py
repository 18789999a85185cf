"""Callers that wait for the answer to a command, by request id."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterable

from engine.core.answers import Answer, Result


class EngineStopped(Exception):
    """The engine is stopping or has failed; the command may not have been applied."""


class EngineBusy(Exception):
    """Too many commands wait; nothing was done, and the same command may be sent again in a while."""

    def __init__(self) -> None:
        super().__init__(
            "The engine has reached the number of commands that may wait; nothing was done. Try again later."
        )


class PendingRequests:
    """Futures by request id; an answer without a waiting caller is dropped."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Result]] = {}

    def open(self) -> tuple[int, asyncio.Future[Result]]:
        """A new request id and the future that its answer will settle."""
        request_id = next(self._ids)
        future = asyncio.get_running_loop().create_future()
        self._waiting[request_id] = future
        return request_id, future

    def forget(self, request_id: int) -> bool:
        """Take a request out; True when its answer was still to come."""
        return self._waiting.pop(request_id, None) is not None

    def settle(self, answers: Iterable[Answer]) -> None:
        """Hand each answer to its caller."""
        for answer in answers:
            future = self._waiting.pop(answer.request_id, None)
            if future is None or future.done():
                continue
            if answer.rejection is not None:
                future.set_exception(answer.rejection)
            elif answer.result is not None:
                future.set_result(answer.result)

    def fail_all(self, reason: str) -> None:
        """Tell every caller that no answer will come."""
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(EngineStopped(reason))
        self._waiting.clear()
