"""Whoever changes a mail, an order of the hotline or a limit that a letter extends locks its case first.

Two who meet wait for each other, and not in a circle. SQLite has one writer; only PostgreSQL locks rows.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.beside.extension import Extension
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.order_return import OrderReturn
from models.ground.dispatch_codes import DispatchState
from models.ground.ways import Way
from models.store.database import Database
from services.answer.returned_mails import take_back_mails_step
from services.dispatch.delivery_report import DeliveryReport, ReportedAction
from services.dispatch.record_bounce import BounceOutcome, record_bounce
from services.dispatch.send_step import send_dispatches_step
from services.orders.collect_returns import collect_returns_step
from services.ports.carrier import Fate, Parcel
from services.repair.settle_dispatch import SettleDispatch, Settling, settle_dispatch
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.unit.services.notices_outside import MAIL
from tests.unit.services.projected_task import accept
from tests.unit.services.test_answer_sending import CLERK, give, ready
from tests.unit.services.test_mailed_documents import documents, freeze
from tests.unit.services.test_order_tables import FIRST, take
from tests.unit.side_requests.side_case import side_case
from tests.unit.side_requests.test_extension import check
from tests.unit.side_requests.test_extension_notice import approved, posted

pytestmark = pytest.mark.check(sister="tests/unit/services/test_returned_mails.py")


class Taking:
    """A mail server that takes everything."""

    def carry(self, parcel: Parcel) -> None:
        """Taken."""

    def find_fate(self, attempt_id: str) -> Fate:
        """Nobody asks it."""
        return Fate.UNKNOWN


@pytest.fixture
def office(postgres_office: Database, key_file: Path, tmp_path: Path) -> FullOffice:
    return FullOffice(postgres_office, folder=tmp_path)


def locked(asked: list[str]) -> list[str]:
    """The tables in whose rows this locked, in its order."""
    return [found[1] for told in asked if "FOR UPDATE" in told and (found := re.search(r"FROM (\w+)", told))]


def test_whoever_changes_a_mail_locks_its_case_first(office: FullOffice) -> None:
    """As whoever sends an answer does, who then looks for mails that are to go no more."""
    case = ready(office, email=MAIL)
    give(office, case, ways=["email"])
    freeze(office, case)
    with statements(office) as asked:
        send_dispatches_step(office.unit_of_work, {Way.EMAIL: Taking()}, lay_out=lambda *_asked: b"%PDF")
    assert locked(asked)[:2] == ["complaint", "dispatch"], "where the attempt is written down"
    (row,) = documents(office)
    assert row.state is DispatchState.TAKEN
    report = DeliveryReport(f"{row.id}-1", ReportedAction.FAILED, "5.1.1", None)
    with statements(office) as asked:
        assert record_bounce(report, office.unit_of_work()) is BounceOutcome.RETURNED
    assert locked(asked)[:2] == ["complaint", "dispatch"]
    with statements(office) as asked:
        assert take_back_mails_step(office.unit_of_work) == 1
    assert locked(asked)[:2] == ["complaint", "dispatch"]
    command = SettleDispatch(row.id, Settling.DROPPED, "地址有误")
    with statements(office) as asked:
        settle_dispatch(command, office.unit_of_work(), office.actor(CLERK))
    assert locked(asked)[:2] == ["complaint", "dispatch"]
    assert [row.state for row in office.rows(Dispatch, id=row.id)] == [DispatchState.DROPPED]


def test_whoever_puts_down_what_the_hotline_is_told_locks_the_case_before_the_order(
    office: FullOffice,
) -> None:
    """As whoever objects to an order does."""
    take(office, FIRST)
    (case,) = office.rows(Complaint)
    accept(office, case.id)
    with statements(office) as asked:
        assert collect_returns_step(office.unit_of_work) == 1
    assert locked(asked)[:2] == ["complaint", "hotline_order"]
    assert len(office.rows(OrderReturn)) == 1


def test_the_end_of_the_time_to_tell_of_more_time_locks_the_case_before_the_request(
    office: FullOffice,
) -> None:
    """As whoever fills in its form or records the posting does; the trail waits behind both."""
    case = side_case(office)
    extension = approved(case)
    posted(case, "2026-09-11T10:00")
    office.clock.set("2026-09-14T17:00")
    with statements(office) as asked:
        assert check(case, extension.id)
    assert locked(asked)[:2] == ["complaint", "extension"]
    assert case.one(Extension).is_effective
