"""What a poll costs does not grow with the jobs that others hold."""

from __future__ import annotations

import pytest

from engine.core.commands import ActivateJobs, CreateInstance, Deploy, Resource
from engine.core.state import State
from engine.processing.core import Core
from tests.gateway.test_results import ECHO

NOW = 1_788_138_000_000


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every look-up of an entity, whatever for."""
    seen: list[object] = []
    get = State.get

    def counted(state: State, noun: type, key: int) -> object:
        seen.append(key)
        return get(state, noun, key)

    monkeypatch.setattr(State, "get", counted)
    return seen


def test_a_poll_does_not_walk_over_leased_jobs(looks: list[object]) -> None:
    core = Core.load([])
    core.process(Deploy((Resource("echo.bpmn", ECHO),)), NOW)
    for _ in range(300):
        core.process(CreateInstance("echo"), NOW)
    poll = ActivateJobs("echo", "worker", 60_000, 1)
    looks.clear()
    core.process(poll, NOW)
    cost_of_the_first = len(looks)
    core.process(ActivateJobs("echo", "holder", 60_000, 298), NOW)
    looks.clear()
    [answer] = core.process(poll, NOW, request_id=1)
    assert answer.result is not None
    assert len(looks) == cost_of_the_first
