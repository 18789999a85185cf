"""People who get no answer send the same again, as a browser does; and what they were told was taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx

from deploy.replay.office import Office, OpenTask


class PersistentTransport(httpx.BaseTransport):
    """Sends a request that got no answer again, byte for byte, after `wait_for_web`."""

    def __init__(self, inner: httpx.BaseTransport, wait_for_web: Callable[[], None]) -> None:
        self._inner = inner
        self._wait_for_web = wait_for_web

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The whole answer, however often it has to be asked for."""
        while True:
            try:
                response = self._inner.handle_request(request)
                response.read()
                return response
            except httpx.TransportError:
                self._wait_for_web()

    def close(self) -> None:
        """End the connections."""
        self._inner.close()


class PersistentPeople(Office):
    """The office's people; `tasks` and `acts` are those whose submission was answered with success."""

    def __init__(self, address: str, passwords: dict[str, str], wait_for_web: Callable[[], None]) -> None:
        super().__init__(address, passwords)
        self._wait_for_web = wait_for_web
        self.tasks: Counter[str] = Counter()
        self.acts: Counter[tuple[str, str]] = Counter()

    def submit(self, person: str, task: OpenTask, answers: dict[str, Any]) -> None:
        """Complete a task's form."""
        super().submit(person, task, answers)
        self.tasks[task.user_task_key] += 1

    def take_act(self, person: str, complaint_id: str, act: str, answers: dict[str, Any]) -> str:
        """Take an act of the case file through its form."""
        shown = super().take_act(person, complaint_id, act, answers)
        self.acts[complaint_id, act] += 1
        return shown

    def client(self) -> httpx.Client:
        client = super().client()
        # The product's client with the product's address, only more patient.
        client._transport = PersistentTransport(client._transport, self._wait_for_web)
        return client
