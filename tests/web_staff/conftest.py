"""Fixtures of staff page tests: the office of the page tests, an engine port that tests fill, and people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.full_office import FullOffice
from tests.web.conftest import address, browser, office
from tests.web.pages import Visitor, lend_app
from tests.web_staff.desk import Desk
from tests.web_staff.fake_monitor import FakeMonitor
from tests.web_staff.people import signed_in

__all__ = ["address", "browser", "office"]


@pytest.fixture
def monitor() -> FakeMonitor:
    """An engine with no instance until the test adds one."""
    return FakeMonitor()


@pytest.fixture
def app(office: FullOffice, monitor: FakeMonitor) -> Flask:
    """The pages over the office and the fake engine port."""
    return lend_app(office, monitor)  # type: ignore[arg-type]  # the whole port, not only its readiness


@pytest.fixture
def sign_in(app: Flask, office: FullOffice) -> Callable[[str], Visitor]:
    """Signs in a member of the demo staff by login."""
    return lambda login: signed_in(app, office, login)


@pytest.fixture
def desk(app: Flask, office: FullOffice, browser: Browser, address: str) -> Desk:
    """The application in a browser."""
    return Desk(app, office, browser, address)
