"""A real engine behind a real HTTP port, optionally over a store that was filled beforehand."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer

from engine.rest.app import create_rest_app
from engine.runtime import Runtime
from engine.settings import EngineSettings
from engine.state.batch import Batch
from engine.state.entity import Entity
from engine.state.opening import open_store
from engine.state.store import fill_batch
from tests.store.samples import as_rows
from tests.store.shadow import ShadowCheck


class RestClient:
    """Short calls that give status and parsed body."""

    def __init__(self, client: TestClient[Any, Any], runtime: Runtime) -> None:
        self.http = client
        self.runtime = runtime

    async def call(self, method: str, path: str, body: object | None = None) -> tuple[int, Any]:
        """Status and JSON body (None for an empty one) of `method /v2/path`."""
        response = await self.http.request(method, f"/v2{path}", json=body)
        return response.status, await response.json(content_type=None) if await response.read() else None

    async def get(self, path: str) -> Any:
        """The body of a GET that must succeed."""
        status, body = await self.call("GET", path)
        assert status == 200, body
        return body

    async def search(self, path: str, body: object | None = None) -> Any:
        """The body of a search that must succeed."""
        status, answer = await self.call("POST", f"{path}/search", body)
        assert status == 200, answer
        return answer

    async def post(self, path: str, body: object | None = None) -> Any:
        """The body of a command that must succeed."""
        status, answer = await self.call("POST", path, body)
        assert status in (200, 204), answer
        return answer

    async def deploy(self, **files: str) -> tuple[int, Any]:
        """Status and body of a deployment; `name_bpmn` is the file `name.bpmn`."""
        form = FormData()
        for name, text in files.items():
            filename = ".".join(name.replace("_", "-").rsplit("-", 1))
            form.add_field("resources", text.encode(), filename=filename)
        response = await self.http.post("/v2/deployments", data=form)
        return response.status, await response.json(content_type=None)


@asynccontextmanager
async def serving(
    data_dir: Path, *, request_timeout_seconds: float = 10.0, search_lag_ms: int = 0
) -> AsyncIterator[RestClient]:
    """An engine over `data_dir` that answers REST; after each commit its store is compared with its memory."""
    shadow = ShadowCheck()
    settings = EngineSettings(data_dir=data_dir, search_lag_ms=search_lag_ms)
    runtime = Runtime(settings, lambda: shadow(runtime))
    runtime.start()
    app = create_rest_app(runtime, request_timeout_seconds=request_timeout_seconds)
    try:
        async with TestClient(TestServer(app)) as client:
            yield RestClient(client, runtime)
    finally:
        await runtime.close()
    assert shadow.differences == []


def fill_store(data_dir: Path, entities: Iterable[Entity]) -> None:
    """Writes entities as the engine would have, before it starts."""
    opened = open_store(data_dir)
    batch = Batch()
    fill_batch(batch, as_rows(entities), ())
    opened.store.write(batch)
    opened.close()
