"""One office for the module, run by `jieban up` as `make run` does; owners change it while it serves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office_process import office_template, running_office
from tests.owners.owned_office import OwnedOffice


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnedOffice]:
    """A demo office at 2026-08-31 09:00 that serves."""
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    folder = tmp_path_factory.mktemp("owned")
    with running_office(folder / "office", template=template, names=(), search_lag_ms=200) as office:
        owned = OwnedOffice(office, folder)
        try:
            owned.start()
            yield owned
        finally:
            owned.close()
