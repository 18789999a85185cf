"""A real engine over real ports, and our client for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.camunda_grpc import ZeebeMessages
from adapters.camunda_http import CamundaHttp
from adapters.camunda_monitor import CamundaMonitor
from adapters.camunda_resources import CamundaResources
from adapters.camunda_rest import CamundaEngine
from tests.engine_server import RunningEngine, running_engine
from tests.store.shadow import ShadowCheck


@dataclass(frozen=True)
class Connected:
    """An engine and everything the application reaches it by."""

    running: RunningEngine
    http: CamundaHttp
    engine: CamundaEngine
    monitor: CamundaMonitor
    resources: CamundaResources


@pytest.fixture
def connected(tmp_path: Path) -> Iterator[Connected]:
    shadow = ShadowCheck()
    with running_engine(tmp_path / "engine", after_commit=shadow) as running:
        http, messages = CamundaHttp(running.rest_address), ZeebeMessages(running.grpc_address)
        yield Connected(
            running, http, CamundaEngine(http, messages), CamundaMonitor(http), CamundaResources(http)
        )
        messages.close()
        http.close()
    assert shadow.differences == []
