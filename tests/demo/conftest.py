"""Fixtures of the demo's bar: the pages over an office, without a server."""

from __future__ import annotations

from tests.web.conftest import app, office

__all__ = ["app", "office"]
