"""The fixtures of the engine's own tests, for the shipped diagrams."""

from tests.engine.conftest import engine, shadow

__all__ = ["engine", "shadow"]
