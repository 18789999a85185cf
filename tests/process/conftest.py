"""The fixtures of the engine's own tests, and an office with the shipped diagrams."""

import pytest

from tests.engine.conftest import engine, shadow
from tests.engine.driver import Driver
from tests.process.office import Office

__all__ = ["engine", "shadow"]


@pytest.fixture
def office(engine: Driver) -> Office:
    """Every shipped diagram, form and decision is deployed; nobody has complained yet."""
    return Office(engine)
