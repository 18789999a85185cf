"""Records of data that left: nothing changes or deletes one, but that it becomes certain, or goes after its years."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from models.case.data_provision import DataProvision
from models.ground.provision_codes import DataKind, ProvisionPurpose, ProvisionWay, Recipient
from models.store.append_only import updates_allowed
from services.actor import SYSTEM
from services.casefile.record_provision import Provision, record_provision
from services.retention.sweep_provisions import sweep_provisions
from tests.office import Office


def record(office: Office, *, is_certain: bool) -> None:
    provision = Provision(
        "dispatch:1-1",
        None,
        Recipient.MAIL_PROVIDER,
        ProvisionPurpose.NOTICE,
        ProvisionWay.EMAIL,
        (DataKind.CONTACT,),
        name="邮局",
        is_certain=is_certain,
    )
    with office.unit_of_work() as unit:
        record_provision(provision, unit, SYSTEM)


def rows(office: Office) -> list[tuple[bool, int]]:
    with office.unit_of_work().reading() as unit:
        return [(row.is_certain, row.number) for row in unit.session.scalars(select(DataProvision))]


def refused(office: Office, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), office.unit_of_work() as unit:
        unit.session.execute(text(statement))


def test_a_record_of_what_left_becomes_certain_and_is_else_as_it_was_written(office: Office) -> None:
    """Also for who writes beside the product; the sweep alone takes it away, after its years."""
    record(office, is_certain=False)
    refused(office, "UPDATE data_provision SET is_certain = true, number = 9")
    record(office, is_certain=True)
    assert rows(office) == [(True, 1)]
    for change in ("is_certain = false", "number = 9", "name = NULL", "by = 'other'", "kinds = '[]'"):
        refused(office, f"UPDATE data_provision SET {change}")  # noqa: S608  # the changes of this test
    refused(office, "DELETE FROM data_provision")
    assert sweep_provisions(office.unit_of_work, 3) == 0
    office.clock.moment += timedelta(days=3 * 366 + 1)
    assert rows(office) == [(True, 1)]
    assert sweep_provisions(office.unit_of_work, 3) == 1
    record(office, is_certain=True)
    refused(office, "DELETE FROM data_provision")


def test_the_one_way_past_the_trigger_leaves_it_standing(office: Office) -> None:
    """Values sealed anew and files that are destroyed go by it, for one transaction."""
    record(office, is_certain=True)
    with office.unit_of_work() as unit, updates_allowed(unit.session, "data_provision"):
        unit.session.execute(text("UPDATE data_provision SET name = NULL"))
    refused(office, "UPDATE data_provision SET number = 2")
