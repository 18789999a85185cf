"""A token server over a real socket, and the file of logins that an engine reads: what it issues the engine takes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from tests.certificates import write_secret

CLIENT, SECRET = "office", "the-client-s-own-secret"
NEVER_ISSUED = "bearer " + "0" * 40 + "\n"


@dataclass
class TokenServer:
    """`life` of the tokens in seconds, the last `takes_so_many` of which are let in.

    `answers` are given, one each, before the ordinary ones.
    """

    logins: Path
    life: float = 3600.0
    answers: list[web.Response] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    asked_at: list[float] = field(default_factory=list)
    issued: list[str] = field(default_factory=list)
    most_at_once: int = 0
    is_believed: bool = True
    takes_so_many: int = 2
    url: str = ""
    _now: int = 0

    async def token(self, request: web.Request) -> web.Response:
        """The endpoint of RFC 6749, section 4.4."""
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        self.asked_at.append(time.monotonic())
        await asyncio.sleep(0.02)
        self._now -= 1
        if self.answers:
            return self.answers.pop(0)
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return web.json_response({"error": "invalid_client", "error_description": str(form)}, status=401)
        token = f"token-{len(self.issued):04d}-{'x' * 24}"
        self.issued.append(token)
        self._let_in()
        return web.json_response({"access_token": token, "token_type": "Bearer", "expires_in": self.life})

    def revoke(self) -> None:
        """Let the engine take nothing that was issued."""
        write_secret(self.logins.with_suffix(".next"), NEVER_ISSUED).rename(self.logins)

    def _let_in(self) -> None:
        # The last two: one that was renewed lives on for a moment.
        lines = (
            "".join(f"bearer {token}\n" for token in self.issued[-2:]) if self.is_believed else NEVER_ISSUED
        )
        write_secret(self.logins.with_suffix(".next"), lines).rename(self.logins)


@contextmanager
def token_server(logins: Path) -> Iterator[TokenServer]:
    """The server on a free port in a thread of its own."""
    server = TokenServer(logins)
    server.revoke()
    loop = asyncio.new_event_loop()
    app = web.Application()
    app.add_routes([web.post("/oauth/token", server.token)])
    runner = web.AppRunner(app, access_log=None)

    async def start() -> int:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return int(runner.addresses[0][1])

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    port = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    server.url = f"http://127.0.0.1:{port}/oauth/token"
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
