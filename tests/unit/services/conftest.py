"""An office with all ports on each of the two databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from tests.full_office import FullOffice
from tests.mail_server import serve_mail
from tests.sms_gateway import serve_sms
from tests.unit.services.notices_outside import Outside


@pytest.fixture
def office(office_database: Database, tmp_path: Path) -> FullOffice:
    """A set-up office at 2026-09-07 10:00."""
    return FullOffice(office_database, folder=tmp_path)


@pytest.fixture
def outside(office: FullOffice) -> Iterator[Outside]:
    """A mail server and an SMS gateway for its notices."""
    with serve_mail() as mail, serve_sms() as sms:
        yield Outside(office, mail, sms)
