"""处理: what was decided to do about it, and what came of that."""

from __future__ import annotations

from sqlalchemy import func, select

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.beside.rectification import Rectification
from models.case.decision import Decision
from models.case.disposal import MatterDisposal
from models.case.improvement_verdict import ImprovementVerdict
from models.case.lifecycle import DecisionKind
from models.clock.legal_time import beijing_date
from models.ground.codes import Disposal
from services.ledger.batch import Batch, Value, Values, by_case, once

_APPROVED = (DecisionKind.APPROVAL, DecisionKind.SETTLEMENT)


def read_disposal(batch: Batch) -> dict[str, Values]:
    """The columns of the part by case; a fixed number of statements."""
    disposals, orders = _read_disposals(batch), _read_orders(batch)
    approved, verdicts = _map_approved(batch), _read_verdicts(batch)
    return {
        case: {
            **disposals[case],
            **orders[case],
            **verdicts[case],
            "approved_on": approved.get(case),
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
        )
        .where(MatterDisposal.complaint_id.in_(batch.ids))
        .order_by(MatterDisposal.complaint_id, MatterDisposal.matter_no, MatterDisposal.id)
    )
    found = by_case((row.complaint_id, row) for row in rows)
    told: dict[str, Values] = {}
    for case in batch.cases:
        every = found.get(case, [])
        last = [row for row in every if row.round == max(one.round for one in every)]
        told[case] = {
            "disposals": once(row.kind for row in last),
            "measures": sum(row.kind is not Disposal.NO_ACTION for row in last),
            "improvement_areas": once(row.area for row in last),
            "is_apologised": any(row.is_apologised for row in last) if last else None,
        }
    return told


def _read_orders(batch: Batch) -> dict[str, Values]:
    session = batch.unit.session
    ordered = select(Rectification.complaint_id, func.count(), func.count(Rectification.verified_at)).where(
        Rectification.complaint_id.in_(batch.ids)
    )
    orders = {
        case: (number, done)
        for case, number, done in session.execute(ordered.group_by(Rectification.complaint_id))
    }
    of_case = DisciplinaryTransfer.complaint_id
    transferred = select(of_case, func.count()).where(of_case.in_(batch.ids)).group_by(of_case)
    transfers = {case: number for case, number in session.execute(transferred)}
    return {
        case: {
            "rectification_orders": orders.get(case, (0, 0))[0],
            "rectifications_done": orders.get(case, (0, 0))[1],
            "discipline_transfers": transfers.get(case, 0),
        }
        for case in batch.cases
    }


def _map_approved(batch: Batch) -> dict[str, Value]:
    latest = select(Decision.complaint_id, func.max(Decision.at)).where(
        Decision.complaint_id.in_(batch.ids), Decision.kind.in_(_APPROVED)
    )
    rows = batch.unit.session.execute(latest.group_by(Decision.complaint_id))
    return {case: beijing_date(at) for case, at in rows}


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
