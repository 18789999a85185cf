"""One running office for each module, copied from the office that the test run makes once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office_process import OfficeProcess, office_template, running_office

# Searches of a real cluster are behind; so are these.
SEARCH_LAG_MS = 200


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeProcess]:
    """Engine, workers and web server of a demo office at 2026-08-31 09:00."""
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    with running_office(
        tmp_path_factory.mktemp("office"), template=template, search_lag_ms=SEARCH_LAG_MS
    ) as running:
        yield running


@pytest.fixture(scope="module")
def prompt_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeProcess]:
    """The same, but searches are not behind: a replay looks for the next task as soon as all is quiet."""
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    with running_office(tmp_path_factory.mktemp("prompt-office"), template=template) as running:
        yield running
