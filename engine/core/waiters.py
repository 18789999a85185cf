"""Who waits for an answer that a later command gives; in memory only, for a caller does not outlive its engine."""

from __future__ import annotations


class Waiters:
    """Requests by what they wait for: a user task whose listeners run, or an instance that is to complete.

    `seal` and `undo` end a command as in `State`.
    """

    def __init__(self) -> None:
        self._requests: dict[int, int] = {}
        self._before: dict[int, int | None] = {}

    def wait(self, awaited_key: int, request_id: int | None) -> None:
        """The request is answered with what it waits for; None waits for nothing."""
        if request_id is not None:
            self._before.setdefault(awaited_key, self._requests.get(awaited_key))
            self._requests[awaited_key] = request_id

    def take(self, awaited_key: int) -> int | None:
        """Who waits for it, to be answered now."""
        if awaited_key not in self._requests:
            return None
        self._before.setdefault(awaited_key, self._requests[awaited_key])
        return self._requests.pop(awaited_key)

    def awaited(self) -> tuple[int, ...]:
        """Keys of everything that somebody waits for."""
        return tuple(self._requests)

    def forget(self, request_id: int) -> None:
        """The caller has gone."""
        self._requests = {key: waiting for key, waiting in self._requests.items() if waiting != request_id}

    def seal(self) -> None:
        """The command has ended."""
        self._before.clear()

    def undo(self) -> None:
        """The command has never been."""
        for awaited_key, request_id in self._before.items():
            if request_id is None:
                self._requests.pop(awaited_key, None)
            else:
                self._requests[awaited_key] = request_id
        self._before.clear()
