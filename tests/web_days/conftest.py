"""A demo office that runs, from its first morning, and one Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.office_process import OfficeProcess, office_template, running_office
from tests.web.browser import chromium


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeProcess]:
    """Engine, workers and web server of a demo office at 2026-08-31 09:00, without a case."""
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    with running_office(tmp_path_factory.mktemp("days") / "office", template=template) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Everybody has a context of his own in it."""
    with chromium() as started:
        yield started
