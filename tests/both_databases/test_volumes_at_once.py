"""Numbers of transactions taken in by two people at the same moment, on both databases: none is counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.ground.ids import new_id
from models.office.transaction_volume import TransactionVolume, VolumeImport
from models.office.unit import OrganisationUnit
from services.figures.import_volumes import import_volumes
from tests.both_databases.at_once import at_once
from tests.full_office import FullOffice

SUPERVISOR = "jian.rujing"
AT_ONCE = 4


def take_in(office: FullOffice, number: int) -> None:
    with office.unit_of_work().reading() as unit:
        of = unit.session.scalars(select(OrganisationUnit.code).order_by(OrganisationUnit.code)).first()
    content = f"单位,月份,办件量\n{of},2026-01,{number}\n".encode()
    import_volumes(content, office.unit_of_work(), office.actor(SUPERVISOR))


def list_in_force(office: FullOffice) -> list[TransactionVolume]:
    return [row for row in office.rows(TransactionVolume) if row.replaced_at is None]


def test_of_files_taken_in_at_once_one_is_in_force(office: FullOffice) -> None:
    office.clock.set("2026-09-07T10:00")
    numbers: Iterator[int] = count(100)
    at_once(AT_ONCE, lambda: take_in(office, next(numbers)))
    assert len(office.rows(VolumeImport)) == AT_ONCE
    [left] = list_in_force(office)
    with pytest.raises(IntegrityError), office.unit_of_work() as unit:
        beside = TransactionVolume(id=new_id(), import_id=left.import_id, unit=left.unit, number=1)
        beside.month = left.month
        unit.session.add(beside)


def test_one_file_sent_twice_at_once_is_taken_in_once(office: FullOffice) -> None:
    office.clock.set("2026-09-07T10:00")
    at_once(AT_ONCE, lambda: take_in(office, 7))
    assert len(office.rows(VolumeImport)) == 1
    assert len(list_in_force(office)) == 1
