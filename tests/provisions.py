"""What an office has on record of data that left it, in short words for tests."""

from __future__ import annotations

from models.case.data_provision import DataProvision
from tests.full_office import FullOffice


def left(office: FullOffice, complaint_id: str | None) -> list[tuple[str, str, tuple[str, ...]]]:
    """Receiver (by name where one is told), way and kinds of data of each time, in order."""
    return [
        (row.name or row.recipient.value, row.way.value, tuple(row.kinds))
        for row in office.rows(DataProvision, complaint_id=complaint_id)
    ]
