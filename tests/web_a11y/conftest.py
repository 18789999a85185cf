"""A running demo office, and a browser that looks at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.office_process import OfficeProcess, office_template, running_office
from tests.web.browser import chromium
from tests.web_a11y.look import Eyes, require_axe


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeProcess]:
    """Engine, workers and web server of a demo office at 2026-08-31 09:00."""
    require_axe()
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    with running_office(tmp_path_factory.mktemp("office"), template=template) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for all files: Playwright runs once in a process."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="package")
def eyes(office: OfficeProcess, browser: Browser) -> Eyes:
    """Chromium, signed in as whoever a test asks for."""
    return Eyes(browser, office.address, office.passwords)
