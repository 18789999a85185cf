"""An office that was up once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.office_process import office_template
from tests.up.office_up import OfficeUp, settings_of

StartOffice = Callable[..., OfficeUp]


@pytest.fixture(scope="session")
def office_of_yesterday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo office whose engine has its diagrams: what `up` finds on a usual morning."""
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    data = tmp_path_factory.mktemp("office-of-yesterday") / "office"
    shutil.copytree(template, data)
    office = OfficeUp(settings_of(data))
    try:
        office.wait_serving()
        assert office.terminate()[0] == 0, office.said
    finally:
        office.close()
    return data


@pytest.fixture
def settings(office_of_yesterday: Path, tmp_path: Path) -> dict[str, str]:
    """Settings of an office of this test alone, that stands still."""
    data = tmp_path / "office"
    shutil.copytree(office_of_yesterday, data)
    return settings_of(data)


@pytest.fixture
def start_office(settings: dict[str, str]) -> Iterator[StartOffice]:
    """Starts `up` on the office, as often as asked, with other settings if given; all end with the test."""
    offices: list[OfficeUp] = []

    def start(**other: str) -> OfficeUp:
        offices.append(OfficeUp(settings | other))
        return offices[-1]

    yield start
    for office in offices:
        office.close()


class SharedOffice:
    """One serving office for the tests of a module; one that a test ended is started again."""

    def __init__(self, settings: dict[str, str]) -> None:
        self._settings = settings
        self._office: OfficeUp | None = None

    def serving(self) -> OfficeUp:
        """The office, serving."""
        if self._office is None or self._office.process.poll() is not None:
            self.close()
            self._office = OfficeUp(self._settings)
            self._office.wait_serving()
        return self._office

    def close(self) -> None:
        """End it."""
        if self._office is not None:
            self._office.close()


@pytest.fixture(scope="module")
def shared_office(
    office_of_yesterday: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SharedOffice]:
    """The office of a module."""
    data = tmp_path_factory.mktemp("shared") / "office"
    shutil.copytree(office_of_yesterday, data)
    shared = SharedOffice(settings_of(data))
    yield shared
    shared.close()


@pytest.fixture
def office(shared_office: SharedOffice) -> OfficeUp:
    """An office that serves."""
    return shared_office.serving()
