"""Tests of deployed decisions run on a core with shadow recovery after each command."""

from __future__ import annotations

from tests.engine.conftest import engine, shadow

__all__ = ["engine", "shadow"]
