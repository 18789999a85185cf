"""Rows of the ledger for cases that the caller may read: a fixed number of statements for every thousand of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import load_only

from models.case.complaint import Complaint
from models.case.matter import Matter
from services.ledger.acceptance import read_acceptance
from services.ledger.batch import Batch, Matters, Value, Values, by_case
from services.ledger.causes import read_causes
from services.ledger.counts import DAYS, map_counts, map_days
from services.ledger.disposal import read_disposal
from services.ledger.feedback import read_feedback
from services.ledger.investigation import read_investigation
from services.ledger.limits import StoodStill, map_stood_still
from services.ledger.return_visit import read_return_visit
from services.office.load_calendar import load_calendar
from services.unit_of_work import Unit

ROWS_AT_ONCE = 1_000
# Numbers, codes and dates: what people wrote stays sealed.
_READ = (
    Complaint.number,
    Complaint.channel,
    Complaint.received_at,
    Complaint.effective_received,
    Complaint.identity_kind,
    Complaint.category,
    Complaint.complexity,
    Complaint.severity,
    Complaint.route,
    Complaint.urgent,
    Complaint.times_urged,
    Complaint.handling_unit,
    Complaint.handler_id,
    Complaint.accepted_at,
    Complaint.stage,
    Complaint.outcome,
    Complaint.merged_into,
    Complaint.closed_at,
)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One complaint: a value for each of LEDGER_COLUMNS, by its name. Codes stay codes; words are the page's.

    `words` are those of the office's own table, in the columns where one that was kept before this system has no code.
    """

    complaint_id: str
    values: Values
    words: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> Value:
        """The value of a column; KeyError for a name that is none."""
        return self.values[column]


@dataclass(frozen=True, slots=True)
class Opened:
    """Cases that are read together, with what rows of the ledger and entries of the store of figures both count with."""

    batch: Batch
    matters: Matters
    still: Mapping[str, StoodStill]


def read_ledger_rows(complaint_ids: Sequence[str], unit: Unit) -> list[LedgerRow]:
    """One a case, in the order of the ids; ids of no case are left out. Who may read them is the caller's to ask.

    A thousand are read together, and all of them kept: for many more use `stream_ledger_rows`.
    """
    return list(stream_ledger_rows(complaint_ids, unit))


def stream_ledger_rows(complaint_ids: Sequence[str], unit: Unit) -> Iterator[LedgerRow]:
    """The same, a thousand at a time; memory does not grow with their number."""
    for start in range(0, len(complaint_ids), ROWS_AT_ONCE):
        yield from list_rows(open_cases(complaint_ids[start : start + ROWS_AT_ONCE], unit))


def open_cases(ids: Sequence[str], unit: Unit) -> Opened:
    """Those that there are, in the order of the ids; ROWS_AT_ONCE at most."""
    query = select(Complaint).options(load_only(*_READ)).where(Complaint.id.in_(ids))
    found = {row.id: row for row in unit.session.scalars(query)}
    cases = {case: found[case] for case in ids if case in found}
    batch = Batch(cases, load_calendar(unit.session), unit.clock.now(), unit)
    return Opened(batch, _map_matters(batch), map_stood_still(batch))


def list_rows(opened: Opened) -> list[LedgerRow]:
    """One a case, in their order."""
    batch, matters = opened.batch, opened.matters
    counts, days = map_counts(batch), map_days(batch)
    feedback = read_feedback(batch, counts, opened.still)
    parts = (
        read_acceptance(batch, counts, matters),
        read_investigation(batch, counts, matters, opened.still),
        read_causes(batch, matters),
        read_disposal(batch, counts),
        feedback,
        read_return_visit(batch, counts, feedback),
        {case: {name: days.get((name, case)) for name in DAYS} for case in batch.cases},
    )
    return [
        LedgerRow(case, {name: value for part in parts for name, value in part[case].items()})
        for case in batch.cases
    ]


def _map_matters(batch: Batch) -> dict[str, list[Matter]]:
    """Codes and moments of the matters; what was told of them stays sealed."""
    rows = batch.unit.session.scalars(
        select(Matter)
        .options(
            load_only(
                Matter.complaint_id,
                Matter.no,
                Matter.category,
                Matter.category_found,
                Matter.times_told,
                Matter.times_found,
                Matter.decision,
                Matter.nonaccept_ground,
                Matter.decided_at,
                Matter.finding,
            )
        )
        .where(Matter.complaint_id.in_(batch.ids))
        .order_by(Matter.complaint_id, Matter.no)
    )
    return by_case((matter.complaint_id, matter) for matter in rows)
