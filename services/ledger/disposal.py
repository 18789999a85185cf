"""处理: what was decided to do about it, and what came of that."""

from __future__ import annotations

from sqlalchemy import select

from models.case.disposal import MatterDisposal
from models.case.improvement_verdict import ImprovementVerdict
from models.ground.codes import Disposal
from models.ground.matter_codes import ImprovementArea
from services.ledger.batch import Batch, Counts, Values, by_case, in_order

_COUNTED = ("rectification_orders", "rectifications_done", "discipline_transfers")


def read_disposal(batch: Batch, counts: Counts) -> dict[str, Values]:
    """The columns of the part by case; a fixed number of statements."""
    disposals, verdicts = _read_disposals(batch), _read_verdicts(batch)
    return {
        case: {
            **disposals[case],
            **verdicts[case],
            **{name: counts.get((name, case), 0) for name in _COUNTED},
        }
        for case in batch.cases
    }


def _read_disposals(batch: Batch) -> dict[str, Values]:
    """Of the last round in which anything was disposed: an earlier one was taken back."""
    rows = batch.unit.session.execute(
        select(
            MatterDisposal.complaint_id,
            MatterDisposal.round,
            MatterDisposal.kind,
            MatterDisposal.area,
            MatterDisposal.is_apologised,
        ).where(MatterDisposal.complaint_id.in_(batch.ids))
    )
    found = by_case((row.complaint_id, row) for row in rows)
    told: dict[str, Values] = {}
    for case in batch.cases:
        every = found.get(case, [])
        last = [row for row in every if row.round == max(one.round for one in every)]
        told[case] = {
            "disposals": in_order((row.kind for row in last), Disposal),
            "measures": sum(row.kind is not Disposal.NO_ACTION for row in last),
            "improvement_areas": in_order((row.area for row in last), ImprovementArea),
            "is_apologised": any(row.is_apologised for row in last) if last else None,
        }
    return told


def _read_verdicts(batch: Batch) -> dict[str, Values]:
    rows = batch.unit.session.execute(
        select(ImprovementVerdict.complaint_id, ImprovementVerdict.is_needed, ImprovementVerdict.owner_unit)
        .where(ImprovementVerdict.complaint_id.in_(batch.ids))
        .order_by(ImprovementVerdict.complaint_id, ImprovementVerdict.round)
    )
    found = {case: (needed, owner) for case, needed, owner in rows}
    return {
        case: {
            "needs_improvement": found.get(case, (None, None))[0],
            "improvement_unit": found.get(case, (None, None))[1],
        }
        for case in batch.cases
    }
