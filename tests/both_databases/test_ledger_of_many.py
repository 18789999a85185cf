"""A ledger of 100,000 complaints is read, totalled and taken as a table in bounded time and memory (DM-36)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from api.table_files import write_csv, write_xlsx
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Rung
from models.case.matter import Matter
from models.case.return_visit import ReturnVisit
from models.clock.clock import Clock
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Finding, MatterDecision
from models.ground.ids import new_id
from services.ledger.columns import LEDGER_COLUMNS
from services.ledger.ledger_filter import LatenessAsked, LedgerFilter
from services.ledger.list_ledger import ListLedger, list_ledger
from services.lists.case_table import TableFormat
from services.lists.ledger_table import TakeLedger, read_ledger_table, take_ledger
from services.views.case_filter import CaseOrder
from tests.both_databases.test_case_search import clock_of, many_of, resident_bytes, settled_bytes, spread
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.web_staff.test_pages_of_lists import add_cases

PAGE_SECONDS, TABLE_SECONDS = 5.0, 240.0
MOST_BYTES = 150 * 1024 * 1024
NUMBERS = [pytest.param(120, id="120"), pytest.param(100_000, id="100000", marks=pytest.mark.check)]


def live_them(office: FullOffice) -> None:
    """Each has a matter, a limit, an answer and a visit; every tenth is late."""
    with office.unit_of_work() as unit:
        policy = unit.session.scalars(select(TimeLimitPolicy.id)).first()
        cases = unit.session.execute(select(Complaint.id, Complaint.received_at)).all()
        has_matter = set(unit.session.scalars(select(Matter.complaint_id)))
        tables = {
            Matter: lambda case, at, no: {
                "id": new_id(), "no": 1, "text": "窗口态度生硬", "decision": MatterDecision.ACCEPT,
                "decided_at": at, "finding": Finding.SUBSTANTIATED, "disposals": ["correct_error"],
            },
            Clock: lambda case, at, no: {
                "id": new_id(), "kind": ClockKind.RESOLVE, "round": 1, "policy_id": policy, "opened_at": at,
                "started_on": at.date(), "original_due_at": at + timedelta(days=5), "rung": Rung.STOPPED,
                "due_at": at + timedelta(days=5), "explanation": {},
                "stopped_at": at + timedelta(days=4 if no % 10 else 9),
            },
            AnswerSending: lambda case, at, no: {
                "id": new_id(), "round": 1, "attempt": 1, "ways": ["phone"], "sent_by": "xun.wenshi",
                "sent_at": at + timedelta(days=4),
            },
            ReturnVisit: lambda case, at, no: {
                "round": 1, "attempt": 1, "reached": True, "satisfaction": 4, "visited_by": "fang.huiyin",
                "visited_at": at + timedelta(days=8),
            },
        }  # fmt: skip
        for table, row in tables.items():
            rows = [
                {"complaint_id": case, **row(case, at, no)}
                for no, (case, at) in enumerate(cases)
                if table is not Matter or case not in has_matter
            ]
            for start in range(0, len(rows), 20_000):
                unit.session.execute(insert(table), rows[start : start + 20_000])


@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_ledger_of_many_is_read_totalled_and_taken_in_bounded_time_and_memory(
    office: FullOffice, number: int
) -> None:
    """A page of few statements, totals in one, and tables of all columns that hold some hundred rows in memory."""
    number = many_of(number, office)
    add_cases(office, number)
    spread(office)
    live_them(office)
    clerk = office.actor("wen.rusheng")
    # Beside PostgreSQL it is time on the wall, which a busy machine makes longer.
    page_seconds = PAGE_SECONDS if office.database.is_sqlite else 3 * PAGE_SECONDS
    for asked in (LedgerFilter(), LedgerFilter(lateness=LatenessAsked.LATE)):
        began = clock_of(office)()
        with statements(office) as seen:
            page = list_ledger(ListLedger(asked), office.unit_of_work(), clerk)
        assert len(page.rows) == min(50, page.rows.total)
        assert len(seen) <= 30
        assert clock_of(office)() - began < page_seconds
    totals = list_ledger(ListLedger(), office.unit_of_work(), clerk).totals
    assert totals is not None
    assert (totals.files, totals.late, totals.on_time) == (number, number // 10, number - number // 10)
    assert (totals.average_days, totals.satisfied, totals.evaluated) == (4.0, number, number)
    columns = [column.name for column in LEDGER_COLUMNS]
    # What writes a workbook never meets the database: it is held to its bound beside one of them.
    workbook = ((TableFormat.XLSX, write_xlsx),) if office.database.is_sqlite else ()
    for wanted, write in ((TableFormat.CSV, write_csv), *workbook):
        began, before, most = clock_of(office)(), settled_bytes(), 0
        command = TakeLedger(LedgerFilter(), CaseOrder.OLDEST, columns, wanted, "月度统计", True)
        taken = take_ledger(command, office.unit_of_work(), clerk)
        assert len(taken.cases) == number and taken.with_identity
        rows = read_ledger_table(taken, office.unit_of_work, clerk)
        cells = ([str(one.row[name] or "") for name in columns] for one in rows)
        for _ in write(columns, cells):
            most = max(most, resident_bytes() - before)
        assert most <= MOST_BYTES, f"{wanted}: {most}"
        assert clock_of(office)() - began < TABLE_SECONDS
